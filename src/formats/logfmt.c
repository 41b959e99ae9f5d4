/* SPDX-License-Identifier: MIT
 * key=value pairs of router lines and metrics. */
#include "logfmt.h"

#include "str.h"

/* A quote inside the value (the router escapes none) is no end: the end has a blank or
 * nothing behind it. */
static logdoc_str take_quoted(logdoc_str *rest)
{
    const char *start = rest->at + 1, *end = rest->at + rest->len;
    const char *quote = start;
    while ((quote = memchr(quote, '"', (size_t)(end - quote))) != NULL) {
        if (quote + 1 == end || quote[1] == ' ')
            break;
        quote++;
    }
    const char *stop = quote ? quote : end;
    *rest = str_from_offset(*rest, (size_t)(stop - rest->at) + 1);
    return (logdoc_str){ start, (size_t)(stop - start) };
}

/* Most values are shorter than what a call of memchr costs. */
static logdoc_str take_word(logdoc_str *rest)
{
    size_t len = 0;
    while (len < rest->len && rest->at[len] != ' ')
        len++;
    logdoc_str word = { rest->at, len };
    *rest = str_from_offset(*rest, len);
    return word;
}

static size_t find_equals(logdoc_str s)
{
    size_t at = 0;
    while (at < s.len && s.at[at] != '=' && s.at[at] != ' ')
        at++;
    return at;
}

bool logfmt_next(logdoc_str *rest, logdoc_str *key, logdoc_str *value)
{
    logdoc_str s = *rest;
    while (s.len > 0) {
        size_t stop = find_equals(s);
        logdoc_str word = { s.at, stop };
        bool pair = stop > 0 && stop < s.len && s.at[stop] == '=';
        s = str_from_offset(s, stop + 1);
        if (!pair)
            continue;
        *key = word;
        *value = s.len > 0 && s.at[0] == '"' ? take_quoted(&s) : take_word(&s);
        *rest = s;
        return true;
    }
    *rest = s;
    return false;
}
