/* SPDX-License-Identifier: MIT
 * Views of bytes: compare, search, cut. */
#include "str.h"

#include "ascii.h"

bool str_ends(logdoc_str s, logdoc_str suffix)
{
    return s.len >= suffix.len &&
           str_equal((logdoc_str){ s.at + s.len - suffix.len, suffix.len }, suffix);
}

bool str_equal_ignoring_case(logdoc_str a, logdoc_str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (ascii_lower(a.at[i]) != ascii_lower(b.at[i]))
            return false;
    return true;
}

int str_compare(logdoc_str a, logdoc_str b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common ? memcmp(a.at, b.at, common) : 0;
    if (order != 0)
        return order;
    return a.len < b.len ? -1 : a.len > b.len;
}

size_t str_find(logdoc_str s, logdoc_str part)
{
    if (part.len == 0)
        return 0;
    for (size_t at = 0; at + part.len <= s.len;) {
        const char *hit = memchr(s.at + at, part.at[0], s.len - part.len + 1 - at);
        if (!hit)
            break;
        at = (size_t)(hit - s.at);
        if (memcmp(hit, part.at, part.len) == 0)
            return at;
        at++;
    }
    return SIZE_MAX;
}

size_t str_find_char(logdoc_str s, char c)
{
    const char *hit = s.len ? memchr(s.at, c, s.len) : NULL;
    return hit ? (size_t)(hit - s.at) : SIZE_MAX;
}

logdoc_str str_trim(logdoc_str s)
{
    while (s.len && ascii_is_space(s.at[0]))
        s = str_from_offset(s, 1);
    while (s.len && ascii_is_space(s.at[s.len - 1]))
        s.len--;
    return s;
}

logdoc_str str_cut(logdoc_str *rest, char separator)
{
    logdoc_str all = *rest;
    size_t at = str_find_char(all, separator);
    if (at == SIZE_MAX) {
        *rest = str_from_offset(all, all.len);
        return all;
    }
    *rest = str_from_offset(all, at + 1);
    return (logdoc_str){ all.at, at };
}

bool str_parse_unsigned(logdoc_str s, uint64_t *out)
{
    uint64_t value = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (!ascii_is_digit(s.at[i]))
            return false;
        uint64_t digit = (uint64_t)(s.at[i] - '0');
        if (value > (UINT64_MAX - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    if (s.len == 0)
        return false;
    *out = value;
    return true;
}

/* Eight bytes at a step: every router line is looked up by its path and its dyno. */
uint64_t str_hash(logdoc_str s)
{
    static const uint64_t factor = UINT64_C(0x9E3779B97F4A7C15);
    uint64_t hash = s.len * factor;
    size_t at = 0;
    for (; at + sizeof(hash) < s.len; at += sizeof(hash)) {
        hash = (hash ^ str_word(s.at + at)) * factor;
        hash ^= hash >> 32;
    }
    hash ^=
        s.len > sizeof(hash) ? str_word(s.at + s.len - sizeof(hash)) : str_short_word(s);
    hash *= factor;
    return hash ^ hash >> 32;
}
