/* SPDX-License-Identifier: MIT
 * The order of time, held to a stable sort of all entries; their texts come out whole. */
#include "sorter.h"
#include "str.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdio.h>
#include <stdlib.h>

#define MOST 20000

struct arrival {
    logdoc_time time;
    uint64_t line; /* in order of arrival */
};

static struct arrival arrivals[MOST], given[MOST];
static size_t given_count;

static uint64_t draw(uint64_t *state, uint64_t below)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state % below;
}

static int by_time(const void *left, const void *right)
{
    const struct arrival *a = left, *b = right;
    if (a->time != b->time)
        return a->time < b->time ? -1 : 1;
    return a->line < b->line ? -1 : a->line > b->line;
}

static bool passes;
static size_t asked;

static bool pass(void *user, size_t count)
{
    (void)user;
    asked += count;
    return passes;
}

/* Up to four hits, of those that call rules. */
static size_t hits_of(uint64_t line)
{
    return line % 3 ? line % 5 : 0;
}

static void check_hits(const struct entry *entry)
{
    cr_assert_eq(entry->hit_count, hits_of(entry->line));
    for (size_t i = 0; i < entry->hit_count; i++)
        cr_assert_eq(entry->hits[i].needle, (uint32_t)(entry->line * 7 + i));
}

static void note(void *user, const struct entry *entry)
{
    char wanted[64];
    (void)user;
    (void)snprintf(wanted, sizeof(wanted), "message %llu",
                   (unsigned long long)entry->line);
    cr_assert(str_equal(entry->message, str_from(wanted)), "%s: %.*s", wanted,
              (int)entry->message.len, entry->message.at);
    cr_assert(str_equal(entry->source, STR("app")));
    (void)snprintf(wanted, sizeof(wanted), "web.%llu",
                   (unsigned long long)entry->line % 9);
    cr_assert(str_equal(entry->process, str_from(wanted)));
    cr_assert_eq(entry->input, 7);
    cr_assert_eq(entry->scope, SCOPE_APP);
    check_hits(entry);
    given[given_count++] = (struct arrival){ entry->time, entry->line };
}

/* Every third calls nobody. */
static void note_calls(void *user, struct packed_entries *entries, size_t from)
{
    (void)user;
    for (size_t i = from; i < entries->list.count; i++) {
        struct packed_entry *entry = &entries->list.items[i];
        cr_assert_eq(entry->calls, CALLS_UNKNOWN);
        entry->calls = entry->line % 3 ? CALLS_RULES : CALLS_NOBODY;
        for (size_t k = 0; k < hits_of(entry->line); k++)
            *vec_push(&entries->hits) =
                (struct entry_hit){ (uint32_t)i, (uint32_t)(entry->line * 7 + k) };
    }
}

static const struct sorter_taker taker = { note, pass, note_calls, NULL };

/* The texts are parts of a line, or each comes from elsewhere. */
static void add(struct sorter *sorter, const struct arrival *arrival, bool together)
{
    char line[100], process[20], message[40];
    unsigned long long number = arrival->line;
    int process_len = snprintf(process, sizeof(process), "web.%llu", number % 9);
    int message_len = snprintf(message, sizeof(message), "message %llu", number);
    (void)snprintf(line, sizeof(line), "stamp app[%s]: %s", process, message);
    struct entry entry = { .source = STR("app"),
                           .process = { process, (size_t)process_len },
                           .message = { message, (size_t)message_len },
                           .time = arrival->time,
                           .line = arrival->line,
                           .input = 7,
                           .scope = SCOPE_APP };
    if (together) {
        entry.source.at = line + 6;
        entry.process.at = line + 10;
        entry.message.at = line + 10 + process_len + 3;
    }
    entry.raw = entry.message;
    sorter_add(sorter, &entry);
}

struct sorting {
    size_t count;
    uint64_t jitter; /* microseconds; an entry comes each */
    bool backwards;
};

static struct sorting sortings[] = {
    { 1, 1, false },       { 100, 1, false },      { 4095, 4000, false },
    { 4095, 3, true },     { 20000, 1, false },    { 20000, 2, false },
    { 20000, 500, false }, { 20000, 2000, false },
};

ParameterizedTestParameters(sorter, order)
{
    return cr_make_param_array(struct sorting, sortings,
                               sizeof(sortings) / sizeof(sortings[0]));
}

ParameterizedTest(struct sorting *row, sorter, order)
{
    struct sorter sorter;
    uint64_t state = row->count * 31 + row->jitter;
    sorter_init(&sorter, &taker);
    for (size_t i = 0; i < row->count; i++) {
        uint64_t step = row->backwards ? row->count - i : i;
        arrivals[i].line = i + 1;
        arrivals[i].time =
            1000000 +
            (logdoc_time)(row->backwards ? step : step + draw(&state, row->jitter));
        add(&sorter, &arrivals[i], draw(&state, 3) > 0);
    }
    sorter_flush(&sorter);
    qsort(arrivals, row->count, sizeof(arrivals[0]), by_time);
    cr_assert_eq(given_count, row->count);
    cr_expect_eq(asked, row->count / 3);
    for (size_t i = 0; i < row->count; i++) {
        cr_assert_eq(given[i].time, arrivals[i].time, "at %zu", i);
        cr_assert_eq(given[i].line, arrivals[i].line, "at %zu", i);
    }
    sorter_release(&sorter);
}

/* While an input runs backwards, equal times come out in the reverse of their arrival. */
Test(sorter, backwards_ties)
{
    struct sorter sorter;
    sorter_init(&sorter, &taker);
    for (size_t i = 0; i < 100; i++)
        add(&sorter, &(struct arrival){ 1000 - (logdoc_time)(i / 2), i + 1 }, true);
    sorter_flush(&sorter);
    cr_assert_eq(given_count, 100);
    for (size_t i = 0; i < 100; i++)
        cr_expect_eq(given[i].line, 100 - i);
    sorter_release(&sorter);
}

Test(sorter, passes_over_what_calls_nobody)
{
    struct sorter sorter;
    passes = true;
    sorter_init(&sorter, &taker);
    for (size_t i = 0; i < MOST; i++)
        add(&sorter, &(struct arrival){ (logdoc_time)i, i + 1 }, true);
    sorter_flush(&sorter);
    cr_expect_eq(asked, MOST / 3);
    cr_expect_eq(given_count, MOST - MOST / 3);
    for (size_t i = 0; i < given_count; i++)
        cr_assert_neq(given[i].line % 3, 0);
    sorter_release(&sorter);
}

/* The window, done as it is described: the older half of what is in it goes first. */
struct window {
    struct arrival items[SORTER_WINDOW];
    size_t count, rising, falling;
    logdoc_time newest;
};

static bool backwards;

static int by_turn(const void *left, const void *right)
{
    const struct arrival *a = left, *b = right;
    int order = by_time(left, right);
    return a->time == b->time && backwards ? -order : order;
}

static int by_line(const void *left, const void *right)
{
    const struct arrival *a = left, *b = right;
    return a->line < b->line ? -1 : a->line > b->line;
}

static size_t give_half(struct window *window, struct arrival *out, size_t half)
{
    backwards = window->falling > 3 && window->falling > window->rising * 8;
    qsort(window->items, window->count, sizeof(*out), by_turn);
    memcpy(out, window->items, half * sizeof(*out));
    window->count -= half;
    memmove(window->items, window->items + half, window->count * sizeof(*out));
    qsort(window->items, window->count, sizeof(*out), by_line);
    window->rising = (window->rising + 1) / 2;
    window->falling = (window->falling + 1) / 2;
    return half;
}

static size_t sort_naively(const struct arrival *in, size_t count, struct arrival *out)
{
    static struct window window;
    size_t done = 0;
    window = (struct window){ .count = 0 };
    for (size_t i = 0; i < count; i++) {
        window.rising += window.count > 0 && in[i].time > window.newest;
        window.falling += window.count > 0 && in[i].time < window.newest;
        window.newest = in[i].time;
        window.items[window.count++] = in[i];
        if (window.count == SORTER_WINDOW)
            done += give_half(&window, out + done, SORTER_WINDOW / 2);
    }
    return done + give_half(&window, out + done, window.count);
}

/* What logs do: forwards, backwards, two at once, all at one time, anyhow, a clock that
 * is wrong. */
static logdoc_time draw_time(uint64_t *state, unsigned kind, size_t i)
{
    switch (kind) {
    case 0:
        return 1000000 + (logdoc_time)(i / 3);
    case 1:
        return 1000000 - (logdoc_time)(i / 3);
    case 2:
        return 1000000 + (logdoc_time)(i % 2 ? i : i / 2);
    case 3:
        return 1000000;
    case 4:
        return 1 + (logdoc_time)draw(state, 2000000);
    default:
        return 1000000 + (logdoc_time)(i + (draw(state, 500) ? 0 : draw(state, 9000)));
    }
}

static void compare_with_window(uint64_t seed)
{
    static struct arrival wanted[MOST];
    uint64_t state = seed * 0x9E3779B97F4A7C15U + 1;
    unsigned kind = (unsigned)draw(&state, 6);
    struct sorter sorter;
    given_count = 0;
    sorter_init(&sorter, &taker);
    for (size_t i = 0; i < MOST; i++) {
        if (draw(&state, 5000) == 0)
            kind = (unsigned)draw(&state, 6);
        arrivals[i] = (struct arrival){ draw_time(&state, kind, i), i + 1 };
        add(&sorter, &arrivals[i], true);
    }
    sorter_flush(&sorter);
    cr_assert_eq(sort_naively(arrivals, MOST, wanted), MOST);
    cr_assert_eq(given_count, MOST);
    for (size_t i = 0; i < MOST; i++)
        cr_assert_eq(given[i].line, wanted[i].line, "seed %d, at %zu", (int)seed, i);
    sorter_release(&sorter);
}

Test(sorter, is_the_window_that_it_says)
{
    for (uint64_t seed = 1; seed <= 30; seed++)
        compare_with_window(seed);
}

/* In parts of any size it is the same as one by one. */
Test(sorter, takes_parts)
{
    static struct arrival one_by_one[MOST];
    struct sorter sorter;
    uint64_t state = 77;
    sorter_init(&sorter, &taker);
    for (size_t i = 0; i < MOST; i++) {
        arrivals[i] = (struct arrival){ draw_time(&state, 5, i), i + 1 };
        add(&sorter, &arrivals[i], true);
    }
    sorter_flush(&sorter);
    memcpy(one_by_one, given, sizeof(given));
    given_count = 0;
    for (size_t i = 0; i < MOST;) {
        struct sorter part;
        size_t end = i + 1 + draw(&state, 9000);
        sorter_init(&part, &taker);
        for (; i < end && i < MOST && part.stores[part.arriving].list.count < 4000; i++)
            add(&part, &arrivals[i], i % 5 > 0);
        struct packed_entries *added = &part.stores[part.arriving];
        note_calls(NULL, added, 0);
        sorter_add_packed(&sorter, added, 0, added->list.count);
        sorter_release(&part);
        if (i < MOST)
            add(&sorter, &arrivals[i], true);
        i += i < MOST;
    }
    sorter_flush(&sorter);
    cr_assert_eq(given_count, MOST);
    for (size_t i = 0; i < MOST; i++)
        cr_assert_eq(given[i].line, one_by_one[i].line, "at %zu", i);
    sorter_release(&sorter);
}
