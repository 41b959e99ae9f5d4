/* SPDX-License-Identifier: MIT
 * Cuts the plain form into records. */
#include "session_lines.h"

#include "ascii.h"
#include "str.h"

#define PARTIAL_CAP ((size_t)256 * 1024)

void session_lines_init(struct session_lines *lines)
{
    strbuf_init(&lines->partial, PARTIAL_CAP);
}

void session_lines_release(struct session_lines *lines)
{
    strbuf_release(&lines->partial);
}

/* `s` begins with 2026-11-22T10:00:00.123456+00:00 source[ */
static bool starts_record(logdoc_str s)
{
    static const char shape[] = "0000-00-00T00:00:00.000000+00:00 ";
    static const size_t len = sizeof(shape) - 1;
    if (s.len <= len)
        return false;
    for (size_t i = 0; i < len; i++) {
        bool fits = shape[i] == '0'   ? ascii_is_digit(s.at[i])
                    : shape[i] == '+' ? s.at[i] == '+' || s.at[i] == '-'
                                      : s.at[i] == shape[i];
        if (!fits)
            return false;
    }
    size_t at = len;
    while (at < s.len && (ascii_is_alnum(s.at[at]) || s.at[at] == '-' || s.at[at] == '_'))
        at++;
    return at > len && at < s.len && s.at[at] == '[';
}

/* Offset of the next record that is glued to the one at the start of `s`, or SIZE_MAX. */
static size_t find_glued(logdoc_str s)
{
    for (size_t at = 1; at < s.len; at++) {
        if (s.at[at] == '-' && at > 4 && starts_record(str_from_offset(s, at - 4)))
            return at - 4;
    }
    return SIZE_MAX;
}

static void give(logdoc_str line, session_record *record, void *user)
{
    while (line.len > 0) {
        size_t cut = find_glued(line);
        logdoc_str one = { line.at, cut == SIZE_MAX ? line.len : cut };
        if (str_trim(one).len > 0)
            record(user, one);
        line = str_from_offset(line, one.len);
    }
}

static void add_without_nuls(struct strbuf *out, logdoc_str bytes)
{
    while (bytes.len > 0)
        strbuf_add_str(out, str_cut(&bytes, '\0'));
}

void session_lines_push(struct session_lines *lines, logdoc_str bytes,
                        session_record *record, void *user)
{
    while (bytes.len > 0) {
        size_t end = str_find_char(bytes, '\n');
        logdoc_str part = { bytes.at, end == SIZE_MAX ? bytes.len : end };
        add_without_nuls(&lines->partial, part);
        if (end == SIZE_MAX && !lines->partial.truncated)
            return;
        session_lines_flush(lines, record, user);
        bytes = str_from_offset(bytes, part.len + (end == SIZE_MAX ? 0 : 1));
    }
}

void session_lines_flush(struct session_lines *lines, session_record *record, void *user)
{
    logdoc_str line = strbuf_str(&lines->partial);
    if (str_ends(line, STR("\r")))
        line.len--;
    give(line, record, user);
    strbuf_reset(&lines->partial);
}
