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
    given[given_count++] = (struct arrival){ entry->time, entry->line };
}

static bool passes;
static size_t asked;

static bool pass(void *user)
{
    (void)user;
    asked++;
    return passes;
}

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
                           .scope = SCOPE_APP,
                           .calls = number % 3 ? CALLS_UNKNOWN : CALLS_NOTHING };
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
    sorter_init(&sorter, note, pass, NULL);
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
    sorter_init(&sorter, note, pass, NULL);
    for (size_t i = 0; i < 100; i++)
        add(&sorter, &(struct arrival){ 1000 - (logdoc_time)(i / 2), i + 1 }, true);
    sorter_flush(&sorter);
    cr_assert_eq(given_count, 100);
    for (size_t i = 0; i < 100; i++)
        cr_expect_eq(given[i].line, 100 - i);
    sorter_release(&sorter);
}

Test(sorter, passes_over_what_calls_for_nothing)
{
    struct sorter sorter;
    passes = true;
    sorter_init(&sorter, note, pass, NULL);
    for (size_t i = 0; i < MOST; i++)
        add(&sorter, &(struct arrival){ (logdoc_time)i, i + 1 }, true);
    sorter_flush(&sorter);
    cr_expect_eq(asked, MOST / 3);
    cr_expect_eq(given_count, MOST - MOST / 3);
    for (size_t i = 0; i < given_count; i++)
        cr_assert_neq(given[i].line % 3, 0);
    sorter_release(&sorter);
}
