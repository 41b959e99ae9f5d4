/* SPDX-License-Identifier: MIT
 * Buckets of 64 steps to a power of two. */
#include "histogram.h"

#include <string.h>

static uint64_t bucket_end(uint32_t bucket)
{
    unsigned shift =
        bucket < 2U << HISTOGRAM_STEP_BITS ? 0 : (bucket >> HISTOGRAM_STEP_BITS) - 1;
    uint64_t step = bucket - (shift << HISTOGRAM_STEP_BITS);
    return ((step + 1) << shift) - 1;
}

void histogram_reset(struct histogram *histogram)
{
    size_t used = histogram_bucket(histogram->max) + 1;
    memset(histogram->counts, 0, used * sizeof(histogram->counts[0]));
    histogram->total = histogram->max = 0;
}

void histogram_merge(struct histogram *histogram, const struct histogram *other)
{
    for (uint32_t i = 0; i <= histogram_bucket(other->max); i++)
        histogram->counts[i] += other->counts[i];
    histogram->total += other->total;
    if (other->max > histogram->max)
        histogram->max = other->max;
}

uint32_t histogram_percentile(const struct histogram *histogram, unsigned percent)
{
    uint64_t rank = (histogram->total * percent + 99) / 100, seen = 0;
    for (uint32_t i = 0; i < HISTOGRAM_BUCKETS && histogram->total > 0; i++) {
        seen += histogram->counts[i];
        if (seen >= rank && seen > 0)
            return bucket_end(i) < histogram->max ? (uint32_t)bucket_end(i)
                                                  : histogram->max;
    }
    return 0;
}
