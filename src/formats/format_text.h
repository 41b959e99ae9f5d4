/* SPDX-License-Identifier: MIT
 * What the formats share: classes of ASCII characters and steps over a line. */
#ifndef LOGDOC_FORMAT_TEXT_H
#define LOGDOC_FORMAT_TEXT_H

#include "str.h"

static inline bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static inline bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static inline bool is_letter(char c)
{
    return is_lower(c) || is_upper(c);
}

static inline bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* What a source, a dyno or a container is named with. */
static inline bool is_name(char c)
{
    return is_letter(c) || is_digit(c) || c == '-' || c == '_' || c == '.';
}

/* Length of the run of characters of one class at the start. */
static inline size_t span(logdoc_str s, bool (*is)(char))
{
    size_t len = 0;
    while (len < s.len && is(s.at[len]))
        len++;
    return len;
}

static inline logdoc_str skip_blanks(logdoc_str s)
{
    return str_from_offset(s, span(s, is_blank));
}

static inline logdoc_str trim_end(logdoc_str s)
{
    while (s.len > 0 && is_blank(s.at[s.len - 1]))
        s.len--;
    return s;
}

static inline bool skip_text(logdoc_str *s, logdoc_str text)
{
    if (!str_starts(*s, text))
        return false;
    *s = str_from_offset(*s, text.len);
    return true;
}

static inline bool skip_char(logdoc_str *s, char c)
{
    if (s->len == 0 || s->at[0] != c)
        return false;
    *s = str_from_offset(*s, 1);
    return true;
}

/* Cuts the run of one class off the front; may be empty. */
static inline logdoc_str take_span(logdoc_str *s, bool (*is)(char))
{
    logdoc_str taken = { s->at, span(*s, is) };
    *s = str_from_offset(*s, taken.len);
    return taken;
}

/* Steps over what a person or a web page left in front of a pasted line: blanks (also
 * those that do not break), quote marks of mail and Markdown, a byte order mark. */
static inline logdoc_str skip_paste_marks(logdoc_str s)
{
    for (;;) {
        if (s.len > 0 && memchr(" \t>`\"'|*", s.at[0], 8) != NULL)
            s = str_from_offset(s, 1);
        else if (!skip_text(&s, STR("\xC2\xA0")) && !skip_text(&s, STR("\xEF\xBB\xBF")))
            return s;
    }
}

#endif
