/* SPDX-License-Identifier: MIT
 * Sixteen bytes at a step. Compilers make SSE2 or NEON of it, which every x86-64 and
 * ARM64 has, or words. */
#ifndef LOGDOC_SIXTEEN_BYTES_H
#define LOGDOC_SIXTEEN_BYTES_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

typedef uint8_t sixteen_bytes __attribute__((vector_size(16)));

static inline sixteen_bytes sixteen_read(const char *at)
{
    sixteen_bytes bytes;
    memcpy(&bytes, at, sizeof(bytes));
    return bytes;
}

/* Ones in the first bytes, as many as `len` is more than `from`: what masks a piece of a
 * text of `len` bytes that begins at `from`. `from` + 16 and `len` are at most 64. */
static inline sixteen_bytes sixteen_mask(size_t len, size_t from)
{
    static const uint64_t ones[16] = { ~UINT64_C(0), ~UINT64_C(0), ~UINT64_C(0),
                                       ~UINT64_C(0), ~UINT64_C(0), ~UINT64_C(0),
                                       ~UINT64_C(0), ~UINT64_C(0) };
    return sixteen_read((const char *)ones + 64 - len + from);
}

struct sixteen_words {
    uint64_t first, last;
};

static inline struct sixteen_words sixteen_words(sixteen_bytes bytes)
{
    struct sixteen_words words;
    memcpy(&words, &bytes, sizeof(words));
    return words;
}

/* The first bit of each byte, in order. */
static inline uint64_t sixteen_bits(sixteen_bytes bytes)
{
#if defined(__SSE2__)
    return (uint64_t)_mm_movemask_epi8((__m128i)bytes);
#else
    uint64_t bits = 0;
    for (unsigned i = 0; i < 16; i++)
        bits |= (uint64_t)(bytes[i] >> 7) << i;
    return bits;
#endif
}

/* Is any bit set? */
static inline bool sixteen_any(sixteen_bytes bytes)
{
    struct sixteen_words words = sixteen_words(bytes);
    return words.first | words.last;
}

#endif
