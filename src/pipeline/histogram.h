/* SPDX-License-Identifier: MIT
 * A log-linear histogram: numbers below 128 are exact, above that each power of two has
 * 64 buckets, so that no answer is more than 1/64 off. Two of them add up. */
#ifndef LOGDOC_HISTOGRAM_H
#define LOGDOC_HISTOGRAM_H

#include <stdint.h>

#define HISTOGRAM_BUCKETS 1728
#define HISTOGRAM_STEP_BITS 6

struct histogram {
    uint64_t counts[HISTOGRAM_BUCKETS];
    uint64_t total;
    uint32_t max; /* exact */
};

/* The bucket of a value. */
static inline uint32_t histogram_bucket(uint32_t value)
{
    unsigned width = 32 - (unsigned)__builtin_clz(value | 1);
    unsigned shift =
        width > HISTOGRAM_STEP_BITS + 1 ? width - HISTOGRAM_STEP_BITS - 1 : 0;
    return (shift << HISTOGRAM_STEP_BITS) + (value >> shift);
}

static inline void histogram_add(struct histogram *histogram, uint32_t value)
{
    histogram->counts[histogram_bucket(value)]++;
    histogram->total++;
    if (value > histogram->max)
        histogram->max = value;
}
/* Empty again. */
void histogram_reset(struct histogram *);
void histogram_merge(struct histogram *, const struct histogram *other);
/* The least value that `percent` of all are not above, rounded up to its bucket's end but
 * never beyond the maximum; 0 of an empty one. */
uint32_t histogram_percentile(const struct histogram *, unsigned percent);

#endif
