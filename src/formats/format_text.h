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

static inline uint64_t read_eight(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof(word));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

/* Eight digits, the first in the low byte; false when one is none. */
static inline bool read_digits(uint64_t word, uint32_t *out)
{
    static const uint64_t high = UINT64_C(0xF0F0F0F0F0F0F0F0),
                          zeros = UINT64_C(0x3030303030303030),
                          six = UINT64_C(0x0606060606060606);
    if (((word & high) ^ zeros) | (((word + six) & high) ^ zeros))
        return false;
    word = (word & ~high) * (10 << 8 | 1) >> 8;
    word = (word & UINT64_C(0x00FF00FF00FF00FF)) * (100 << 16 | 1) >> 16;
    word = (word & UINT64_C(0x0000FFFF0000FFFF)) * (UINT64_C(10000) << 32 | 1) >> 32;
    *out = (uint32_t)word;
    return true;
}

/* Offset of the first blank (no tab), or the length: eight bytes at a step, because most
 * values are too short for a call of memchr. */
static inline size_t find_blank(logdoc_str s)
{
    static const uint64_t ones = 0x0101010101010101U, tops = 0x8080808080808080U;
    size_t at = 0;
    for (; at + 8 <= s.len; at += 8) {
        uint64_t word = read_eight(s.at + at) ^ ones * ' ';
        uint64_t hits = (word - ones) & ~word & tops;
        if (hits)
            return at + (size_t)__builtin_ctzll(hits) / 8;
    }
    while (at < s.len && s.at[at] != ' ')
        at++;
    return at;
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

/* A quote inside the value (the router escapes none) is no end: the end has a blank or
 * nothing behind it. */
static inline logdoc_str take_quoted(logdoc_str *rest)
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

/* Cuts the value of a key=value off the front. */
static inline logdoc_str take_value(logdoc_str *rest)
{
    if (rest->len > 0 && rest->at[0] == '"')
        return take_quoted(rest);
    logdoc_str word = { rest->at, find_blank(*rest) };
    *rest = str_from_offset(*rest, word.len);
    return word;
}

/* Steps over what a person or a web page left in front of a pasted line: blanks (also
 * those that do not break), quote marks of mail and Markdown, a byte order mark. */
static inline logdoc_str skip_paste_marks(logdoc_str s)
{
    for (;;) {
        if (s.len > 0 && str_find_char(STR(" \t>`\"'|*"), s.at[0]) != SIZE_MAX)
            s = str_from_offset(s, 1);
        else if (!skip_text(&s, STR("\xC2\xA0")) && !skip_text(&s, STR("\xEF\xBB\xBF")))
            return s;
    }
}

#endif
