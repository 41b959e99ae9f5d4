/* SPDX-License-Identifier: MIT
 * What is counted of requests, held to exact counts. */
#include "histogram.h"
#include "str.h"
#include "timeline.h"
#include "traffic.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdlib.h>

#define MOST 5000

static int by_value(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return a < b ? -1 : a > b;
}

static uint32_t draw(uint32_t *state)
{
    *state = *state * 1664525U + 1013904223U;
    return *state;
}

static void check_percentiles(uint32_t *values, size_t count, unsigned narrow)
{
    static struct histogram histogram, half;
    histogram = half = (struct histogram){ .max = 0 };
    uint32_t state = (uint32_t)count * 7 + narrow;
    for (size_t i = 0; i < count; i++) {
        values[i] = draw(&state) >> narrow;
        histogram_add(i % 2 ? &histogram : &half, values[i]);
    }
    histogram_merge(&histogram, &half);
    qsort(values, count, sizeof(*values), by_value);
    for (unsigned percent = 1; percent <= 100; percent++) {
        uint32_t exact = values[(count * percent + 99) / 100 - 1];
        uint32_t got = histogram_percentile(&histogram, percent);
        cr_assert(got >= exact && got - exact <= exact / 64, "p%u of %zu: %u, not %u",
                  percent, count, got, exact);
    }
    cr_expect_eq(histogram.max, values[count - 1]);
}

Test(traffic, percentiles_are_near_the_exact_ones)
{
    static uint32_t values[MOST];
    for (unsigned narrow = 0; narrow < 32; narrow += 3)
        for (size_t count = 1; count <= MOST; count = count * 3 + 1)
            check_percentiles(values, count, narrow);
}

Test(traffic, nothing_has_percentile_nothing)
{
    static const struct histogram empty = { .max = 0 };
    cr_expect_eq(histogram_percentile(&empty, 50), 0);
}

struct path_case {
    char path[40], wanted[40];
};

static struct path_case path_cases[] = {
    { "/", "/" },
    { "/orders/17?page=2", "/orders/*" },
    { "/api/v2/users/9f3/edit", "/api/v2/users/*/edit" },
    { "/static/app.9f3.js", "/static/*" },
    { "?x=1", "" },
    { "//a//", "//a//" },
};

ParameterizedTestParameters(traffic, paths)
{
    return cr_make_param_array(struct path_case, path_cases,
                               sizeof(path_cases) / sizeof(path_cases[0]));
}

ParameterizedTest(struct path_case *row, traffic, paths)
{
    char out[TRAFFIC_PATH_CAP];
    logdoc_str got = { out, traffic_path(str_from(row->path), out) };
    cr_expect(str_equal(got, str_from(row->wanted)), "%s: %.*s", row->path, (int)got.len,
              got.at);
}

#define PATHS 20000

#define PATH_KEY "h="
#define LONGEST 150

/* Few characters: paths that differ in a digit, have a version or a query, are cut. */
static size_t draw_path(uint32_t *state, char out[LONGEST])
{
    static const char characters[] = "//aabv0129.?-";
    size_t most = draw(state) >> 28 ? 24 : LONGEST;
    size_t len = 1 + (draw(state) >> 16) % most;
    out[0] = draw(state) >> 28 ? '/' : '?';
    for (size_t i = 1; i < len; i++)
        out[i] = characters[(draw(state) >> 16) % (sizeof(characters) - 1)];
    return len;
}

/* Paths that a way takes for one have one name; with other digits, or another query, a
 * path is the same. */
static void check_way(const struct path_memo_way *way)
{
    static struct path_memo memo;
    uint32_t state = 5;
    char line[sizeof(PATH_KEY) + LONGEST + REQUEST_PATH_ROOM] = PATH_KEY;
    char *path = line + sizeof(PATH_KEY) - 1, name[TRAFFIC_PATH_CAP];
    static char names[1 << PATH_MEMO_BITS][TRAFFIC_PATH_CAP];
    size_t found = 0;
    memset(&memo, 0, sizeof(memo));
    for (size_t i = 0; i < PATHS; i++) {
        logdoc_str drawn = { path, draw_path(&state, path) % PATH_MEMO_LONGEST + 1 };
        path[0] = '/';
        struct path_slot *slot = way->find(&memo, drawn);
        size_t len = traffic_path(drawn, name), number = (size_t)(slot - memo.slots);
        logdoc_str known = { names[number], strlen(names[number]) };
        cr_assert(!slot->count || str_equal(known, (logdoc_str){ name, len }), "%s: %.*s",
                  way->name, (int)drawn.len, path);
        found += slot->count != NULL;
        memcpy(names[number], name, len);
        names[number][len] = '\0';
        slot->count = (struct traffic_count *)&memo;
        for (size_t k = 2; k < drawn.len && path[k] != '?'; k++)
            if (path[k] >= '0' && path[k] <= '9' && path[k - 1] != 'v' &&
                path[k - 2] != 'v')
                path[k] = '7';
        cr_assert_eq(way->find(&memo, drawn), slot);
        cr_assert(slot->count, "%s: %.*s", way->name, (int)drawn.len, path);
    }
    cr_expect_gt(found, PATHS / 20, "%zu", found);
}

Test(traffic, every_way_knows_a_path_again)
{
    for (const struct path_memo_way *way = path_memo_ways; way->name; way++)
        if (way->is_available())
            check_way(way);
}

static uint64_t requests_of(const struct traffic *traffic, logdoc_str name)
{
    const struct traffic_count *count = hashmap_find(&traffic->paths.by_name, name);
    return count ? count->requests.requests : 0;
}

/* Short paths are looked up as they come: the counts are those of the rewritten ones. */
Test(traffic, every_path_counts_under_its_name)
{
    struct traffic traffic;
    uint32_t state = 9;
    char line[sizeof(PATH_KEY) + LONGEST + REQUEST_PATH_ROOM] = PATH_KEY,
                                           name[TRAFFIC_PATH_CAP];
    char *path = line + sizeof(PATH_KEY) - 1;
    traffic_init(&traffic);
    for (size_t i = 0; i < PATHS; i++) {
        /* Each comes again soon. */
        uint32_t again = state;
        size_t times = 1 + (draw(&state) >> 30);
        for (size_t k = 0; k < times; k++) {
            state = again;
            logdoc_str drawn = { path, draw_path(&state, path) };
            logdoc_str wanted = { name, traffic_path(drawn, name) };
            uint64_t before = requests_of(&traffic, wanted), more = traffic.paths.more;
            struct request request = { .path = drawn, .time = 1, .roomy = state & 8 };
            traffic_add(&traffic, &request, 1);
            bool counted = requests_of(&traffic, wanted) == before + 1;
            cr_assert(counted || (before == 0 && traffic.paths.more == more + 1), "%.*s",
                      (int)drawn.len, drawn.at);
        }
    }
    cr_expect_eq(traffic.paths.by_name.count, TRAFFIC_NAMES);
    traffic_release(&traffic);
}

static uint64_t count_all(const struct timeline *timeline)
{
    uint64_t requests = 0;
    for (size_t i = 0; i < timeline->used; i++)
        requests += timeline->slots[i].requests;
    return requests;
}

/* Also after a request of the first minute that there is. */
Test(traffic, timeline_counts_no_request_without_a_time)
{
    struct timeline timeline = { .used = 0 };
    timeline_add(&timeline, 0, true);
    cr_expect_eq(timeline.used, 0);
    timeline_add(&timeline, 30 * LOGDOC_SECOND, false);
    timeline_add(&timeline, 0, true);
    cr_expect_eq(count_all(&timeline), 1);
    cr_expect_eq(timeline.slots[0].errors, 0);
}

/* Forwards and backwards, near and far: the same slots, and none is lost. */
Test(traffic, timeline_does_not_mind_the_order)
{
    struct timeline up = { .used = 0 }, down = { .used = 0 };
    for (int64_t i = 0; i < 3000; i++) {
        timeline_add(&up, (1000 + i * i % 7919) * LOGDOC_SECOND * 60, i % 3 == 0);
        int64_t k = 2999 - i;
        timeline_add(&down, (1000 + k * k % 7919) * LOGDOC_SECOND * 60, k % 3 == 0);
    }
    cr_expect_eq(count_all(&up), 3000);
    cr_expect_eq(up.width, down.width);
    cr_expect_eq(up.first, down.first);
    cr_expect_eq(up.used, down.used);
    cr_expect_arr_eq(up.slots, down.slots, sizeof(up.slots));
}
