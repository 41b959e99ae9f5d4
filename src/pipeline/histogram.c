/* SPDX-License-Identifier: MIT
 * Buckets of 64 steps to a power of two. */
#include "histogram.h"

/* The last value of a bucket. */
static uint64_t bucket_end(uint32_t bucket)
{
    uint64_t bits = (HISTOGRAM_FIRST + bucket + 1) << HISTOGRAM_SHIFT;
    double next;
    memcpy(&next, &bits, sizeof(next));
    uint64_t last = (uint64_t)(next - 0.5);
    return (double)last < next - 0.5 ? last : last - 1;
}

void histogram_reset(struct histogram *histogram)
{
    size_t used = histogram_bucket(histogram->max) + 1;
    memset(histogram->counts, 0, used * sizeof(histogram->counts[0]));
    histogram->max = 0;
}

void histogram_merge(struct histogram *histogram, const struct histogram *other)
{
    for (uint32_t i = 0; i <= histogram_bucket(other->max); i++)
        histogram->counts[i] += other->counts[i];
    if (other->max > histogram->max)
        histogram->max = other->max;
}

uint64_t histogram_count(const struct histogram *histogram)
{
    uint64_t count = 0;
    for (uint32_t i = 0; i <= histogram_bucket(histogram->max); i++)
        count += histogram->counts[i];
    return count;
}

uint32_t histogram_percentile(const struct histogram *histogram, unsigned percent)
{
    uint64_t rank = (histogram_count(histogram) * percent + 99) / 100, seen = 0;
    for (uint32_t i = 0; i <= histogram_bucket(histogram->max); i++) {
        seen += histogram->counts[i];
        if (seen >= rank && seen > 0)
            return bucket_end(i) < histogram->max ? (uint32_t)bucket_end(i)
                                                  : histogram->max;
    }
    return 0;
}
