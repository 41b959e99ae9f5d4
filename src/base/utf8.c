/* SPDX-License-Identifier: MIT
 * Validity and width of UTF-8, by utf8proc. */
#include "utf8.h"

#include "str.h"

#include <utf8proc.h>

#define LONGEST 4

/* The next character; -1 when the bytes are none. `*len` is what it takes, at least 1. */
static int32_t next_character(logdoc_str s, size_t at, size_t *len)
{
    int32_t character;
    size_t room = s.len - at < LONGEST ? s.len - at : LONGEST;
    utf8proc_ssize_t used = utf8proc_iterate((const utf8proc_uint8_t *)s.at + at,
                                             (utf8proc_ssize_t)room, &character);
    *len = used > 0 ? (size_t)used : 1;
    return used > 0 ? character : -1;
}

void utf8_add_valid(struct strbuf *out, logdoc_str s)
{
    size_t len;
    for (size_t at = 0; at < s.len; at += len)
        if (next_character(s, at, &len) > 0)
            strbuf_add(out, s.at + at, len);
        else
            strbuf_add_text(out, "\xEF\xBF\xBD");
}

static size_t width_of(int32_t character)
{
    if (character < 0)
        return 1;
    int width = utf8proc_charwidth(character);
    return width > 0 ? (size_t)width : 0;
}

size_t utf8_width(logdoc_str s)
{
    size_t width = 0, len;
    for (size_t at = 0; at < s.len; at += len)
        width += width_of(next_character(s, at, &len));
    return width;
}

size_t utf8_prefix(logdoc_str s, size_t columns)
{
    size_t width = 0, at = 0, len;
    while (at < s.len) {
        width += width_of(next_character(s, at, &len));
        if (width > columns)
            break;
        at += len;
    }
    return at;
}
