/* SPDX-License-Identifier: MIT
 * Time stamps in the shapes that logs have. */
#include "str.h"
#include "timestamp.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

struct stamp_case {
    const char *text;
    size_t used;
    const char *wanted; /* in UTC; "" when it is refused */
};

ParameterizedTestParameters(timestamp, rfc_3339)
{
    static const struct stamp_case cases[] = {
        /* Heroku: the CLI's six digits, drains with trailing zeros cut. */
        { "2026-11-22T10:00:00.123456+00:00 app[web.1]: x", 32,
          "2026-11-22T10:00:00.123456Z" },
        { "2026-11-22T10:00:00.5+00:00 a", 27, "2026-11-22T10:00:00.500000Z" },
        { "2026-11-22T10:00:00.08561+00:00", 31, "2026-11-22T10:00:00.085610Z" },
        { "2026-11-22T10:00:00+00:00", 25, "2026-11-22T10:00:00Z" },
        { "2014-07-21T12:34:56-07:00 h", 25, "2014-07-21T19:34:56Z" },
        { "2026-11-22T10:00:00Z", 20, "2026-11-22T10:00:00Z" },
        { "2026-11-22t10:00:00z", 20, "2026-11-22T10:00:00Z" },
        { "2026-11-22T10:00:00.123456789Z", 30, "2026-11-22T10:00:00.123456Z" },
        { "2026-11-22T10:00:00.1234567890123Z", 34, "2026-11-22T10:00:00.123456Z" },
        /* Python, Ruby, Postgres, gunicorn. */
        { "2026-11-22 10:00:00,123 INFO", 23, "2026-11-22T10:00:00.123000Z" },
        { "2026-11-22 10:00:00 UTC", 19, "2026-11-22T10:00:00Z" },
        { "2026-11-22 10:00:00 +0200] [4]", 25, "2026-11-22T08:00:00Z" },
        { "2026-11-22 10:00:00+05:30", 25, "2026-11-22T04:30:00Z" },
        { "2026-11-22 10:00:00.5+05", 24, "2026-11-22T05:00:00.500000Z" },
        { "2026-11-22T10:00:00", 19, "2026-11-22T10:00:00Z" },
        { "2026-11-22 10:00:00. Then", 19, "2026-11-22T10:00:00Z" },
        { "2026-11-22 10:00:00 -5 more", 19, "2026-11-22T10:00:00Z" },
        { "2026-11-22 10:00:00-7", 19, "2026-11-22T10:00:00Z" },
        { "2026-11-22 10:00:00-12345", 19, "2026-11-22T10:00:00Z" },
        { "2026-11-22T10:00:00+99:00", 19, "2026-11-22T10:00:00Z" },
        /* The calendar. */
        { "2024-02-29T00:00:00Z", 20, "2024-02-29T00:00:00Z" },
        { "2000-02-29T23:59:59Z", 20, "2000-02-29T23:59:59Z" },
        { "2016-12-31T23:59:60Z", 20, "2017-01-01T00:00:00Z" },
        { "2026-01-01T00:30:00+01:00", 25, "2025-12-31T23:30:00Z" },
        { "1969-12-31T23:59:59.5Z", 22, "1969-12-31T23:59:59.500000Z" },
        { "0000-01-01T00:00:00Z", 20, "0000-01-01T00:00:00Z" },
        { "9999-12-31T23:59:59Z", 20, "9999-12-31T23:59:59Z" },
        /* None. */
        { "", 0, "" },
        { "2026-11-22T10:00:0", 0, "" },
        { "2026-11-22_10:00:00", 0, "" },
        { "2026/11/22 10:00:00", 0, "" },
        { "2026-13-22T10:00:00Z", 0, "" },
        { "2026-00-22T10:00:00Z", 0, "" },
        { "2026-11-31T10:00:00Z", 0, "" },
        { "2025-02-29T10:00:00Z", 0, "" },
        { "1900-02-29T10:00:00Z", 0, "" },
        { "2026-11-00T10:00:00Z", 0, "" },
        { "2026-11-22T24:00:00Z", 0, "" },
        { "2026-11-22T10:60:00Z", 0, "" },
        { "2026-11-22T10:00:61Z", 0, "" },
        { "2026-11-22T1o:00:00Z", 0, "" },
        { "-026-11-22T10:00:00Z", 0, "" },
        { " 2026-11-22T10:00:00Z", 0, "" },
    };

    return cr_make_param_array(const struct stamp_case, cases, COUNT(cases));
}

ParameterizedTest(const struct stamp_case *given, timestamp, rfc_3339)
{
    logdoc_time time = 0;
    char text[TIMESTAMP_SIZE];

    cr_expect_eq(timestamp_parse(str_from(given->text), &time), given->used, "%s",
                 given->text);
    timestamp_format(time, text);
    cr_expect_str_eq(text, given->wanted, "%s: %s", given->text, text);
}

Test(timestamp, of_any_length_stays_inside_its_bytes)
{
    static const char stamp[] = "2026-11-22 10:00:00.123456 +00:00";

    for (size_t len = 0; len < sizeof(stamp); len++) {
        char *exact = malloc(len ? len : 1);
        logdoc_time time;

        memcpy(exact, stamp, len);
        cr_expect_leq(timestamp_parse((logdoc_str){ exact, len }, &time), len);
        free(exact);
    }
}

ParameterizedTestParameters(timestamp, month_name)
{
    static const struct stamp_case cases[] = {
        { "Jul 24 05:16:31 host", 15, "2026-07-24T05:16:31Z" },
        { "Jul  4 05:16:31", 15, "2026-07-04T05:16:31Z" },
        { "Jul 04 05:16:31", 15, "2026-07-04T05:16:31Z" },
        { "Dec 31 23:59:59", 15, "2026-12-31T23:59:59Z" },
        { "Feb 29 05:16:31", 0, "" },
        { "Jul  0 05:16:31", 0, "" },
        { "Jul 32 05:16:31", 0, "" },
        { "Jux 24 05:16:31", 0, "" },
        { "anF 24 05:16:31", 0, "" },
        { "Jul 24 5:16:31 ", 0, "" },
        { "Jul 24 05:16:3", 0, "" },
        { "", 0, "" },
    };

    return cr_make_param_array(const struct stamp_case, cases, COUNT(cases));
}

ParameterizedTest(const struct stamp_case *given, timestamp, month_name)
{
    logdoc_time time = 0;
    char text[TIMESTAMP_SIZE];
    size_t used = timestamp_parse_month_name(str_from(given->text), 2026, &time);

    cr_expect_eq(used, given->used, "%s", given->text);
    timestamp_format(time, text);
    cr_expect_str_eq(text, given->wanted, "%s: %s", given->text, text);
}

#define NOON ((logdoc_time)1795348800 * LOGDOC_SECOND) /* 2026-11-22T12:00:00Z */

struct bound_case {
    const char *text, *wanted; /* "" when it is refused */
};

ParameterizedTestParameters(timestamp, bound)
{
    static const struct bound_case cases[] = {
        { "90s", "2026-11-22T11:58:30Z" },
        { "15m", "2026-11-22T11:45:00Z" },
        { "2h", "2026-11-22T10:00:00Z" },
        { "3d", "2026-11-19T12:00:00Z" },
        { "0s", "2026-11-22T12:00:00Z" },
        { "2026-11-22T10:00:00Z", "2026-11-22T10:00:00Z" },
        { "2026-11-22 10:00:00", "2026-11-22T10:00:00Z" },
        { "2026-11-22", "2026-11-22T00:00:00Z" },
        { "", "" },
        { "s", "" },
        { "-5m", "" },
        { "5", "" },
        { "5w", "" },
        { "1.5h", "" },
        { "99999999999999999999s", "" },
        { "9999999999d", "" },
        { "2026-11-22T10:00:00Zz", "" },
        { "2026-02-30", "" },
        { "yesterday", "" },
    };

    return cr_make_param_array(const struct bound_case, cases, COUNT(cases));
}

ParameterizedTest(const struct bound_case *given, timestamp, bound)
{
    logdoc_time time = 0;
    char text[TIMESTAMP_SIZE];
    bool parsed = timestamp_parse_bound(str_from(given->text), NOON, &time);

    timestamp_format(time, text);
    cr_expect_eq(parsed, *given->wanted != '\0', "%s", given->text);
    cr_expect_str_eq(text, given->wanted, "%s: %s", given->text, text);
}

Test(timestamp, every_day_of_eight_hundred_years_comes_back)
{
    char text[TIMESTAMP_SIZE];

    for (int64_t day = -146097; day < 146097; day++) {
        logdoc_time time = day * 86400 * LOGDOC_SECOND + 1, again = 0;

        timestamp_format(time, text);
        cr_assert_eq(timestamp_parse(str_from(text), &again), strlen(text));
        cr_assert_eq(again, time, "%s", text);
    }
}

Test(timestamp, format_has_room_for_every_time)
{
    char text[TIMESTAMP_SIZE];

    timestamp_format(INT64_MAX, text);
    cr_assert_str_eq(text, "294247-01-10T04:00:54.775807Z");
    timestamp_format(INT64_MIN, text);
    cr_assert_lt(strlen(text), TIMESTAMP_SIZE);
    timestamp_format(0, text);
    cr_assert_str_eq(text, "");
}

Test(timestamp, year)
{
    cr_assert_eq(timestamp_year(NOON), 2026);
    cr_assert_eq(timestamp_year(-1), 1969);
}
