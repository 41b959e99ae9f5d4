/* SPDX-License-Identifier: MIT
 * A log-linear histogram: numbers below 128 are exact, above that each power of two has
 * 64 buckets, so that no answer is more than 1/64 off. Two of them add up. */
#ifndef LOGDOC_HISTOGRAM_H
#define LOGDOC_HISTOGRAM_H

#include <stdint.h>

#define HISTOGRAM_BUCKETS 1728

struct histogram {
    uint64_t counts[HISTOGRAM_BUCKETS];
    uint64_t total;
    uint32_t max; /* exact */
};

void histogram_add(struct histogram *, uint32_t value);
void histogram_merge(struct histogram *, const struct histogram *other);
/* The least value that `percent` of all are not above, rounded up to its bucket's end but
 * never beyond the maximum; 0 of an empty one. */
uint32_t histogram_percentile(const struct histogram *, unsigned percent);

#endif
