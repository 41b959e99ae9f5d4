/* SPDX-License-Identifier: MIT
 * Which four bytes occur in any of several thousand literals? Two bits for each hash: no
 * is certain, yes is not. */
#ifndef LOGDOC_GRAM_FILTER_H
#define LOGDOC_GRAM_FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define GRAM ((size_t)4)
#define GRAM_FACTOR UINT32_C(0x9E3779B1)
#define GRAM_FILTER_BITS 13 /* of the number of a word: 32 KB */
#define GRAM_FIRST_BIT 14   /* of a hash: five bits that number one in the word */
#define GRAM_SECOND_BIT 9
#define GRAM_STRIDE ((size_t)3)
#define GRAM_BATCH ((size_t)512) /* places that a list may have */
#define GRAM_SPARE 16            /* that it has room for behind them */

typedef uint32_t gram_filter[1U << GRAM_FILTER_BITS];

/* A gram has two bits of one word. */
static inline uint32_t gram_hash(const char *at)
{
    uint32_t gram;
    memcpy(&gram, at, sizeof(gram));
    return gram * GRAM_FACTOR;
}

static inline uint32_t gram_word(uint32_t hash)
{
    return hash >> (32 - GRAM_FILTER_BITS);
}

static inline uint32_t gram_bits(uint32_t hash)
{
    return UINT32_C(1) << (hash >> GRAM_FIRST_BIT & 31) |
           UINT32_C(1) << (hash >> GRAM_SECOND_BIT & 31);
}

static inline void gram_filter_set(gram_filter filter, const char *at)
{
    uint32_t hash = gram_hash(at);
    filter[gram_word(hash)] |= gram_bits(hash);
}

static inline bool gram_filter_passes(const gram_filter filter, const char *at)
{
    uint32_t hash = gram_hash(at), bits = gram_bits(hash);
    return (filter[gram_word(hash)] & bits) == bits;
}

/* Lists every third place of the first `count` bytes of which the gram passes; returns
 * how many. `count` is at most GRAM_BATCH * GRAM_STRIDE; three bytes behind it may be
 * read. */
typedef size_t gram_filter_list(const gram_filter, const char *at, size_t count,
                                uint32_t list[GRAM_BATCH + GRAM_SPARE]);

/* The ways to do it, the fastest first, until one without a name; the last one is there
 * on every machine. */
struct gram_filter_way {
    const char *name;
    bool (*is_available)(void);
    gram_filter_list *list;
};

extern const struct gram_filter_way gram_filter_ways[];

/* The fastest there is. */
gram_filter_list *gram_filter_lister(void);

#endif
