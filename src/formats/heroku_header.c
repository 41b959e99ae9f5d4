/* SPDX-License-Identifier: MIT
 * `source[process]:` and what stands before it. */
#include "heroku_header.h"

#include "format_text.h"
#include "timestamp.h"

static bool is_source(char c)
{
    return is_letter(c) || is_digit(c) || c == '-' || c == '_';
}

static bool is_process(char c)
{
    return c != ']' && c != '[' && !is_blank(c);
}

bool heroku_source_known(logdoc_str source)
{
    return str_equal(source, STR("app")) || str_equal(source, STR("heroku")) ||
           str_starts(source, STR("heroku-")) ||
           str_equal_ignoring_case(source, STR("logplex"));
}

/* The sender is unknown to logplex: no brackets. */
static bool bare_source(logdoc_str source, logdoc_str rest)
{
    return heroku_source_known(source) && rest.len > 1 && rest.at[0] == ':' &&
           rest.at[1] == ' ';
}

bool heroku_source_parse(logdoc_str *s, struct heroku_header *out)
{
    logdoc_str rest = *s, process = { NULL, 0 };
    logdoc_str source = take_span(&rest, is_source);
    if (source.len == 0 || rest.len == 0)
        return false;
    if (skip_char(&rest, '[')) {
        process = take_span(&rest, is_process);
        if (process.len == 0 || !skip_text(&rest, STR("]:")))
            return false;
    } else if (!bare_source(source, rest) || !skip_char(&rest, ':')) {
        return false;
    }
    skip_char(&rest, ' ');
    out->source = source;
    out->process = process;
    *s = rest;
    return true;
}

size_t heroku_header_parse(logdoc_str line, struct heroku_header *out)
{
    if (line.len < sizeof("2026-11-22T10:00:00Z") || !is_digit(line.at[0]))
        return 0;
    struct heroku_header header = { .time = 0 };
    logdoc_str rest = str_from_offset(line, timestamp_parse(line, &header.time));
    if (rest.len == line.len || rest.len == 0 || !is_blank(rest.at[0]))
        return 0;
    rest = skip_blanks(rest);
    if (!heroku_source_parse(&rest, &header))
        return 0;
    *out = header;
    return line.len - rest.len;
}
