/* SPDX-License-Identifier: MIT
 * Compare, cut and search views of bytes. Nothing here allocates. */
#ifndef LOGDOC_STR_H
#define LOGDOC_STR_H

#include <logdoc/types.h>
#include <string.h>

#define STR(literal) ((logdoc_str){ (literal), sizeof(literal) - 1 })

static inline logdoc_str str_from(const char *text)
{
    return (logdoc_str){ text, text ? strlen(text) : 0 };
}

static inline bool str_equal(logdoc_str a, logdoc_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

static inline bool str_starts(logdoc_str s, logdoc_str prefix)
{
    return s.len >= prefix.len &&
           (prefix.len == 0 ||
            (s.at[0] == prefix.at[0] && memcmp(s.at, prefix.at, prefix.len) == 0));
}

/* Eight bytes as one number, in the machine's order. */
static inline uint64_t str_word(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof(word));
    return word;
}

/* All of up to eight bytes; the halves overlap. */
static inline uint64_t str_short_word(logdoc_str s)
{
    const unsigned char *byte = (const unsigned char *)s.at;
    uint32_t first, last;
    if (s.len < sizeof(first))
        return s.len == 0 ? 0
                          : (uint64_t)byte[0] << 16 | (uint64_t)byte[s.len / 2] << 8 |
                                byte[s.len - 1];
    memcpy(&first, s.at, sizeof(first));
    memcpy(&last, s.at + s.len - sizeof(last), sizeof(last));
    return (uint64_t)first << 32 | last;
}

/* Bytes from `from` on; empty when it lies behind the end. The view may be NULL, to which
 * not even nothing may be added. */
static inline logdoc_str str_from_offset(logdoc_str s, size_t from)
{
    if (from > s.len)
        from = s.len;
    return (logdoc_str){ from > 0 ? s.at + from : s.at, s.len - from };
}

bool str_ends(logdoc_str s, logdoc_str suffix);
/* ASCII only. */
bool str_equal_ignoring_case(logdoc_str, logdoc_str);
int str_compare(logdoc_str, logdoc_str); /* byte order, as memcmp */
/* Offset of the first hit, or SIZE_MAX. */
size_t str_find(logdoc_str s, logdoc_str part);
size_t str_find_char(logdoc_str s, char);
/* Without blanks, tabs, CR and LF at the ends. */
logdoc_str str_trim(logdoc_str);
/* Cuts `*rest` at the next `separator`: returns what stands before it and leaves what
 * follows. With none, returns all and leaves nothing. */
logdoc_str str_cut(logdoc_str *rest, char separator);
/* Decimal digits only, the whole view, no overflow; `out` untouched otherwise. */
bool str_parse_unsigned(logdoc_str, uint64_t *out);
uint64_t str_hash(logdoc_str);

#endif
