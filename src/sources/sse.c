/* SPDX-License-Identifier: MIT
 * Server-sent events, line by line. */
#include "sse.h"

#include "str.h"

#define LINE_CAP ((size_t)256 * 1024)
#define DATA_CAP ((size_t)1024 * 1024)

void sse_init(struct sse *sse)
{
    *sse = (struct sse){ 0 };
    strbuf_init(&sse->line, LINE_CAP);
    strbuf_init(&sse->data, DATA_CAP);
}

void sse_reset(struct sse *sse)
{
    strbuf_reset(&sse->line);
    strbuf_reset(&sse->data);
    sse->started = sse->after_cr = sse->has_data = false;
}

void sse_release(struct sse *sse)
{
    strbuf_release(&sse->line);
    strbuf_release(&sse->data);
}

static void dispatch(struct sse *sse, sse_event *event, void *user)
{
    if (sse->has_data)
        event(user, strbuf_str(&sse->data));
    strbuf_reset(&sse->data);
    sse->has_data = false;
}

static void add_data(struct sse *sse, logdoc_str value)
{
    if (sse->has_data)
        strbuf_add_char(&sse->data, '\n');
    strbuf_add_str(&sse->data, value);
    sse->has_data = true;
}

/* A line without its end. A comment begins with the colon and so has an empty name. */
static void take_line(struct sse *sse, sse_event *event, void *user)
{
    logdoc_str value = strbuf_str(&sse->line);
    if (!sse->started && str_starts(value, STR("\xEF\xBB\xBF")))
        value = str_from_offset(value, 3);
    sse->started = true;
    if (value.len == 0) {
        dispatch(sse, event, user);
    } else {
        logdoc_str name = str_cut(&value, ':');
        if (str_starts(value, STR(" ")))
            value = str_from_offset(value, 1);
        if (str_equal(name, STR("data")))
            add_data(sse, value);
    }
    strbuf_reset(&sse->line);
}

static size_t find_line_end(logdoc_str s)
{
    size_t lf = str_find_char(s, '\n');
    logdoc_str before = { s.at, lf == SIZE_MAX ? s.len : lf };
    size_t cr = str_find_char(before, '\r');
    return cr == SIZE_MAX ? lf : cr;
}

void sse_push(struct sse *sse, logdoc_str bytes, sse_event *event, void *user)
{
    while (bytes.len > 0) {
        if (sse->after_cr && bytes.at[0] == '\n')
            bytes = str_from_offset(bytes, 1);
        sse->after_cr = false;
        size_t end = find_line_end(bytes);
        if (end == SIZE_MAX) {
            strbuf_add_str(&sse->line, bytes);
            return;
        }
        strbuf_add(&sse->line, bytes.at, end);
        sse->after_cr = bytes.at[end] == '\r';
        take_line(sse, event, user);
        bytes = str_from_offset(bytes, end + 1);
    }
}
