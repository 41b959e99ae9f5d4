/* SPDX-License-Identifier: MIT
 * Eight bytes at a step, as one number whose low byte is the first. */
#ifndef LOGDOC_EIGHT_BYTES_H
#define LOGDOC_EIGHT_BYTES_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static inline uint64_t read_eight(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof(word));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

/* Eight digits, the first in the low byte; false when one is none. */
static inline bool read_digits(uint64_t word, uint32_t *out)
{
    static const uint64_t high = UINT64_C(0xF0F0F0F0F0F0F0F0),
                          zeros = UINT64_C(0x3030303030303030),
                          six = UINT64_C(0x0606060606060606);
    if (((word & high) ^ zeros) | (((word + six) & high) ^ zeros))
        return false;
    word = (word & ~high) * (10 << 8 | 1) >> 8;
    word = (word & UINT64_C(0x00FF00FF00FF00FF)) * (100 << 16 | 1) >> 16;
    word = (word & UINT64_C(0x0000FFFF0000FFFF)) * (UINT64_C(10000) << 32 | 1) >> 32;
    *out = (uint32_t)word;
    return true;
}

#endif
