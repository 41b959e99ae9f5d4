/* SPDX-License-Identifier: MIT
 * key=value pairs of router lines and metrics. */
#include "logfmt.h"

#include "format_text.h"

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
        *value = take_value(&s);
        *rest = s;
        return true;
    }
    *rest = s;
    return false;
}
