/* SPDX-License-Identifier: MIT
 * Every way to ask the filter, held to its definition. */
#include "gram_filter.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#define MOST (GRAM_BATCH * GRAM_STRIDE)

static gram_filter filter;

static uint32_t draw(uint32_t *state)
{
    *state = *state * 1664525U + 1013904223U;
    return *state >> 16;
}

static void expect_list(const struct gram_filter_way *way, const char *at, size_t count)
{
    uint32_t list[GRAM_BATCH + GRAM_SPARE];
    size_t passing = way->list(filter, at, count, list), next = 0;
    for (size_t place = 0; place < count; place += GRAM_STRIDE) {
        if (!gram_filter_passes(filter, at + place))
            continue;
        cr_assert_lt(next, passing, "%s: %zu of %zu", way->name, place, count);
        cr_assert_eq(list[next++], place, "%s: %zu of %zu", way->name, place, count);
    }
    cr_assert_eq(next, passing, "%s: of %zu", way->name, count);
}

/* The text is followed by three bytes, and they by nothing. */
Test(gram_filter, every_way_lists_what_passes)
{
    uint32_t state = 3;
    for (size_t round = 0; round < 20; round++)
        for (size_t count = 0; count <= MOST; count += 1 + count / 200) {
            char *text = malloc(count + GRAM - 1);
            for (size_t i = 0; i < count + GRAM - 1; i++)
                text[i] = (char)draw(&state);
            for (size_t i = 0; i < count; i += 1 + draw(&state) % (2 * round + 1))
                gram_filter_set(filter, text + i);
            for (const struct gram_filter_way *way = gram_filter_ways; way->name; way++)
                if (way->is_available())
                    expect_list(way, text, count);
            memset(filter, 0, sizeof(filter));
            free(text);
        }
}
