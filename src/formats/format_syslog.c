/* SPDX-License-Identifier: MIT
 * RFC 5424 as logplex posts it to a drain (heroku/logplex: logplex_http_drain.erl), saved
 * to a file:
 * `[TIME ][LEN ]<PRI>1 TIME HOST SOURCE PROCESS MSGID [SD] message`. */
#include "format_table.h"
#include "format_text.h"
#include "timestamp.h"

static bool is_field(char c)
{
    return c > ' ';
}

/* One field and the blank behind it. */
static logdoc_str take_field(logdoc_str *rest)
{
    logdoc_str field = take_span(rest, is_field);
    skip_char(rest, ' ');
    return field;
}

static bool skip_priority(logdoc_str *rest)
{
    logdoc_str s = *rest;
    if (take_span(&s, is_digit).len > 0 && !skip_char(&s, ' '))
        return false;
    if (!skip_char(&s, '<'))
        return false;
    size_t digits = take_span(&s, is_digit).len;
    if (digits == 0 || digits > 3 || !skip_text(&s, STR(">1 ")))
        return false;
    *rest = s;
    return true;
}

/* Exports of log services put the time of arrival in front: `2026-01-05 10:00:00.000 `.
 */
static void skip_arrival(logdoc_str *rest)
{
    logdoc_time time = 0;
    if (rest->len < 20 || rest->at[4] != '-' || rest->at[10] != ' ')
        return;
    *rest = skip_blanks(str_from_offset(*rest, timestamp_parse(*rest, &time)));
}

/* `-` or one or more `[id key="value"]`. */
static void skip_structured_data(logdoc_str *rest)
{
    if (skip_text(rest, STR("- ")) || str_equal(*rest, STR("-"))) {
        *rest = rest->len == 1 ? str_from_offset(*rest, 1) : *rest;
        return;
    }
    const char *end =
        rest->len && rest->at[0] == '[' ? memchr(rest->at, ']', rest->len) : NULL;
    if (end && memchr(rest->at, '=', (size_t)(end - rest->at)))
        *rest = skip_blanks(str_from_offset(*rest, (size_t)(end - rest->at) + 1));
}

static bool is_token(logdoc_str field)
{
    return str_starts(field, STR("d.")) || str_starts(field, STR("t."));
}

struct fields {
    logdoc_str host, source, process, id;
};

/* Older senders put the token elsewhere: `heroku web.7 d.… -` and, log-shuttle's,
 * `heroku t.… log-shuttle -`; exports of log services leave out the host:
 * `heroku web.7 - -`. */
static void settle(struct fields *fields)
{
    if (is_token(fields->process) || str_equal(fields->process, STR("-"))) {
        fields->process = fields->source;
        fields->source = fields->host;
    } else if (is_token(fields->source)) {
        fields->source = fields->host;
    }
}

static bool parse(logdoc_str line, struct entry *out)
{
    logdoc_str rest = skip_paste_marks(line);
    logdoc_time time = 0;
    if (rest.len == 0 || (rest.at[0] != '<' && !is_digit(rest.at[0])))
        return false;
    skip_arrival(&rest);
    if (!skip_priority(&rest))
        return false;
    size_t used = timestamp_parse(rest, &time);
    rest = str_from_offset(rest, used);
    if (used == 0 || !skip_char(&rest, ' '))
        return false;
    struct fields fields;
    fields.host = take_field(&rest);
    fields.source = take_field(&rest);
    fields.process = take_field(&rest);
    fields.id = take_field(&rest);
    if (fields.id.len == 0)
        return false;
    if (!str_equal(fields.host, STR("host")))
        skip_structured_data(&rest);
    settle(&fields);
    out->message = trim_end(rest);
    out->source = fields.source;
    out->process = fields.process;
    out->time = time;
    out->scope = format_scope(fields.source, fields.process);
    return true;
}

const struct format format_syslog = {
    .name = "syslog",
    .summary = "RFC 5424, as log drains receive it",
    .parse = parse,
};
