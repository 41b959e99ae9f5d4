/* SPDX-License-Identifier: MIT
 * Starts, crashes and the trend of memory, from the platform's lines. */
#include "advisor.h"
#include "dyno_health.h"
#include "str.h"
#include "strbuf.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#define MINUTE (60 * LOGDOC_SECOND)
#define BEGIN (INT64_C(1700000000) * LOGDOC_SECOND)

struct followed {
    struct dyno_health health;
    struct arena arena;
};

static void note(struct followed *followed, const char *process, logdoc_time time,
                 const char *message)
{
    struct entry entry = { .scope = SCOPE_DYNO,
                           .time = time,
                           .process = str_from(process),
                           .message = str_from(message) };
    dyno_health_note(&followed->health, &entry);
}

static void note_memory(struct followed *followed, logdoc_time time, double megabytes)
{
    char message[200];
    (void)snprintf(message, sizeof(message),
                   "source=web.1 dyno=heroku.1.a sample#memory_total=%.2fMB "
                   "sample#memory_rss=1.00MB sample#memory_quota=512.00MB",
                   megabytes);
    note(followed, "web.1", time, message);
}

static void begin(struct followed *followed)
{
    dyno_health_init(&followed->health);
    arena_init(&followed->arena);
}

static const struct logdoc_dynos *report(struct followed *followed)
{
    const struct advisor advisor = { .app = "" };
    return dyno_health_report(&followed->health, &advisor, &followed->arena);
}

static void end(struct followed *followed)
{
    dyno_health_release(&followed->health);
    arena_release(&followed->arena);
}

struct trend_case {
    double first, an_hour, jitter; /* megabytes */
    int minutes;                   /* a sample each */
    int growth, r14_minutes;       /* wanted; 0: none */
};

static struct trend_case trend_cases[] = {
    { 300, 60, 0, 60, 60, 213 }, /* 512 after 212 minutes of the first sample */
    { 300, 60, 4, 60, 60, 213 }, /* the same with noise */
    { 300, 0, 20, 120, 0, 0 },   /* noise alone */
    { 300, -60, 0, 60, 0, 0 },   /* it falls */
    { 300, 60, 0, 9, 0, 0 },     /* too short to say */
    { 300, 5, 0, 120, 5, 0 },    /* not within the day that a dyno lives */
    { 520, 60, 0, 60, 60, 0 },   /* beyond the quota already */
    { 300, 0.5, 0, 120, 0, 0 },  /* nothing to speak of */
};

ParameterizedTestParameters(dyno_health, trend)
{
    return cr_make_param_array(struct trend_case, trend_cases,
                               sizeof(trend_cases) / sizeof(trend_cases[0]));
}

ParameterizedTest(struct trend_case *row, dyno_health, trend)
{
    struct followed followed;
    begin(&followed);
    for (int i = 0; i <= row->minutes; i++)
        note_memory(&followed, BEGIN + i * MINUTE,
                    row->first + row->an_hour * i / 60 + (i % 2 ? row->jitter : 0) -
                        row->jitter / 2);
    const struct logdoc_dynos *dynos = report(&followed);
    cr_assert_eq(dynos->count, 1);
    const struct logdoc_dyno *dyno = &dynos->list[0];
    cr_expect_eq(dyno->samples, (uint64_t)row->minutes + 1);
    cr_expect_float_eq(dyno->quota_mb, 512, 0.001);
    cr_expect_float_eq(dyno->growth_mb_per_hour, row->growth, 1);
    logdoc_time off = dyno->r14_expected - (BEGIN + (row->r14_minutes - 1) * MINUTE);
    if (row->r14_minutes)
        cr_expect(off > -5 * MINUTE && off < 5 * MINUTE, "off by %g minutes",
                  (double)off / MINUTE);
    else
        cr_expect_eq(dyno->r14_expected, 0);
    end(&followed);
}

Test(dyno_health, a_start_begins_anew)
{
    struct followed followed;
    begin(&followed);
    for (int i = 0; i < 60; i++)
        note_memory(&followed, BEGIN + i * MINUTE, 300 + i);
    note(&followed, "web.1", BEGIN + 60 * MINUTE, "State changed from up to crashed");
    note(&followed, "web.1", BEGIN + 61 * MINUTE,
         "State changed from crashed to starting");
    for (int i = 62; i < 70; i++)
        note_memory(&followed, BEGIN + i * MINUTE, 200 + i);
    const struct logdoc_dyno *dyno = &report(&followed)->list[0];
    cr_expect_str_eq(dyno->name, "web.1");
    cr_expect_eq(dyno->starts, 1);
    cr_expect_eq(dyno->crashes, 1);
    cr_expect_float_eq(dyno->most_mb, 359, 0.001);
    cr_expect_float_eq(dyno->memory_mb, 269, 0.001);
    cr_expect_float_eq(dyno->growth_mb_per_hour, 0, 0);
    end(&followed);
}

Test(dyno_health, other_lines_and_values_say_nothing)
{
    static const char *const messages[] = { "Starting process with command `x`",
                                            "sample#memory_total=",
                                            "sample#memory_total=MB",
                                            "sample#memory_total=12GB",
                                            "sample#memory_total=-1MB",
                                            "sample#memory_total=1e9MB",
                                            "sample#memory_total=99999999999999999999MB",
                                            "sample#memory_total=1.2.3MB",
                                            "measure#memory_total=10MB",
                                            "#memory_total=10MB",
                                            "sample#memory_rss=10MB" };
    struct followed followed;
    begin(&followed);
    for (size_t i = 0; i < sizeof(messages) / sizeof(messages[0]); i++)
        note(&followed, "web.1", BEGIN, messages[i]);
    const struct logdoc_dynos *dynos = report(&followed);
    for (size_t i = 0; i < dynos->count; i++)
        cr_expect_eq(dynos->list[i].samples, 0);
    end(&followed);
}

Test(dyno_health, dynos_are_bounded_and_sorted)
{
    struct followed followed;
    begin(&followed);
    for (int i = 0; i < DYNO_HEALTH_DYNOS + 50; i++) {
        char name[20];
        (void)snprintf(name, sizeof(name), "run.%04d", (i * 7) % 2000);
        note(&followed, name, BEGIN + i, "State changed from starting to up");
    }
    const struct logdoc_dynos *dynos = report(&followed);
    cr_expect_eq(dynos->count, DYNO_HEALTH_DYNOS);
    for (size_t i = 1; i < dynos->count; i++)
        cr_expect_lt(strcmp(dynos->list[i - 1].name, dynos->list[i].name), 0);
    end(&followed);
}
