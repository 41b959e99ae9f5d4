/* SPDX-License-Identifier: MIT
 * UTF-8 for people: the only file that knows utf8proc. */
#include "utf8.h"

#include "str.h"

#include <utf8proc.h>

#define REPLACEMENT "\xEF\xBF\xBD"
#define LONGEST_CHARACTER 4

size_t utf8_decode(logdoc_str s, uint32_t *code_point)
{
    utf8proc_int32_t decoded;
    utf8proc_ssize_t used;

    if (s.len == 0)
        return 0;
    if ((unsigned char)s.at[0] < 0x80) {
        *code_point = (unsigned char)s.at[0];
        return 1;
    }
    used = utf8proc_iterate(
        (const utf8proc_uint8_t *)s.at,
        (utf8proc_ssize_t)(s.len < LONGEST_CHARACTER ? s.len : LONGEST_CHARACTER),
        &decoded);
    if (used <= 0)
        return 0;
    *code_point = (uint32_t)decoded;
    return (size_t)used;
}

static size_t ascii_run(logdoc_str s)
{
    size_t len = 0;

    while (len < s.len && s.at[len] > 0)
        len++;
    return len;
}

void utf8_add_valid(struct strbuf *out, logdoc_str s)
{
    while (s.len) {
        uint32_t code_point = 0;
        size_t used = ascii_run(s);

        if (used == 0)
            used = utf8_decode(s, &code_point);
        if (used == 0 || s.at[0] == '\0') {
            used = 1;
            strbuf_add_text(out, REPLACEMENT);
        } else {
            strbuf_add(out, s.at, used);
        }
        s = str_from_offset(s, used);
    }
}

/* Columns of the character at the start of `s`, which is not empty. */
static size_t first_width(logdoc_str s, size_t *used)
{
    uint32_t code_point;

    *used = utf8_decode(s, &code_point);
    if (*used == 0) {
        *used = 1;
        return 1;
    }
    if (code_point == '\t')
        return 1;
    return (size_t)utf8proc_charwidth((utf8proc_int32_t)code_point);
}

size_t utf8_width(logdoc_str s)
{
    size_t width = 0, used;

    for (; s.len; s = str_from_offset(s, used))
        width += first_width(s, &used);
    return width;
}

size_t utf8_prefix(logdoc_str s, size_t columns)
{
    size_t len = 0, used;

    while (len < s.len) {
        size_t width = first_width(str_from_offset(s, len), &used);

        if (width > columns)
            break;
        columns -= width;
        len += used;
    }
    return len;
}
