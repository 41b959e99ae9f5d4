/* SPDX-License-Identifier: MIT
 * Time stamps, by hand: this runs on every line. */
#include "timestamp.h"

#include "str.h"

#include <stdio.h>

#define DAY ((logdoc_time)86400 * LOGDOC_SECOND)

/* Days from 1970-01-01 of a date of the proleptic Gregorian calendar. */
static int64_t days_from_civil(int64_t year, unsigned month, unsigned day)
{
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    unsigned year_of_era = (unsigned)(year - era * 400);
    unsigned day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    unsigned day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + (int64_t)day_of_era - 719468;
}

static void civil_from_days(int64_t days, int64_t *year, unsigned *month, unsigned *day)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    unsigned day_of_era = (unsigned)(days - era * 146097);
    unsigned year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    unsigned day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    unsigned shifted = (5 * day_of_year + 2) / 153;
    *day = day_of_year - (153 * shifted + 2) / 5 + 1;
    *month = shifted < 10 ? shifted + 3 : shifted - 9;
    *year = (int64_t)year_of_era + era * 400 + (*month <= 2);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* `count` digits at `at`; -1 when one is none. */
static int digits(const char *at, size_t count)
{
    int value = 0;
    for (size_t i = 0; i < count; i++) {
        if (!is_digit(at[i]))
            return -1;
        value = value * 10 + (at[i] - '0');
    }
    return value;
}

/* HH:MM:SS as seconds, or -1. */
static int clock_time(const char *at)
{
    int hour = digits(at, 2), minute = digits(at + 3, 2), second = digits(at + 6, 2);
    if (at[2] != ':' || at[5] != ':' || hour < 0 || hour > 23 || minute < 0 || minute > 59 ||
        second < 0 || second > 60)
        return -1;
    return hour * 3600 + minute * 60 + second;
}

static size_t fraction(logdoc_str s, size_t at, logdoc_time *micros)
{
    size_t from = at + 1;
    if (at >= s.len || (s.at[at] != '.' && s.at[at] != ',') || from >= s.len ||
        !is_digit(s.at[from]))
        return at;
    logdoc_time value = 0, unit = LOGDOC_SECOND;
    for (at = from; at < s.len && at < from + 9 && is_digit(s.at[at]); at++) {
        unit /= 10;
        value += unit * (s.at[at] - '0');
    }
    *micros = value;
    return at;
}

static size_t zone(logdoc_str s, size_t at, logdoc_time *offset)
{
    if (at < s.len && s.at[at] == 'Z')
        return at + 1;
    if (at + 5 > s.len || (s.at[at] != '+' && s.at[at] != '-'))
        return at;
    bool colon = s.at[at + 3] == ':';
    size_t used = colon ? 6 : 5;
    if (at + used > s.len)
        return at;
    int hours = digits(s.at + at + 1, 2), minutes = digits(s.at + at + used - 2, 2);
    if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59)
        return at;
    *offset = (logdoc_time)(hours * 60 + minutes) * 60 * LOGDOC_SECOND;
    if (s.at[at] == '-')
        *offset = -*offset;
    return at + used;
}

static bool date(const char *at, int64_t *days)
{
    int year = digits(at, 4), month = digits(at + 5, 2), day = digits(at + 8, 2);
    if (year < 1 || at[4] != '-' || at[7] != '-' || month < 1 || month > 12 || day < 1 || day > 31)
        return false;
    *days = days_from_civil(year, (unsigned)month, (unsigned)day);
    return true;
}

size_t timestamp_parse(logdoc_str s, logdoc_time *out)
{
    int64_t days;
    if (s.len < 19 || (s.at[10] != 'T' && s.at[10] != ' ') || !date(s.at, &days))
        return 0;
    int seconds = clock_time(s.at + 11);
    if (seconds < 0)
        return 0;
    logdoc_time micros = 0, offset = 0;
    size_t used = fraction(s, 19, &micros);
    used = zone(s, used, &offset);
    *out = days * DAY + seconds * LOGDOC_SECOND + micros - offset;
    return used;
}

size_t timestamp_parse_month_name(logdoc_str s, int year, logdoc_time *out)
{
    static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    if (s.len < 15 || s.at[3] != ' ' || s.at[6] != ' ')
        return 0;
    unsigned month = 0;
    while (month < 12 && memcmp(names + month * 3, s.at, 3) != 0)
        month++;
    int day = s.at[4] == ' ' ? digits(s.at + 5, 1) : digits(s.at + 4, 2);
    int seconds = clock_time(s.at + 7);
    if (month == 12 || day < 1 || day > 31 || seconds < 0)
        return 0;
    *out = days_from_civil(year, month + 1, (unsigned)day) * DAY + seconds * LOGDOC_SECOND;
    return 15;
}

static int64_t floor_days(logdoc_time time)
{
    int64_t days = time / DAY;
    return time % DAY < 0 ? days - 1 : days;
}

void timestamp_format(logdoc_time time, char out[TIMESTAMP_SIZE])
{
    out[0] = '\0';
    if (time == 0)
        return;
    int64_t year, days = floor_days(time);
    unsigned month, day;
    civil_from_days(days, &year, &month, &day);
    logdoc_time rest = time - days * DAY;
    int seconds = (int)(rest / LOGDOC_SECOND), micros = (int)(rest % LOGDOC_SECOND);
    int used = snprintf(out, TIMESTAMP_SIZE, "%04d-%02u-%02uT%02d:%02d:%02d", (int)year, month,
                        day, seconds / 3600, seconds / 60 % 60, seconds % 60);
    if (micros)
        (void)snprintf(out + used, TIMESTAMP_SIZE - (size_t)used, ".%06dZ", micros);
    else
        (void)snprintf(out + used, TIMESTAMP_SIZE - (size_t)used, "Z");
}

static logdoc_time unit_named(char name)
{
    switch (name) {
    case 's':
        return LOGDOC_SECOND;
    case 'm':
        return 60 * LOGDOC_SECOND;
    case 'h':
        return 3600 * LOGDOC_SECOND;
    case 'd':
        return DAY;
    default:
        return 0;
    }
}

bool timestamp_parse_bound(logdoc_str s, logdoc_time now, logdoc_time *out)
{
    uint64_t count;
    logdoc_time unit = s.len ? unit_named(s.at[s.len - 1]) : 0;
    if (unit && str_parse_unsigned((logdoc_str){ s.at, s.len - 1 }, &count) && count < 100000) {
        *out = now - (logdoc_time)count * unit;
        return true;
    }
    logdoc_time time;
    if (s.len == 0 || timestamp_parse(s, &time) != s.len)
        return false;
    *out = time;
    return true;
}

int timestamp_year(logdoc_time time)
{
    int64_t year;
    unsigned month, day;
    civil_from_days(floor_days(time), &year, &month, &day);
    return (int)year;
}
