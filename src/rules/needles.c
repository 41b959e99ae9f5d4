/* SPDX-License-Identifier: MIT
 * A filter knows the four bytes at the anchor of each literal and at the places before
 * and behind it: so it is enough to ask it of every third place of a text, and it says
 * nearly always no. What passes is compared with the few literals that have this anchor,
 * chosen as the rarest there is, because "Error" and "not" are in every other line. */
#include "needles.h"

#include "arena.h"
#include "gram_filter.h"
#include "mem.h"
#include "str.h"
#include "vec.h"

#include <assert.h>
#include <limits.h>

#define LEAST ((size_t)3) /* bytes of a literal, and of an anchor that counts */
#define NEAR 24
#define RARE 30 /* a cost that is low enough */
#define ANCHOR_BITS 13
#define ANCHORS ((size_t)1 << ANCHOR_BITS)

/* `head`: up to eight bytes from its anchor on as str_word() has them, the others masked
 * away. */
struct needle {
    uint64_t head, mask;
    logdoc_str text;
    uint32_t anchor; /* offset in the text */
    uint32_t id;
    uint32_t next; /* id + 1 of the next that begins alike; 0: none */
};

struct needles {
    gram_filter near;    /* the grams at anchors, and one place before and behind them */
    gram_filter anchors; /* those at anchors alone */
    gram_filter_list *list_passing;
    uint32_t begin[ANCHORS + 1]; /* of the anchor's needles in `sorted` */
    struct needle *sorted;       /* by the hash of their anchors */
    VEC(struct needle) items;    /* by id */
    uint32_t first[ANCHORS];     /* by the hash of their beginnings: id + 1; 0: none */
    struct arena arena;          /* of the literals */
    bool finished;
};

static uint32_t hash_at(const char *at)
{
    const unsigned char *byte = (const unsigned char *)at;
    uint32_t anchor =
        (uint32_t)byte[0] | (uint32_t)byte[1] << 8 | (uint32_t)byte[2] << 16;
    return (anchor * UINT32_C(0x9E3779B1)) >> (32 - ANCHOR_BITS);
}

struct needles *needles_new(void)
{
    struct needles *needles = mem_zeroed(1, sizeof(*needles));
    needles->list_passing = gram_filter_lister();
    return needles;
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
    assert(literal.len >= LEAST);
    assert(needles->items.count < UINT32_MAX);
    uint32_t *link = find_link(needles, literal);
    if (*link)
        return *link - 1;
    uint32_t id = (uint32_t)needles->items.count;
    *link = id + 1;
    needles->finished = false;
    logdoc_str text = { arena_text(&needles->arena, literal), literal.len };
    *vec_push(&needles->items) = (struct needle){ .text = text, .id = id };
    return id;
}

size_t needles_count(const struct needles *needles)
{
    return needles->items.count;
}

/* What logs are full of when nothing is wrong. */
static const char everyday[] =
    "INFO DEBUG INFO: [INFO] level=info \"level\":\"info\",\"msg\":\"request\",\"time\": "
    "\"GET /api/users HTTP/1.1\" 200 304 \"https://www.example.com/\" \"POST PUT PATCH "
    "DELETE HEAD OPTIONS \"-\" \"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/"
    "537.36 (KHTML, like Gecko) Chrome/ Safari/ Version/ method=GET path=/ format=html "
    "controller= action= status=200 duration= view= db= request_id= Started for at "
    "Processing by as HTML JSON Parameters: Rendered Rendering layout template views "
    "index.html Completed OK in ms ActiveRecord: django flask server listening worker "
    "process session cookie client user id name email value key type data message result "
    "response count total size time service source started finished completed created "
    "updated deleted sent received accepted order orders items page search login logout "
    "account admin static assets app js css image upload SELECT FROM WHERE AND INSERT "
    "INTO "
    "VALUES UPDATE SET ORDER BY LIMIT sql query table index rows database connection "
    "connected cache queue job task event source=web.1 dyno=heroku.web. "
    "sample#memory_total=512.00MB sample#memory_rss= sample#memory_quota= "
    "sample#memory_cache= sample#memory_pgpgin= sample#load_avg_1m= "
    "sample#current_transaction= sample#db_size= sample#tables= "
    "sample#active-connections= "
    "sample#index-cache-hit-rate= sample#iops= heroku-postgres heroku-redis "
    "herokuapp.com";

/* What makes an anchor rare. */
struct rarity {
    uint32_t counts[ANCHORS]; /* three bytes of the literals, by hash */
    gram_filter everyday;
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
        for (size_t at = 0; at < NEAR && at + LEAST <= text.len; at++)
            rarity->counts[hash_at(text.at + at)]++;
    }
    for (size_t at = 0; at + GRAM < sizeof(everyday); at++)
        gram_filter_set(rarity->everyday, everyday + at);
    return rarity;
}

/* How often the filter will pass because of the gram at `from`, which may be -1, on a
 * scale of powers of two. One byte that the text does not have may be any. */
static unsigned gram_cost(const struct rarity *rarity, logdoc_str text, ptrdiff_t from)
{
    static const unsigned any = 60, anything = 200;
    size_t at = from < 0 ? 0 : (size_t)from, end = (size_t)(from + (ptrdiff_t)GRAM);
    if (end > text.len + 1 || (from < 0 && end > text.len))
        return anything;
    unsigned cost = from < 0 || end > text.len ? any : 0;
    if (cost == 0 && gram_filter_passes(rarity->everyday, text.at + at))
        cost += 20;
    for (; at < end && at < text.len; at++)
        cost += rarity->common[(unsigned char)text.at[at]];
    return cost;
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

/* The one near the beginning for which the filter will pass least often: for its gram and
 * the grams before and behind it; and which the fewest literals have. */
static uint32_t rarest_anchor(const struct rarity *rarity, logdoc_str text)
{
    uint32_t best = 0;
    unsigned least = UINT_MAX;
    unsigned before = gram_cost(rarity, text, -1), here = gram_cost(rarity, text, 0);
    for (uint32_t at = 0; at < NEAR && at + LEAST <= text.len && least > RARE; at++) {
        unsigned behind = gram_cost(rarity, text, (ptrdiff_t)at + 1);
        unsigned shared = (unsigned)__builtin_clz(rarity->counts[hash_at(text.at + at)]);
        unsigned cost = before + here + behind + 2 * (32 - shared);
        best = cost < least ? at : best;
        least = cost < least ? cost : least;
        before = here;
        here = behind;
    }
    return best;
}

static void choose_anchor(struct needle *needle, const struct rarity *rarity)
{
    needle->anchor = rarest_anchor(rarity, needle->text);
    logdoc_str rest = str_from_offset(needle->text, needle->anchor);
    needle->head = head_of(rest);
    needle->mask = mask_of(rest.len);
}

/* Lets the gram at `from` pass, which may be -1, with any byte where the text has none;
 * `known`: how many bytes of it are filled in. */
static void pass_gram(gram_filter filter, logdoc_str text, ptrdiff_t from,
                      char gram[GRAM], size_t known)
{
    if (from >= 0 && (size_t)from + GRAM <= text.len) {
        gram_filter_set(filter, text.at + from);
        return;
    }
    if (known == GRAM) {
        gram_filter_set(filter, gram);
        return;
    }
    ptrdiff_t at = from + (ptrdiff_t)known;
    if (at >= 0 && (size_t)at < text.len) {
        gram[known] = text.at[at];
        pass_gram(filter, text, from, gram, known + 1);
        return;
    }
    for (unsigned byte = 0; byte < 256; byte++) {
        gram[known] = (char)byte;
        pass_gram(filter, text, from, gram, known + 1);
    }
}

static void pass_anchor(struct needles *needles, const struct needle *needle)
{
    char gram[GRAM];
    ptrdiff_t anchor = needle->anchor;
    for (ptrdiff_t at = anchor - 1; at <= anchor + 1; at++)
        pass_gram(needles->near, needle->text, at, gram, 0);
    pass_gram(needles->anchors, needle->text, anchor, gram, 0);
}

static uint32_t anchor_hash(const struct needle *needle)
{
    return hash_at(needle->text.at + needle->anchor);
}

/* Counts become ends, which go down to the beginnings as the places are filled. */
static void sort_by_anchor(struct needles *needles)
{
    memset(needles->begin, 0, sizeof(needles->begin));
    for (size_t i = 0; i < needles->items.count; i++)
        needles->begin[anchor_hash(&needles->items.items[i])]++;
    for (size_t i = 1; i <= ANCHORS; i++)
        needles->begin[i] += needles->begin[i - 1];
    needles->sorted =
        mem_resize(needles->sorted, needles->items.count + 1, sizeof(*needles->sorted));
    for (size_t i = needles->items.count; i-- > 0;) {
        const struct needle *needle = &needles->items.items[i];
        needles->sorted[--needles->begin[anchor_hash(needle)]] = *needle;
    }
}

void needles_finish(struct needles *needles)
{
    if (needles->finished)
        return;
    needles->finished = true;
    struct rarity *rarity = rarity_new(needles);
    memset(needles->near, 0, sizeof(needles->near));
    memset(needles->anchors, 0, sizeof(needles->anchors));
    for (size_t i = 0; i < needles->items.count; i++) {
        struct needle *needle = &needles->items.items[i];
        choose_anchor(needle, rarity);
        pass_anchor(needles, needle);
    }
    sort_by_anchor(needles);
    free(rarity);
}

/* A place in a text where an anchor may stand. */
struct place {
    logdoc_str text;
    size_t at;
    uint64_t head;
};

static inline bool is_at(const struct needle *needle, const struct place *place)
{
    if ((needle->head ^ place->head) & needle->mask || needle->anchor > place->at)
        return false;
    logdoc_str here = str_from_offset(place->text, place->at - needle->anchor);
    return needle->text.len <= here.len &&
           memcmp(needle->text.at, here.at, needle->text.len) == 0;
}

/* Tells of the literals whose anchors stand at the places from `from` to `to`. */
static void tell_between(const struct needles *needles, logdoc_str text, size_t from,
                         size_t to, needles_found *found, void *user)
{
    for (size_t at = from; at <= to && at + LEAST <= text.len; at++) {
        uint32_t hash = hash_at(text.at + at);
        uint32_t begin = needles->begin[hash], end = needles->begin[hash + 1];
        if (begin == end)
            continue;
        struct place place = { text, at, head_of(str_from_offset(text, at)) };
        for (uint32_t i = begin; i < end; i++)
            if (is_at(&needles->sorted[i], &place))
                found(user, needles->sorted[i].id, at - needles->sorted[i].anchor);
    }
}

/* Is an anchor at a place that passed, or before or behind it? May say yes for no. */
static inline bool is_near_anchor(const struct needles *needles, logdoc_str text,
                                  size_t at)
{
    const char *here = text.at + at;
    return at == 0 || at + GRAM >= text.len ||
           gram_filter_passes(needles->anchors, here - 1) ||
           gram_filter_passes(needles->anchors, here) ||
           gram_filter_passes(needles->anchors, here + 1);
}

/* At the end the last gram is looked at wherever it lies, so that no anchor is beyond the
 * last place. */
void needles_scan(const struct needles *needles, logdoc_str text, needles_found *found,
                  void *user)
{
    uint32_t list[GRAM_BATCH + GRAM_SPARE];
    size_t from = 0, last = text.len < GRAM ? 0 : text.len - GRAM;
    while (from < last) {
        size_t count = last - from;
        if (count > GRAM_BATCH * GRAM_STRIDE)
            count = GRAM_BATCH * GRAM_STRIDE;
        size_t passing =
            needles->list_passing(needles->near, text.at + from, count, list);
        for (size_t i = 0; i < passing; i++) {
            size_t at = from + list[i];
            if (is_near_anchor(needles, text, at))
                tell_between(needles, text, at > 0 ? at - 1 : 0, at + 1, found, user);
        }
        from += (count + GRAM_STRIDE - 1) / GRAM_STRIDE * GRAM_STRIDE;
    }
    if (text.len < GRAM || gram_filter_passes(needles->near, text.at + last))
        tell_between(needles, text, from > 0 ? from - 1 : 0, last + 1, found, user);
}
