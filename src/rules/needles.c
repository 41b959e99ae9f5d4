/* SPDX-License-Identifier: MIT
 * Of each literal the rarest window of three bytes is looked for, because "Error" and
 * "not" are in every other line. A filter over four bytes says nearly always no, and one
 * that knows the windows from their second byte on, too, is asked of every other place
 * only; what passes is compared with the few literals that have this window. */
#include "needles.h"

#include "arena.h"
#include "mem.h"
#include "str.h"
#include "vec.h"

#include <assert.h>

#define WINDOW ((size_t)3)
#define NEAR 12
#define WORD_BITS 13
#define WORDS ((size_t)1 << WORD_BITS)

/* `head`: up to eight bytes from its window on as str_word() has them, the others masked
 * away. */
struct needle {
    uint64_t head, mask;
    logdoc_str text;
    uint32_t window; /* offset in the text */
    uint32_t id;
    uint32_t next; /* id + 1 of the next that begins alike; 0: none */
};

/* The hash of a window chooses a word of the filter, the byte behind it one of its bits;
 * a literal of three bytes sets them all. */
struct needles {
    uint64_t filter[WORDS];
    uint32_t begin[WORDS + 1]; /* of the window's needles in `sorted` */
    struct needle *sorted;     /* by the hash of their windows */
    VEC(struct needle) items;  /* by id */
    uint32_t first[WORDS];     /* by the hash of their beginnings: id + 1; 0: none */
    struct arena arena;        /* of the literals */
};

static uint32_t hash_at(const char *at)
{
    const unsigned char *byte = (const unsigned char *)at;
    uint32_t window =
        (uint32_t)byte[0] | (uint32_t)byte[1] << 8 | (uint32_t)byte[2] << 16;
    return (window * UINT32_C(0x9E3779B1)) >> (32 - WORD_BITS);
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
    free(needles->sorted);
    free(needles);
}

/* Where the id of a literal is, or would be entered: at the end of its chain. */
static uint32_t *find_link(struct needles *needles, logdoc_str literal)
{
    uint32_t *link = &needles->first[hash_at(literal.at)];
    while (*link && !str_equal(needles->items.items[*link - 1].text, literal))
        link = &needles->items.items[*link - 1].next;
    return link;
}

uint32_t needles_add(struct needles *needles, logdoc_str literal)
{
    assert(literal.len >= WINDOW);
    assert(needles->items.count < UINT32_MAX);
    uint32_t *link = find_link(needles, literal);
    if (*link)
        return *link - 1;
    uint32_t id = (uint32_t)needles->items.count;
    *link = id + 1;
    logdoc_str text = { arena_text(&needles->arena, literal), literal.len };
    *vec_push(&needles->items) = (struct needle){ .text = text, .id = id };
    return id;
}

size_t needles_count(const struct needles *needles)
{
    return needles->items.count;
}

/* What makes a window rare. */
struct rarity {
    uint32_t counts[WORDS]; /* windows of the literals, by hash */
    unsigned char common[256];
};

static struct rarity *rarity_new(const struct needles *needles)
{
    /* How common a byte is in logs, about. */
    static const char *const classes[] = { "bfjkqvwxyz\"'=_-,", "dhcumpg/.:0123456789",
                                           "eationrsl", " " };
    struct rarity *rarity = mem_zeroed(1, sizeof(*rarity));
    for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
        for (const char *at = classes[i]; *at; at++)
            rarity->common[(unsigned char)*at] = (unsigned char)(i + 1);
    for (size_t i = 0; i < needles->items.count; i++) {
        logdoc_str text = needles->items.items[i].text;
        for (size_t at = 0; at + WINDOW <= text.len; at++)
            rarity->counts[hash_at(text.at + at)]++;
    }
    return rarity;
}

/* How often a window will be met, on a scale of powers of two: by its bytes, and by how
 * many literals have it. */
static unsigned cost_of(const struct rarity *rarity, const char *window)
{
    const unsigned char *byte = (const unsigned char *)window;
    unsigned halvings = (unsigned)__builtin_clz(rarity->counts[hash_at(window)]);
    return 2 * (32 - halvings) + rarity->common[byte[0]] + rarity->common[byte[1]] +
           rarity->common[byte[2]];
}

/* Eight bytes; behind the end of the text there are zeros. */
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

/* The rarest window near the beginning with two bytes behind it, so that the filter knows
 * all of it. */
static void choose_window(struct needle *needle, const struct rarity *rarity)
{
    uint32_t best = 0;
    unsigned least = cost_of(rarity, needle->text.at);
    for (uint32_t at = 1; at < NEAR && at + WINDOW + 2 <= needle->text.len; at++) {
        unsigned cost = cost_of(rarity, needle->text.at + at);
        best = cost < least ? at : best;
        least = cost < least ? cost : least;
    }
    logdoc_str rest = str_from_offset(needle->text, best);
    needle->window = best;
    needle->head = head_of(rest);
    needle->mask = mask_of(rest.len);
}

/* `text` may stand at a place that is looked at. */
static void pass(struct needles *needles, logdoc_str text)
{
    uint64_t bits = text.len > WINDOW
                        ? UINT64_C(1) << ((unsigned char)text.at[WINDOW] % 64)
                        : UINT64_MAX;
    needles->filter[hash_at(text.at)] |= bits;
}

/* One of two neighbouring places is looked at: the window's own or the one after it. Of
 * three bytes the place before it, with any byte there. */
static void pass_window(struct needles *needles, logdoc_str text)
{
    pass(needles, text);
    if (text.len > WINDOW) {
        pass(needles, str_from_offset(text, 1));
        return;
    }
    char around[WINDOW + 1];
    memcpy(around + 1, text.at, WINDOW);
    for (unsigned first = 0; first < 256; first++) {
        around[0] = (char)first;
        pass(needles, (logdoc_str){ around, sizeof(around) });
    }
}

static uint32_t window_hash(const struct needle *needle)
{
    return hash_at(needle->text.at + needle->window);
}

/* Counts become ends, which go down to the beginnings as the places are filled. */
static void sort_by_window(struct needles *needles)
{
    memset(needles->begin, 0, sizeof(needles->begin));
    for (size_t i = 0; i < needles->items.count; i++)
        needles->begin[window_hash(&needles->items.items[i])]++;
    for (size_t i = 1; i <= WORDS; i++)
        needles->begin[i] += needles->begin[i - 1];
    needles->sorted =
        mem_resize(needles->sorted, needles->items.count + 1, sizeof(*needles->sorted));
    for (size_t i = needles->items.count; i-- > 0;) {
        const struct needle *needle = &needles->items.items[i];
        needles->sorted[--needles->begin[window_hash(needle)]] = *needle;
    }
}

void needles_finish(struct needles *needles)
{
    struct rarity *rarity = rarity_new(needles);
    memset(needles->filter, 0, sizeof(needles->filter));
    for (size_t i = 0; i < needles->items.count; i++) {
        struct needle *needle = &needles->items.items[i];
        choose_window(needle, rarity);
        pass_window(needles, str_from_offset(needle->text, needle->window));
    }
    sort_by_window(needles);
    free(rarity);
}

/* A place in a text where a window may stand. */
struct place {
    logdoc_str text;
    size_t at;
    uint64_t head;
};

static inline bool is_at(const struct needle *needle, const struct place *place)
{
    if ((needle->head ^ place->head) & needle->mask || needle->window > place->at)
        return false;
    logdoc_str here = str_from_offset(place->text, place->at - needle->window);
    return needle->text.len <= here.len &&
           memcmp(needle->text.at, here.at, needle->text.len) == 0;
}

/* The next literal whose window is there, from a number in `sorted` on; `end`: none. */
static uint32_t next_at(const struct needles *needles, const struct place *place,
                        uint32_t from, uint32_t end)
{
    while (from < end && !is_at(&needles->sorted[from], place))
        from++;
    return from;
}

/* The first place from `from` to `to` with the window of a literal, or SIZE_MAX. */
static size_t first_between(const struct needles *needles, logdoc_str text, size_t from,
                            size_t to)
{
    for (size_t at = from; at <= to && at + WINDOW <= text.len; at++) {
        uint32_t hash = hash_at(text.at + at);
        uint32_t begin = needles->begin[hash], end = needles->begin[hash + 1];
        if (begin == end)
            continue;
        struct place place = { text, at, head_of(str_from_offset(text, at)) };
        if (next_at(needles, &place, begin, end) < end)
            return at;
    }
    return SIZE_MAX;
}

static bool may_be_at(const uint64_t *filter, const char *at)
{
    return filter[hash_at(at)] >> (unsigned char)at[WINDOW] % 64 & 1;
}

/* The same from `from` on. */
static size_t find_window(const struct needles *needles, logdoc_str text, size_t from)
{
    size_t at = from & ~(size_t)1, found;
    for (; at + WINDOW < text.len; at += 2) {
        if (!may_be_at(needles->filter, text.at + at))
            continue;
        found = first_between(needles, text, at > from ? at - 1 : from, at + 1);
        if (found != SIZE_MAX)
            return found;
    }
    return first_between(needles, text, at > from ? at - 1 : from, text.len);
}

void needles_scan(const struct needles *needles, logdoc_str text,
                  void (*found)(void *user, uint32_t id, size_t offset), void *user)
{
    for (size_t at = find_window(needles, text, 0); at != SIZE_MAX;
         at = find_window(needles, text, at + 1)) {
        struct place place = { text, at, head_of(str_from_offset(text, at)) };
        uint32_t hash = hash_at(text.at + at), end = needles->begin[hash + 1];
        for (uint32_t i = next_at(needles, &place, needles->begin[hash], end); i < end;
             i = next_at(needles, &place, i + 1, end))
            found(user, needles->sorted[i].id, at - needles->sorted[i].window);
    }
}

bool needles_any(const struct needles *needles, logdoc_str text)
{
    return find_window(needles, text, 0) != SIZE_MAX;
}
