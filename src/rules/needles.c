/* SPDX-License-Identifier: MIT
 * A filter knows the four bytes at the anchor of each literal and at the places before
 * and behind it: so it is enough to ask it of every third place of a text, and it says
 * nearly always no. Where it says yes a table names the literals that have these bytes
 * there: few, because the anchor is chosen as the rarest there is ("Error" and "not" are
 * in every other line). */
#include "needles.h"

#include "gram_filter.h"
#include "mem.h"
#include "str.h"
#include "vec.h"

#include <assert.h>
#include <limits.h>

#define LEAST ((size_t)3) /* bytes of a literal, and of an anchor that counts */
#define NEAR 24
#define RARE 30 /* a cost that is low enough */
#define HASH_BITS 14
#define HASHES ((size_t)1 << HASH_BITS)
#define MOST_ID ((UINT32_C(1) << 30) - 1)
#define TOGETHER ((uint32_t)4) /* uses of a hash that are looked at without a branch */

struct needle {
    logdoc_str text;
    uint32_t anchor; /* offset in the text */
    uint32_t next;   /* id + 1 of the next of its chain; 0: none */
};

/* A gram that says where a literal may be. `head`: up to eight bytes from its anchor on
 * as str_word() has them, the others masked away. */
struct gram_use {
    uint64_t head, mask;
    uint32_t gram;
    uint32_t id : 30;
    uint32_t shift : 2; /* the gram's place, from one before the anchor */
};

struct needles {
    gram_filter near; /* the grams at anchors, and one place before and behind them */
    gram_filter_list *list_passing;
    uint32_t begin[HASHES + 1]; /* of the uses of a gram's hash, in `sorted` */
    struct gram_use *sorted;    /* by hash */
    VEC(struct gram_use) uses;  /* the same while they are collected */
    VEC(struct needle) items;   /* by id */
    uint32_t first[HASHES];     /* of the literals' chains: id + 1; 0: none */
    bool finished, has_tiny;    /* literals of three bytes */
};

static uint32_t hash(uint32_t bytes)
{
    return (bytes * UINT32_C(0x9E3779B1)) >> (32 - HASH_BITS);
}

static uint32_t hash_at(const char *at)
{
    const unsigned char *byte = (const unsigned char *)at;
    return hash((uint32_t)byte[0] | (uint32_t)byte[1] << 8 | (uint32_t)byte[2] << 16);
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
    vec_release(&needles->items);
    vec_release(&needles->uses);
    free(needles->sorted);
    free(needles);
}

/* Many begin alike, and some end alike. */
static uint32_t chain_of(logdoc_str literal)
{
    const char *end = literal.at + literal.len - LEAST;
    return (hash_at(literal.at) + 3 * hash_at(end) + (uint32_t)literal.len) % HASHES;
}

/* Where the id of a literal is, or would be entered: at the end of its chain. */
static uint32_t *find_link(struct needles *needles, logdoc_str literal)
{
    uint32_t *link = &needles->first[chain_of(literal)];
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
    *vec_push(&needles->items) = (struct needle){ .text = literal };
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
    uint32_t counts[HASHES]; /* three bytes of the literals, by hash */
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

static uint32_t read_gram(const char *at)
{
    uint32_t gram;
    memcpy(&gram, at, sizeof(gram));
    return gram;
}

/* Tens of thousands of grams may stand where a literal of three bytes is: they only let
 * the filter pass. */
static bool is_tiny(const struct needle *needle)
{
    return needle->text.len == LEAST;
}

/* Notes a gram, with any byte where the literal has none; `known`: how many bytes of it
 * are filled in. */
static void note_gram(struct needles *needles, const struct gram_use *use,
                      char gram[GRAM], size_t known)
{
    const struct needle *needle = &needles->items.items[use->id];
    if (known == GRAM) {
        gram_filter_set(needles->near, gram);
        if (!is_tiny(needle)) {
            struct gram_use *noted = vec_push(&needles->uses);
            *noted = *use;
            noted->gram = read_gram(gram);
        }
        return;
    }
    size_t at = needle->anchor + use->shift + known; /* and one */
    if (at > 0 && at <= needle->text.len) {
        gram[known] = needle->text.at[at - 1];
        note_gram(needles, use, gram, known + 1);
        return;
    }
    for (unsigned byte = 0; byte < 256; byte++) {
        gram[known] = (char)byte;
        note_gram(needles, use, gram, known + 1);
    }
}

static void note_needle(struct needles *needles, const struct rarity *rarity, size_t id)
{
    struct needle *needle = &needles->items.items[id];
    char gram[GRAM];
    needle->anchor = rarest_anchor(rarity, needle->text);
    logdoc_str rest = str_from_offset(needle->text, needle->anchor);
    struct gram_use use = { .head = head_of(rest),
                            .mask = mask_of(rest.len),
                            .id = id & MOST_ID };
    needles->has_tiny |= is_tiny(needle);
    for (use.shift = 0; use.shift < GRAM_STRIDE; use.shift++)
        note_gram(needles, &use, gram, 0);
}

/* Counts become ends, which go down to the beginnings as the places are filled. */
static void sort_uses(struct needles *needles)
{
    size_t count = needles->uses.count;
    memset(needles->begin, 0, sizeof(needles->begin));
    for (size_t i = 0; i < count; i++)
        needles->begin[hash(needles->uses.items[i].gram)]++;
    for (size_t i = 1; i <= HASHES; i++)
        needles->begin[i] += needles->begin[i - 1];
    free(needles->sorted);
    needles->sorted = mem_zeroed(count + TOGETHER, sizeof(*needles->sorted));
    for (size_t i = count; i-- > 0;) {
        const struct gram_use *use = &needles->uses.items[i];
        needles->sorted[--needles->begin[hash(use->gram)]] = *use;
    }
    vec_release(&needles->uses);
}

void needles_finish(struct needles *needles)
{
    if (needles->finished)
        return;
    needles->finished = true;
    struct rarity *rarity = rarity_new(needles);
    memset(needles->near, 0, sizeof(needles->near));
    for (size_t id = 0; id < needles->items.count; id++)
        note_needle(needles, rarity, id);
    sort_uses(needles);
    free(rarity);
}

/* Whom a scan tells of what. */
struct telling {
    needles_text *text_at;
    needles_found *found;
    void *user;
};

/* Tells of the literal if it is in the text of `place`, which is not before its anchor.
 */
static void tell_of(const struct needles *needles, uint32_t id, logdoc_str bytes,
                    size_t anchor, size_t place, const struct telling *telling)
{
    const struct needle *needle = &needles->items.items[id];
    logdoc_str text = telling->text_at(telling->user, place);
    size_t begin = (size_t)(text.at - bytes.at) + needle->anchor;
    if (anchor < begin || anchor - begin + needle->text.len > text.len)
        return;
    size_t offset = anchor - begin;
    if (memcmp(text.at + offset, needle->text.at, needle->text.len) == 0)
        telling->found(telling->user, id, offset);
}

/* Tells of the literals of three bytes about a place, from `from` on. */
static void tell_tiny(const struct needles *needles, logdoc_str bytes, size_t from,
                      size_t place, const struct telling *telling)
{
    for (size_t at = from; at <= place + 1 && at + LEAST <= bytes.len; at++) {
        uint32_t next = needles->first[chain_of((logdoc_str){ bytes.at + at, LEAST })];
        for (; next; next = needles->items.items[next - 1].next)
            if (is_tiny(&needles->items.items[next - 1]))
                tell_of(needles, next - 1, bytes, at, place + 1, telling);
    }
}

/* Eight bytes from where the anchor would be, for each shift of a gram at a place. */
struct heads {
    uint64_t words[GRAM_STRIDE];
};

/* Of a place that is not at an end of the bytes. */
static inline struct heads read_heads(const char *place)
{
    return (
        struct heads){ { str_word(place + 1), str_word(place), str_word(place - 1) } };
}

static inline bool has_head(const struct gram_use *use, const struct heads *heads)
{
    return ((heads->words[use->shift] ^ use->head) & use->mask) == 0;
}

static inline bool is_at_end(logdoc_str bytes, size_t place)
{
    return place == 0 || place + 1 + sizeof(uint64_t) > bytes.len;
}

/* Is a literal's head about a place that passed? May say yes for no. */
static inline bool is_near_head(const struct needles *needles, logdoc_str bytes,
                                size_t place)
{
    const char *here = bytes.at + place;
    uint32_t bucket = hash(read_gram(here));
    uint32_t begin = needles->begin[bucket], count = needles->begin[bucket + 1] - begin;
    if (is_at_end(bytes, place) || needles->has_tiny)
        return true;
    struct heads heads = read_heads(here);
    bool near = count > TOGETHER;
    for (uint32_t i = 0; i < TOGETHER; i++)
        near |= (i < count) & has_head(&needles->sorted[begin + i], &heads);
    return near;
}

/* Tells of the literals that have the gram at a place at, before or behind their anchors.
 */
static void tell_near(const struct needles *needles, logdoc_str bytes, size_t place,
                      const struct telling *telling)
{
    uint32_t gram = read_gram(bytes.at + place), bucket = hash(gram);
    struct heads heads = read_heads(bytes.at + place);
    for (uint32_t i = needles->begin[bucket]; i < needles->begin[bucket + 1]; i++) {
        const struct gram_use *use = &needles->sorted[i];
        if (use->gram == gram && has_head(use, &heads))
            tell_of(needles, use->id, bytes, place + 1 - use->shift, place + 1, telling);
    }
}

/* The same at the ends of the bytes, of those whose anchors are at `least` or behind it;
 * bytes that are not there are zeros. */
static void tell_at_end(const struct needles *needles, logdoc_str bytes, size_t place,
                        size_t least, const struct telling *telling)
{
    char gram[GRAM] = { 0 };
    memcpy(gram, bytes.at + place, bytes.len - place < GRAM ? bytes.len - place : GRAM);
    uint32_t bucket = hash(read_gram(gram));
    for (uint32_t i = needles->begin[bucket]; i < needles->begin[bucket + 1]; i++) {
        const struct gram_use *use = &needles->sorted[i];
        size_t anchor = place + 1 - use->shift;
        if (use->gram == read_gram(gram) && anchor < bytes.len && anchor >= least)
            tell_of(needles, use->id, bytes, anchor, place + 1, telling);
    }
}

/* The places of a batch, of which `passing` are listed. */
static void tell_batch(const struct needles *needles, logdoc_str bytes, size_t from,
                       uint32_t *list, size_t passing, const struct telling *telling)
{
    size_t near = 0;
    for (size_t i = 0; i < passing; i++) {
        list[near] = list[i];
        near += is_near_head(needles, bytes, from + list[i]);
    }
    for (size_t i = 0; i < near; i++) {
        size_t place = from + list[i];
        if (is_at_end(bytes, place))
            tell_at_end(needles, bytes, place, 0, telling);
        else
            tell_near(needles, bytes, place, telling);
        if (needles->has_tiny)
            tell_tiny(needles, bytes, place > 0 ? place - 1 : 0, place, telling);
    }
}

/* Every anchor of a text is at a place that is asked of, or before or behind it. */
static void scan(const struct needles *needles, logdoc_str bytes,
                 const struct telling *telling)
{
    uint32_t list[GRAM_BATCH + GRAM_SPARE];
    size_t from = 0, last = bytes.len < GRAM ? 0 : bytes.len - GRAM;
    while (from < last) {
        size_t count = last - from;
        if (count > GRAM_BATCH * GRAM_STRIDE)
            count = GRAM_BATCH * GRAM_STRIDE;
        size_t passing =
            needles->list_passing(needles->near, bytes.at + from, count, list);
        tell_batch(needles, bytes, from, list, passing, telling);
        from += (count + GRAM_STRIDE - 1) / GRAM_STRIDE * GRAM_STRIDE;
    }
    if (bytes.len < LEAST)
        return;
    tell_at_end(needles, bytes, last, from > 0 ? from - 1 : 0, telling);
    if (needles->has_tiny)
        tell_tiny(needles, bytes, from > 0 ? from - 1 : 0, last, telling);
}

/* A text alone. */
struct single {
    logdoc_str text;
    needles_found *found;
    void *user;
};

static logdoc_str text_of(void *user, size_t offset)
{
    const struct single *single = user;
    (void)offset;
    return single->text;
}

static void found_in(void *user, uint32_t id, size_t offset)
{
    const struct single *single = user;
    single->found(single->user, id, offset);
}

void needles_scan(const struct needles *needles, logdoc_str text, needles_found *found,
                  void *user)
{
    struct single single = { text, found, user };
    scan(needles, text, &(struct telling){ text_of, found_in, &single });
}

void needles_scan_texts(const struct needles *needles, logdoc_str bytes,
                        needles_text *text_at, needles_found *found, void *user)
{
    scan(needles, bytes, &(struct telling){ text_at, found, user });
}
