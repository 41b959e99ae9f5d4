/* SPDX-License-Identifier: MIT
 * Time stamps as logs print them, without locale, time zone data or a clock. */
#ifndef LOGDOC_TIMESTAMP_H
#define LOGDOC_TIMESTAMP_H

#include <logdoc/types.h>

#define TIMESTAMP_SIZE 32

/* RFC 3339 at the start of `s`: 2026-11-22T10:00:00 with T or a blank; digits of fraction
 * after . or , (the first six count); Z or an offset (+00:00, +0000, +00, also +0000
 * after one blank, as gunicorn prints it), or neither (read as UTC). Returns the bytes
 * used, 0 when there is none; `out` untouched then. */
size_t timestamp_parse(logdoc_str s, logdoc_time *out);

/* "Jul 24 05:16:31" (RFC 3164) with the year that the log does not say: `year`. */
size_t timestamp_parse_month_name(logdoc_str s, int year, logdoc_time *out);

/* "2026-11-22T10:00:00Z", "…:00.123456Z" when there is a fraction; "" for 0. Writes at
 * most TIMESTAMP_SIZE bytes with the NUL. */
void timestamp_format(logdoc_time, char out[TIMESTAMP_SIZE]);

/* What --since takes: a time stamp, a date (its midnight, UTC), or a duration before
 * `now` such as 90s, 15m, 2h, 3d. False when it is none of them. */
bool timestamp_parse_bound(logdoc_str s, logdoc_time now, logdoc_time *out);

/* Year of a time (for logs that print none). */
int timestamp_year(logdoc_time);

#endif
