/* SPDX-License-Identifier: MIT
 * The scan for literals, held to a search that cannot be wrong. */
#include "needles.h"
#include "str.h"
#include "strbuf.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#define MOST_HITS 4000

struct hit {
    size_t offset;
    uint32_t id;
};

struct hits {
    struct hit items[MOST_HITS];
    size_t count;
};

static void add_hit(void *user, uint32_t id, size_t offset)
{
    struct hits *hits = user;
    cr_assert_lt(hits->count, sizeof(hits->items) / sizeof(hits->items[0]));
    hits->items[hits->count++] = (struct hit){ offset, id };
}

static int by_place(const void *left, const void *right)
{
    const struct hit *a = left, *b = right;
    if (a->offset != b->offset)
        return a->offset < b->offset ? -1 : 1;
    return a->id < b->id ? -1 : a->id > b->id;
}

static void print_hit(struct strbuf *out, size_t offset, uint32_t id)
{
    strbuf_add_format(out, "%zu:%u ", offset, id);
}

static void scan_sorted(const struct needles *needles, logdoc_str text,
                        struct strbuf *out)
{
    static struct hits hits;
    hits.count = 0;
    needles_scan(needles, text, add_hit, &hits);
    qsort(hits.items, hits.count, sizeof(hits.items[0]), by_place);
    for (size_t i = 0; i < hits.count; i++)
        print_hit(out, hits.items[i].offset, hits.items[i].id);
}

/* Position by position, needle by needle. */
static void search_naively(struct strbuf *out, logdoc_str text, const logdoc_str *needles,
                           size_t count)
{
    for (size_t i = 0; i < text.len; i++)
        for (size_t k = 0; k < count; k++)
            if (str_starts(str_from_offset(text, i), needles[k]))
                print_hit(out, i, (uint32_t)k);
}

/* Arrays, not pointers: Criterion passes parameters to another process. */
struct fixed_case {
    char needles[60]; /* separated by '|' */
    char text[60];
    char wanted[60]; /* offset:id */
};

static struct fixed_case fixed_cases[] = {
    { "Error", "", "" },
    { "Error", "Er", "" },
    { "Error", "Error", "0:0 " },
    { "Error", "error", "" },
    { "Error", "an Error: Error", "3:0 10:0 " },
    { "Error", "an Erro", "" },
    { "abc", "abc", "0:0 " },
    { "abc", "xabc", "1:0 " },
    { "abc", "ab", "" },
    { "abc|abcd", "abcd abc", "0:0 0:1 5:0 " },
    { "abcd|abc", "abcd abc", "0:0 0:1 5:1 " },
    { "aaa", "aaaaa", "0:0 1:0 2:0 " },
    { "abc|bcd|cde", "abcde", "0:0 1:1 2:2 " },
    { "abc|abc|xyz", "xyzabc", "0:1 3:0 " },
    { "\xC3\xA9t\xC3\xA9", "l'\xC3\xA9t\xC3\xA9", "2:0 " },
};

ParameterizedTestParameters(needles, fixed)
{
    return cr_make_param_array(struct fixed_case, fixed_cases,
                               sizeof(fixed_cases) / sizeof(fixed_cases[0]));
}

ParameterizedTest(struct fixed_case *row, needles, fixed)
{
    struct needles *needles = needles_new();
    logdoc_str rest = str_from(row->needles);
    struct strbuf got;

    strbuf_init(&got, 1000);
    while (rest.len > 0)
        needles_add(needles, str_cut(&rest, '|'));
    needles_finish(needles);
    scan_sorted(needles, str_from(row->text), &got);
    cr_expect_str_eq(got.at, row->wanted, "%s in %s: %s", row->needles, row->text,
                     got.at);
    strbuf_release(&got);
    needles_free(needles);
}

Test(needles, equal_literals_are_one)
{
    struct needles *needles = needles_new();
    cr_expect_eq(needles_add(needles, STR("abc")), 0);
    cr_expect_eq(needles_add(needles, STR("abcd")), 1);
    cr_expect_eq(needles_add(needles, STR("abc")), 0);
    cr_expect_eq(needles_count(needles), 2);
    needles_free(needles);
    needles_free(NULL);
}

Test(needles, nothing_to_look_for)
{
    struct strbuf got;
    struct needles *needles = needles_new();
    strbuf_init(&got, 100);
    scan_sorted(needles, STR("some text"), &got);
    needles_finish(needles);
    scan_sorted(needles, STR("some text"), &got);
    scan_sorted(needles, (logdoc_str){ NULL, 0 }, &got);
    cr_expect_eq(got.len, 0);
    strbuf_release(&got);
    needles_free(needles);
}

/* A generator that is the same everywhere. */
static uint32_t next_random(uint32_t *state)
{
    *state = *state * UINT32_C(1664525) + UINT32_C(1013904223);
    return *state >> 8;
}

static void fill(char *at, size_t len, unsigned letters, uint32_t *state)
{
    for (size_t i = 0; i < len; i++) {
        uint32_t number = next_random(state);
        at[i] = (char)(letters == 256 ? number & 0xFF : 'a' + number % letters);
    }
}

struct random_case {
    unsigned letters; /* few letters: many hits and near misses */
    unsigned needles, longest;
    uint32_t seed;
};

static struct random_case random_cases[] = {
    { 2, 5, 6, 1 },    { 2, 60, 12, 2 },  { 3, 40, 5, 3 },   { 4, 200, 8, 4 },
    { 8, 600, 6, 5 },  { 26, 600, 4, 6 }, { 26, 600, 3, 7 }, { 256, 600, 3, 8 },
    { 256, 64, 4, 9 }, { 1, 8, 12, 10 },
};

ParameterizedTestParameters(needles, random)
{
    return cr_make_param_array(struct random_case, random_cases,
                               sizeof(random_cases) / sizeof(random_cases[0]));
}

#define RANDOM_NEEDLES 600
#define RANDOM_TEXT 3000

/* `distinct` gets the literals in order of their ids. */
static size_t add_random(struct needles *needles, const struct random_case *row,
                         char (*store)[16], logdoc_str *distinct, uint32_t *state)
{
    for (unsigned i = 0; i < row->needles; i++) {
        size_t len = 3 + next_random(state) % (row->longest - 2);
        fill(store[i], len, row->letters, state);
        logdoc_str needle = { store[i], len };
        distinct[needles_add(needles, needle)] = needle;
    }
    return needles_count(needles);
}

ParameterizedTest(struct random_case *row, needles, random)
{
    static char store[RANDOM_NEEDLES][16], text[RANDOM_TEXT];
    static logdoc_str distinct[RANDOM_NEEDLES];
    uint32_t state = row->seed;
    struct needles *needles = needles_new();
    size_t count = add_random(needles, row, store, distinct, &state);
    needles_finish(needles);
    fill(text, sizeof(text), row->letters, &state);

    for (size_t begin = 0; begin < sizeof(text); begin += 100 + begin % 7) {
        struct strbuf got, wanted;
        size_t left = sizeof(text) - begin;
        logdoc_str part = { text + begin, left < 100 ? left : 100 };
        strbuf_init(&got, 1000000);
        strbuf_init(&wanted, 1000000);
        scan_sorted(needles, part, &got);
        search_naively(&wanted, part, distinct, count);
        cr_expect_str_eq(got.at, wanted.at, "seed %u, from %zu", row->seed, begin);
        strbuf_release(&got);
        strbuf_release(&wanted);
    }
    needles_free(needles);
}

#define MOST_TEXTS 1000

/* Texts that lie in one stretch of bytes, with gaps between some of them. */
struct texts {
    const char *bytes;
    logdoc_str items[MOST_TEXTS];
    struct hits hits[MOST_TEXTS];
    size_t count, at;
};

static logdoc_str text_at(void *user, size_t offset)
{
    struct texts *texts = user;
    cr_assert_leq((size_t)(texts->items[texts->at].at - texts->bytes),
                  texts->at ? offset : SIZE_MAX);
    while (texts->at + 1 < texts->count &&
           (size_t)(texts->items[texts->at + 1].at - texts->bytes) <= offset)
        texts->at++;
    return texts->items[texts->at];
}

static void add_to_text(void *user, uint32_t id, size_t offset)
{
    struct texts *texts = user;
    add_hit(&texts->hits[texts->at], id, offset);
}

static void print_sorted(struct strbuf *out, struct hits *hits)
{
    qsort(hits->items, hits->count, sizeof(hits->items[0]), by_place);
    for (size_t i = 0; i < hits->count; i++)
        print_hit(out, hits->items[i].offset, hits->items[i].id);
}

static void cut_texts(struct texts *texts, const char *bytes, size_t len, uint32_t *state)
{
    texts->bytes = bytes;
    texts->count = texts->at = 0;
    for (size_t at = 0; at < len && texts->count < MOST_TEXTS; texts->count++) {
        size_t most = 1 + next_random(state) % 30, gap = next_random(state) % 3;
        size_t text_len = most < len - at ? most : len - at;
        texts->items[texts->count] = (logdoc_str){ bytes + at, text_len };
        texts->hits[texts->count].count = 0;
        at += text_len + gap;
    }
}

ParameterizedTestParameters(needles, texts)
{
    return cr_make_param_array(struct random_case, random_cases,
                               sizeof(random_cases) / sizeof(random_cases[0]));
}

/* What is found in many texts is what is found in each alone. */
ParameterizedTest(struct random_case *row, needles, texts)
{
    static char store[RANDOM_NEEDLES][16], text[RANDOM_TEXT];
    static logdoc_str distinct[RANDOM_NEEDLES];
    static struct texts texts;
    uint32_t state = row->seed + 100;
    struct needles *needles = needles_new();
    size_t count = add_random(needles, row, store, distinct, &state);
    needles_finish(needles);
    fill(text, sizeof(text), row->letters, &state);
    for (size_t round = 0; round < 20; round++) {
        struct strbuf got, wanted;
        size_t len = round ? sizeof(text) - round * 7 : 3;
        cut_texts(&texts, text, len, &state);
        needles_scan_texts(needles, (logdoc_str){ text, len }, text_at, add_to_text,
                           &texts);
        strbuf_init(&got, 4000000);
        strbuf_init(&wanted, 4000000);
        for (size_t i = 0; i < texts.count; i++) {
            strbuf_add_format(&got, "\n%zu ", i);
            strbuf_add_format(&wanted, "\n%zu ", i);
            print_sorted(&got, &texts.hits[i]);
            search_naively(&wanted, texts.items[i], distinct, count);
        }
        cr_assert_str_eq(got.at, wanted.at, "seed %u, round %zu", row->seed, round);
        strbuf_release(&got);
        strbuf_release(&wanted);
    }
    needles_free(needles);
}
