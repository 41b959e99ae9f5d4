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
           (prefix.len == 0 || memcmp(s.at, prefix.at, prefix.len) == 0);
}

/* Bytes from `from` on; empty when it lies behind the end. */
static inline logdoc_str str_from_offset(logdoc_str s, size_t from)
{
    return from >= s.len ? (logdoc_str){ s.at + s.len, 0 }
                         : (logdoc_str){ s.at + from, s.len - from };
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
