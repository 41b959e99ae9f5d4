/* SPDX-License-Identifier: MIT
 * Time stamps as logs print them. Written out by hand: this runs on every line. */
#include "timestamp.h"

#include "ascii.h"
#include "str.h"

#include <inttypes.h>
#include <stdio.h>

#define MINUTE (60 * LOGDOC_SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define LONGEST_DURATION (36525 * DAY)

struct civil_date {
    int64_t year;
    unsigned month, day;
};

/* Days since 1970-01-01 in the proleptic Gregorian calendar; years begin in March, so
 * that the leap day is the last. After Howard Hinnant's "chrono-compatible low-level
 * date algorithms". */
static int64_t days_from_civil(struct civil_date date)
{
    int64_t year = date.month <= 2 ? date.year - 1 : date.year;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t year_of_era = year - era * 400;
    int64_t month = date.month > 2 ? date.month - 3 : date.month + 9;
    int64_t day_of_year = (153 * month + 2) / 5 + date.day - 1;

    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 +
           day_of_year - 719468;
}

static struct civil_date civil_from_days(int64_t days)
{
    int64_t shifted = days + 719468;
    int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int64_t day_of_era = shifted - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month = (5 * day_of_year + 2) / 153;

    return (struct civil_date){
        .year = year_of_era + era * 400 + (month >= 10),
        .month = (unsigned)(month < 10 ? month + 3 : month - 9),
        .day = (unsigned)(day_of_year - (153 * month + 2) / 5 + 1),
    };
}

static unsigned days_in_month(int64_t year, unsigned month)
{
    static const unsigned char days[] = {
        31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
    };
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    return days[month - 1] + (month == 2 && leap ? 1u : 0u);
}

static bool is_sign(char c)
{
    return c == '+' || c == '-';
}

/* The character at `at`, NUL behind the end. */
static char peek(logdoc_str s, size_t at)
{
    return at < s.len ? s.at[at] : '\0';
}

/* Both digits at `at`; a number over 99 when they are none. */
static unsigned two_digits(const char *at)
{
    unsigned high = (unsigned)(unsigned char)at[0] - '0';
    unsigned low = (unsigned)(unsigned char)at[1] - '0';

    return high > 9 || low > 9 ? 100 : high * 10 + low;
}

/* YYYY-MM-DD, the ten bytes at `at`. */
static bool parse_date(const char *at, int64_t *days)
{
    unsigned century = two_digits(at), year = two_digits(at + 2);
    struct civil_date date = { .month = two_digits(at + 5), .day = two_digits(at + 8) };

    if (at[4] != '-' || at[7] != '-' || century > 99 || year > 99)
        return false;
    date.year = (int64_t)century * 100 + year;
    if (date.month < 1 || date.month > 12 || date.day < 1 ||
        date.day > days_in_month(date.year, date.month))
        return false;
    *days = days_from_civil(date);
    return true;
}

/* HH:MM:SS, the eight bytes at `at`; a leap second counts as the next. */
static bool parse_clock(const char *at, logdoc_time *out)
{
    unsigned hour = two_digits(at), minute = two_digits(at + 3),
             second = two_digits(at + 6);

    if (at[2] != ':' || at[5] != ':' || hour > 23 || minute > 59 || second > 60)
        return false;
    *out = hour * HOUR + minute * MINUTE + second * LOGDOC_SECOND;
    return true;
}

/* ".123456" or ",123" at `at`; returns the bytes used. */
static size_t parse_fraction(logdoc_str s, size_t at, logdoc_time *out)
{
    static const int scale[] = { 0, 100000, 10000, 1000, 100, 10, 1 };
    size_t end = at + 1, used = 0;
    int fraction = 0;

    if (peek(s, at) != '.' && peek(s, at) != ',')
        return 0;
    for (; used < 6 && ascii_is_digit(peek(s, end)); end++, used++)
        fraction = fraction * 10 + (s.at[end] - '0');
    while (ascii_is_digit(peek(s, end)))
        end++;
    if (used == 0)
        return 0;
    *out = (logdoc_time)fraction * scale[used];
    return end - at;
}

/* "+00", "+0000" or "+00:00" at `at`; returns the bytes used. */
static size_t parse_numeric_offset(logdoc_str s, size_t at, logdoc_time *out)
{
    size_t digits = at + 1, colon;
    unsigned hour, minute = 0;

    if (!is_sign(peek(s, at)) || digits + 2 > s.len ||
        (hour = two_digits(s.at + digits)) > 23)
        return 0;
    digits += 2;
    colon = peek(s, digits) == ':';
    if (digits + colon + 2 <= s.len && two_digits(s.at + digits + colon) <= 59) {
        minute = two_digits(s.at + digits + colon);
        digits += colon + 2;
    }
    if (ascii_is_digit(peek(s, digits)))
        return 0;
    *out = hour * HOUR + minute * MINUTE;
    if (s.at[at] == '-')
        *out = -*out;
    return digits - at;
}

static size_t parse_offset(logdoc_str s, size_t at, logdoc_time *out)
{
    size_t used;

    if (peek(s, at) == 'Z' || peek(s, at) == 'z')
        return 1;
    if (peek(s, at) != ' ')
        return parse_numeric_offset(s, at, out);
    if (!ascii_is_digit(peek(s, at + 4)))
        return 0;
    used = parse_numeric_offset(s, at + 1, out);
    return used ? used + 1 : 0;
}

size_t timestamp_parse(logdoc_str s, logdoc_time *out)
{
    int64_t days;
    logdoc_time clock, fraction = 0, offset = 0;
    size_t used = 19;

    if (s.len < used || (s.at[10] != 'T' && s.at[10] != ' ' && s.at[10] != 't'))
        return 0;
    if (!parse_date(s.at, &days) || !parse_clock(s.at + 11, &clock))
        return 0;
    used += parse_fraction(s, used, &fraction);
    used += parse_offset(s, used, &offset);
    *out = days * DAY + clock + fraction - offset;
    return used;
}

static unsigned month_number(const char *at)
{
    static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

    for (unsigned month = 0; month < 12; month++)
        if (memcmp(at, names + (size_t)month * 3, 3) == 0)
            return month + 1;
    return 0;
}

/* "24", " 4" or "4 " of a month name's day; 0 when there is none. */
static unsigned padded_day(const char *at)
{
    unsigned day =
        at[0] == ' ' && ascii_is_digit(at[1]) ? (unsigned)(at[1] - '0') : two_digits(at);

    return day <= 31 ? day : 0;
}

size_t timestamp_parse_month_name(logdoc_str s, int year, logdoc_time *out)
{
    struct civil_date date = { .year = year };
    logdoc_time clock;

    if (s.len < 15 || s.at[3] != ' ' || s.at[6] != ' ')
        return 0;
    date.month = month_number(s.at);
    date.day = padded_day(s.at + 4);
    if (date.month == 0 || date.day == 0 || date.day > days_in_month(year, date.month))
        return 0;
    if (!parse_clock(s.at + 7, &clock))
        return 0;
    *out = days_from_civil(date) * DAY + clock;
    return 15;
}

/* The day that `time` lies in, also before 1970. */
static int64_t day_of(logdoc_time time)
{
    return time / DAY - (time % DAY < 0);
}

void timestamp_format(logdoc_time time, char out[TIMESTAMP_SIZE])
{
    int64_t days = day_of(time);
    struct civil_date date = civil_from_days(days);
    logdoc_time clock = (time % DAY + DAY) % DAY;
    int used;

    out[0] = '\0';
    if (time == 0)
        return;
    used = snprintf(out, TIMESTAMP_SIZE, "%04" PRId64 "-%02u-%02uT%02u:%02u:%02u",
                    date.year, date.month, date.day, (unsigned)(clock / HOUR),
                    (unsigned)(clock % HOUR / MINUTE),
                    (unsigned)(clock % MINUTE / LOGDOC_SECOND));
    if (clock % LOGDOC_SECOND)
        used += snprintf(out + used, TIMESTAMP_SIZE - (size_t)used, ".%06u",
                         (unsigned)(clock % LOGDOC_SECOND));
    snprintf(out + used, TIMESTAMP_SIZE - (size_t)used, "Z");
}

static logdoc_time unit_of(char c)
{
    switch (c) {
    case 's':
        return LOGDOC_SECOND;
    case 'm':
        return MINUTE;
    case 'h':
        return HOUR;
    case 'd':
        return DAY;
    default:
        return 0;
    }
}

static bool parse_duration(logdoc_str s, logdoc_time *out)
{
    logdoc_time unit = s.len ? unit_of(s.at[s.len - 1]) : 0;
    uint64_t amount;

    if (!unit || !str_parse_unsigned((logdoc_str){ s.at, s.len - 1 }, &amount))
        return false;
    if (amount > (uint64_t)(LONGEST_DURATION / unit))
        return false;
    *out = (logdoc_time)amount * unit;
    return true;
}

bool timestamp_parse_bound(logdoc_str s, logdoc_time now, logdoc_time *out)
{
    logdoc_time time;
    int64_t days;
    size_t used = timestamp_parse(s, &time);

    if (used && used == s.len)
        *out = time;
    else if (s.len == 10 && parse_date(s.at, &days))
        *out = days * DAY;
    else if (parse_duration(s, &time))
        *out = now - time;
    else
        return false;
    return true;
}

int timestamp_year(logdoc_time time)
{
    return (int)civil_from_days(day_of(time)).year;
}
