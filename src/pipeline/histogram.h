/* SPDX-License-Identifier: MIT
 * A log-linear histogram: numbers below 128 are exact, above that each power of two has
 * 64 buckets, so that no answer is more than 1/64 off. Two of them add up. */
#ifndef LOGDOC_HISTOGRAM_H
#define LOGDOC_HISTOGRAM_H

#include <stdint.h>
#include <string.h>

#define HISTOGRAM_BUCKETS 2112

struct histogram {
    uint64_t counts[HISTOGRAM_BUCKETS];
    uint32_t max; /* exact */
};

/* A double (IEEE 754) is log-linear by itself: exponent and first bits of the fraction.
 */
#define HISTOGRAM_SHIFT (52 - 6)
#define HISTOGRAM_FIRST (UINT64_C(1022) << 6) /* of one half */

/* The bucket of a value. */
static inline uint32_t histogram_bucket(uint32_t value)
{
    double number = value + 0.5;
    uint64_t bits;
    memcpy(&bits, &number, sizeof(bits));
    return (uint32_t)((bits >> HISTOGRAM_SHIFT) - HISTOGRAM_FIRST);
}

static inline void histogram_add(struct histogram *histogram, uint32_t value)
{
    histogram->counts[histogram_bucket(value)]++;
    if (value > histogram->max)
        histogram->max = value;
}
/* Empty again. */
void histogram_reset(struct histogram *);
void histogram_merge(struct histogram *, const struct histogram *other);
/* How many values there are. */
uint64_t histogram_count(const struct histogram *);
/* The least value that `percent` of all are not above, rounded up to its bucket's end but
 * never beyond the maximum; 0 of an empty one. */
uint32_t histogram_percentile(const struct histogram *, unsigned percent);

#endif
