/* SPDX-License-Identifier: MIT
 * The router line of today, read by its blanks: every pair where it is expected, or the
 * line is left to router_parse(). */
#include "logfmt.h"
#include "str.h"

struct cursor {
    const struct byte_marks *marks;
    const char *text;
    size_t at, end;
    bool failed;
};

/* Keys are compared at full length although the line may end before: somebody has to own
 * the bytes behind it. */
#define LONGEST_KEY ((size_t)16)

static inline logdoc_str take_until(struct cursor *cursor, size_t stop)
{
    logdoc_str value = { cursor->text + cursor->at, stop - cursor->at };
    cursor->failed |= *value.at == '"';
    cursor->at = stop + 1;
    return value;
}

static inline bool take_key(struct cursor *cursor, logdoc_str key)
{
    if (memcmp(cursor->text + cursor->at, key.at, key.len) != 0)
        return false;
    cursor->at += key.len;
    return true;
}

/* `key=value ` with something behind it. */
static inline logdoc_str take_word(struct cursor *cursor, logdoc_str key)
{
    size_t blank = byte_marks_next(cursor->marks->blanks, cursor->at);
    cursor->failed |= blank >= cursor->end || !take_key(cursor, key);
    return cursor->failed ? (logdoc_str){ NULL, 0 } : take_until(cursor, blank);
}

/* `key="value" `: the value may hold blanks. */
static inline logdoc_str take_quoted_word(struct cursor *cursor, logdoc_str key)
{
    cursor->failed |= !take_key(cursor, key);
    size_t start = cursor->at, blank = start;
    do
        blank = byte_marks_next(cursor->marks->blanks, blank + 1);
    while (blank < cursor->end && cursor->text[blank - 1] != '"');
    cursor->failed |= blank >= cursor->end;
    if (cursor->failed)
        return (logdoc_str){ NULL, 0 };
    cursor->at = blank + 1;
    return (logdoc_str){ cursor->text + start, blank - 1 - start };
}

/* The pairs that follow hold nothing that is wanted, unless one of them is unknown. */
static bool ends_as_usual(struct cursor *cursor)
{
    while (cursor->at < cursor->end) {
        if (!take_key(cursor, STR("bytes=")) && !take_key(cursor, STR("protocol=")) &&
            !take_key(cursor, STR("tls=")) && !take_key(cursor, STR("tls_version=")))
            return false;
        size_t blank = byte_marks_next(cursor->marks->blanks, cursor->at);
        take_until(cursor, blank < cursor->end ? blank : cursor->end);
    }
    return !cursor->failed;
}

bool router_parse_usual(const struct byte_marks *marks, size_t from, size_t end,
                        struct router_line *out)
{
    struct cursor cursor = { marks, marks->bytes.at, from, end, false };
    if (end + LONGEST_KEY > marks->bytes.len || !take_key(&cursor, STR("at=info ")))
        return false;
    struct router_line line = { .at = { cursor.text + from + 3, 4 } };
    line.method = take_word(&cursor, STR("method="));
    line.path = take_quoted_word(&cursor, STR("path=\""));
    line.host = take_word(&cursor, STR("host="));
    line.request_id = take_word(&cursor, STR("request_id="));
    line.fwd = take_quoted_word(&cursor, STR("fwd=\""));
    line.dyno = take_word(&cursor, STR("dyno="));
    line.connect = take_word(&cursor, STR("connect="));
    line.service = take_word(&cursor, STR("service="));
    line.status = take_word(&cursor, STR("status="));
    if (cursor.failed || !ends_as_usual(&cursor))
        return false;
    *out = line;
    return true;
}
