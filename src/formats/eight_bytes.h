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

/* Up to eight digits, the last in the high byte; what `mask` has not counts as zeros.
 * False when one is no digit. */
static inline bool read_digits(uint64_t word, uint64_t mask, uint32_t *out)
{
    static const uint64_t zeros = UINT64_C(0x3030303030303030),
                          to_128 = UINT64_C(0x7676767676767676), /* from 10 */
        high = UINT64_C(0x8080808080808080);
    word = (word ^ zeros) & mask;
    if (((word + to_128) | word) & high)
        return false;
    word = word * (10 << 8 | 1) >> 8;
    word = (word & UINT64_C(0x00FF00FF00FF00FF)) * (100 << 16 | 1) >> 16;
    word = (word & UINT64_C(0x0000FFFF0000FFFF)) * (UINT64_C(10000) << 32 | 1) >> 32;
    *out = (uint32_t)word;
    return true;
}

#endif
