/* SPDX-License-Identifier: MIT
 * A filter over four bytes says nearly always no; what passes is compared with the few
 * literals that begin with the first three of them. Nothing is built: adding a literal
 * enters it at once, so that a scan only reads. */
#include "needles.h"

#include "arena.h"
#include "mem.h"
#include "str.h"
#include "vec.h"

#include <assert.h>

#define PREFIX ((size_t)3)
#define WORD_BITS 13

struct needle {
    const char *at;
    size_t len;
    uint32_t prefix;
    uint32_t next; /* id + 1 of the next with this hash; 0: none */
};

/* The hash of three bytes chooses a word of the filter, the fourth byte one of its bits:
 * a literal of three bytes sets them all. */
struct needles {
    uint64_t filter[1 << WORD_BITS];
    uint32_t first[1 << WORD_BITS]; /* id + 1; 0: none */
    VEC(struct needle) items;
    struct arena arena; /* of the literals */
};

static uint32_t prefix_of(const char *at)
{
    const unsigned char *byte = (const unsigned char *)at;
    return (uint32_t)byte[0] | (uint32_t)byte[1] << 8 | (uint32_t)byte[2] << 16;
}

static uint32_t hash_of(uint32_t prefix)
{
    return (prefix * UINT32_C(0x9E3779B1)) >> (32 - WORD_BITS);
}

struct needles *needles_new(void)
{
    return mem_zeroed(1, sizeof(struct needles));
}

void needles_free(struct needles *needles)
{
    if (!needles)
        return;
    arena_release(&needles->arena);
    vec_release(&needles->items);
    free(needles);
}

/* Where the id of a literal is, or would be entered: at the end of its chain. */
static uint32_t *find_link(struct needles *needles, logdoc_str literal, uint32_t hash)
{
    uint32_t *link = &needles->first[hash];
    while (*link) {
        struct needle *needle = &needles->items.items[*link - 1];
        if (str_equal((logdoc_str){ needle->at, needle->len }, literal))
            break;
        link = &needle->next;
    }
    return link;
}

static uint64_t filter_bits(logdoc_str literal)
{
    return literal.len > PREFIX ? UINT64_C(1) << ((unsigned char)literal.at[PREFIX] % 64)
                                : UINT64_MAX;
}

uint32_t needles_add(struct needles *needles, logdoc_str literal)
{
    assert(literal.len >= PREFIX);
    assert(needles->items.count < UINT32_MAX);
    uint32_t prefix = prefix_of(literal.at), hash = hash_of(prefix);
    uint32_t *link = find_link(needles, literal, hash);
    if (*link)
        return *link - 1;
    uint32_t id = (uint32_t)needles->items.count;
    *link = id + 1;
    needles->filter[hash] |= filter_bits(literal);
    *vec_push(&needles->items) = (struct needle){
        .at = arena_text(&needles->arena, literal), .len = literal.len, .prefix = prefix
    };
    return id;
}

size_t needles_count(const struct needles *needles)
{
    return needles->items.count;
}

/* What a scan carries along. */
struct scan {
    const struct needles *needles;
    logdoc_str text;
    void (*found)(void *user, uint32_t id, size_t offset);
    void *user;
};

static void try_chain(const struct scan *scan, size_t offset)
{
    size_t left = scan->text.len - offset;
    const char *here = scan->text.at + offset;
    uint32_t prefix = prefix_of(here), link = scan->needles->first[hash_of(prefix)];
    while (link) {
        const struct needle *needle = &scan->needles->items.items[link - 1];
        if (needle->prefix == prefix && needle->len <= left &&
            memcmp(needle->at + PREFIX, here + PREFIX, needle->len - PREFIX) == 0)
            scan->found(scan->user, link - 1, offset);
        link = needle->next;
    }
}

/* The four bytes at `at`, the first one lowest. */
static uint32_t window_at(const unsigned char *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
           (uint32_t)at[3] << 24;
}

static bool may_begin(const uint64_t *filter, uint32_t window)
{
    return filter[hash_of(window & 0xFFFFFF)] >> (window >> 24) % 64 & 1;
}

void needles_scan(const struct needles *needles, logdoc_str text,
                  void (*found)(void *user, uint32_t id, size_t offset), void *user)
{
    const struct scan scan = { needles, text, found, user };
    const uint64_t *filter = needles->filter;
    const unsigned char *byte = (const unsigned char *)text.at;
    size_t i = 0;
    for (; i + PREFIX < text.len; i++)
        if (may_begin(filter, window_at(byte + i)))
            try_chain(&scan, i);
    if (i + PREFIX == text.len)
        try_chain(&scan, i);
}
