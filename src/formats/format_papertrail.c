/* SPDX-License-Identifier: MIT
 * Papertrail: `Jul 24 05:16:31 app-name app/web.1 message` in its pages and in its client
 * (which writes a colon), tab-separated in its archives; and local syslog files, which
 * begin the same way: `Jul 24 05:16:31 host app[web.1]: message`. */
#include "format_table.h"
#include "format_text.h"
#include "heroku_header.h"
#include "timestamp.h"

static bool is_word(char c)
{
    return c > ' ';
}

/* So that Feb 29 is a date. */
#define LEAP_YEAR 2000

struct program {
    logdoc_str source, process;
};

/* `app/web.1`, `heroku/router`; the source as in Heroku's own header. */
static bool split_program(logdoc_str word, struct program *out)
{
    logdoc_str rest = word;
    logdoc_str source = str_cut(&rest, '/');
    if (!heroku_source_known(source) || rest.len == 0 || span(rest, is_name) != rest.len)
        return false;
    *out = (struct program){ .source = source, .process = rest };
    return true;
}

static bool take_program(logdoc_str *rest, struct program *out)
{
    logdoc_str after = *rest, word = take_span(&after, is_word);
    if (word.len > 0 && word.at[word.len - 1] == ':')
        word.len--;
    if (!split_program(word, out))
        return false;
    skip_char(&after, ' ');
    *rest = after;
    return true;
}

/* `app[web.1]: `, or another program's `nginx[123]: `. */
static bool take_tag(logdoc_str *rest, struct program *out)
{
    struct heroku_header header;
    logdoc_str after = *rest;
    if (!heroku_source_parse(&after, &header) || header.process.len == 0)
        return false;
    *rest = after;
    bool by_number = is_digit(header.process.at[0]);
    out->source = by_number ? STR("") : header.source;
    out->process = by_number ? header.source : header.process;
    return true;
}

static bool take_entry(const struct program *program, logdoc_str message,
                       struct entry *out)
{
    out->source = program->source;
    out->process = program->process;
    out->message = trim_end(message);
    out->scope = format_scope(program->source, program->process);
    return true;
}

static bool skip_word(logdoc_str *rest)
{
    return take_span(rest, is_word).len > 0 && skip_char(rest, ' ');
}

/* The year is not in the line, and a wrong one would be worse than none. */
static bool parse_month_name(logdoc_str rest, struct entry *out)
{
    logdoc_time unused;
    struct program program;
    size_t used = timestamp_parse_month_name(rest, LEAP_YEAR, &unused);
    rest = str_from_offset(rest, used);
    if (used == 0 || !skip_char(&rest, ' ') || !skip_word(&rest))
        return false;
    if (!take_tag(&rest, &program) && !take_program(&rest, &program))
        return false;
    out->time = 0;
    return take_entry(&program, rest, out);
}

/* id, generated_at, received_at, source_id, source_name, source_ip, facility, severity,
 * program, message */
static bool parse_archive(logdoc_str rest, struct entry *out)
{
    logdoc_time time = 0;
    struct program program;
    str_cut(&rest, '\t');
    if (timestamp_parse(str_cut(&rest, '\t'), &time) == 0)
        return false;
    for (int column = 2; column < 8; column++)
        str_cut(&rest, '\t');
    if (!split_program(str_cut(&rest, '\t'), &program))
        return false;
    out->time = time;
    return take_entry(&program, rest, out);
}

/* `2026-11-22T10:00:00Z app-name app/web.1: message` */
static bool parse_full_time(logdoc_str rest, struct entry *out)
{
    logdoc_time time = 0;
    struct program program;
    size_t used = timestamp_parse(rest, &time);
    rest = str_from_offset(rest, used);
    if (used == 0 || !skip_char(&rest, ' '))
        return false;
    if (!take_program(&rest, &program) &&
        (!skip_word(&rest) || !take_program(&rest, &program)))
        return false;
    out->time = time;
    return take_entry(&program, rest, out);
}

static bool parse(logdoc_str line, struct entry *out)
{
    logdoc_str rest = skip_paste_marks(line);
    if (rest.len == 0)
        return false;
    if (is_upper(rest.at[0]))
        return parse_month_name(rest, out);
    if (!is_digit(rest.at[0]))
        return false;
    logdoc_str digits = rest;
    take_span(&digits, is_digit);
    bool archive = digits.len > 0 && digits.at[0] == '\t';
    return archive ? parse_archive(rest, out) : parse_full_time(rest, out);
}

const struct format format_papertrail = {
    .name = "papertrail",
    .summary = "Papertrail's pages, client and archives; local syslog files",
    .parse = parse,
};
