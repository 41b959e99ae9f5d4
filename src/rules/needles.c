/* SPDX-License-Identifier: MIT
 * A filter over four bytes says nearly always no, and one that knows the literals from
 * their second byte on, too, is asked of every other place only; what passes is compared
 * with the few literals that begin with the same three bytes. Nothing is built: adding a
 * literal enters it at once, so that a scan only reads. */
#include "needles.h"

#include "arena.h"
#include "mem.h"
#include "str.h"
#include "vec.h"

#include <assert.h>

#define PREFIX ((size_t)3)
#define WORD_BITS 13

/* `head`: up to its first eight bytes as str_word() has them, the others masked away. */
struct needle {
    uint64_t head, mask;
    uint32_t next; /* id + 1 of the next with this hash; 0: none */
    uint32_t len;
    const char *at;
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

/* Eight bytes; behind the end of the text there are zeros, which no literal has. */
static uint64_t head_of(logdoc_str text)
{
    char bytes[sizeof(uint64_t)] = { 0 };
    if (text.len >= sizeof(bytes))
        return str_word(text.at);
    memcpy(bytes, text.at, text.len);
    return str_word(bytes);
}

static uint64_t mask_of(size_t len)
{
    char bytes[sizeof(uint64_t)] = { 0 };
    memset(bytes, 0xFF, len < sizeof(bytes) ? len : sizeof(bytes));
    return str_word(bytes);
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

/* `text` may stand at a place that is looked at. */
static void pass(struct needles *needles, logdoc_str text)
{
    uint64_t bits = text.len > PREFIX
                        ? UINT64_C(1) << ((unsigned char)text.at[PREFIX] % 64)
                        : UINT64_MAX;
    needles->filter[hash_of(prefix_of(text.at))] |= bits;
}

/* One of two neighbouring places is looked at: the literal's own or the one after it. Of
 * three bytes the place before it, with any byte there. */
static void pass_literal(struct needles *needles, logdoc_str literal)
{
    pass(needles, literal);
    if (literal.len > PREFIX) {
        pass(needles, str_from_offset(literal, 1));
        return;
    }
    char text[PREFIX + 1];
    memcpy(text + 1, literal.at, PREFIX);
    for (unsigned first = 0; first < 256; first++) {
        text[0] = (char)first;
        pass(needles, (logdoc_str){ text, sizeof(text) });
    }
}

uint32_t needles_add(struct needles *needles, logdoc_str literal)
{
    assert(literal.len >= PREFIX);
    assert(needles->items.count < UINT32_MAX);
    assert(literal.len <= UINT32_MAX);
    uint32_t hash = hash_of(prefix_of(literal.at));
    uint32_t *link = find_link(needles, literal, hash);
    if (*link)
        return *link - 1;
    uint32_t id = (uint32_t)needles->items.count;
    *link = id + 1;
    pass_literal(needles, literal);
    *vec_push(&needles->items) =
        (struct needle){ .head = head_of(literal),
                         .mask = mask_of(literal.len),
                         .len = (uint32_t)literal.len,
                         .at = arena_text(&needles->arena, literal) };
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

static inline bool is_at(const struct needle *needle, logdoc_str here, uint64_t head)
{
    return ((needle->head ^ head) & needle->mask) == 0 && needle->len <= here.len &&
           (needle->len <= sizeof(head) || memcmp(needle->at, here.at, needle->len) == 0);
}

/* The first literal at `here` from a link of its chain on; 0: none. */
static uint32_t next_at(const struct needles *needles, logdoc_str here, uint32_t link)
{
    uint64_t head = head_of(here);
    while (link && !is_at(&needles->items.items[link - 1], here, head))
        link = needles->items.items[link - 1].next;
    return link;
}

static uint32_t first_at(const struct needles *needles, logdoc_str here)
{
    return next_at(needles, here, needles->first[hash_of(prefix_of(here.at))]);
}

static void try_chain(const struct scan *scan, size_t offset)
{
    logdoc_str here = str_from_offset(scan->text, offset);
    uint32_t link = first_at(scan->needles, here);
    while (link) {
        scan->found(scan->user, link - 1, offset);
        link = next_at(scan->needles, here, scan->needles->items.items[link - 1].next);
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

/* The first place from `from` to `to` where a literal begins, or SIZE_MAX. */
static size_t first_between(const struct needles *needles, logdoc_str text, size_t from,
                            size_t to)
{
    for (size_t at = from; at <= to && at + PREFIX <= text.len; at++)
        if (first_at(needles, str_from_offset(text, at)))
            return at;
    return SIZE_MAX;
}

/* The same from `from` on. */
static size_t find_literal(const struct needles *needles, logdoc_str text, size_t from)
{
    const unsigned char *byte = (const unsigned char *)text.at;
    size_t place = from & ~(size_t)1, found;
    for (; place + PREFIX < text.len; place += 2) {
        if (!may_begin(needles->filter, window_at(byte + place)))
            continue;
        found = first_between(needles, text, place > from ? place - 1 : from, place + 1);
        if (found != SIZE_MAX)
            return found;
    }
    return first_between(needles, text, place > from ? place - 1 : from, text.len);
}

void needles_scan(const struct needles *needles, logdoc_str text,
                  void (*found)(void *user, uint32_t id, size_t offset), void *user)
{
    const struct scan scan = { needles, text, found, user };
    for (size_t at = find_literal(needles, text, 0); at != SIZE_MAX;
         at = find_literal(needles, text, at + 1))
        try_chain(&scan, at);
}

bool needles_any(const struct needles *needles, logdoc_str text)
{
    return find_literal(needles, text, 0) != SIZE_MAX;
}
