/* SPDX-License-Identifier: MIT
 * Buckets of 64 steps to a power of two. */
#include "histogram.h"

#define STEP_BITS 6

/* How many low bits of a value its bucket does not tell apart. */
static unsigned shift_of(uint32_t value)
{
    unsigned width = value ? 32 - (unsigned)__builtin_clz(value) : 0;
    return width > STEP_BITS + 1 ? width - STEP_BITS - 1 : 0;
}

static uint32_t bucket_of(uint32_t value)
{
    unsigned shift = shift_of(value);
    return (shift << STEP_BITS) + (value >> shift);
}

static uint64_t bucket_end(uint32_t bucket)
{
    unsigned shift = bucket < 2U << STEP_BITS ? 0 : (bucket >> STEP_BITS) - 1;
    uint64_t step = bucket - (shift << STEP_BITS);
    return ((step + 1) << shift) - 1;
}

void histogram_add(struct histogram *histogram, uint32_t value)
{
    histogram->counts[bucket_of(value)]++;
    histogram->total++;
    if (value > histogram->max)
        histogram->max = value;
}

void histogram_merge(struct histogram *histogram, const struct histogram *other)
{
    for (uint32_t i = 0; i < HISTOGRAM_BUCKETS; i++)
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
