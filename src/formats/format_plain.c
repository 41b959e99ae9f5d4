/* SPDX-License-Identifier: MIT
 * Anything: a bare trace, an application's own log file. Never refuses. */
#include "format_table.h"
#include "format_text.h"
#include "timestamp.h"

/* The message stays whole: the stamp is the program's own text. */
static logdoc_time own_time(logdoc_str line)
{
    logdoc_time time = 0;
    skip_char(&line, '[');
    if (line.len > 0 && is_digit(line.at[0]))
        timestamp_parse(line, &time);
    return time;
}

static bool parse(logdoc_str line, struct entry *out)
{
    out->message = trim_end(line);
    out->source = out->process = (logdoc_str){ NULL, 0 };
    out->time = own_time(line);
    out->scope = SCOPE_PLAIN;
    return true;
}

const struct format format_plain = {
    .name = "plain",
    .summary = "any text",
    .parse = parse,
};
