/* SPDX-License-Identifier: MIT
 * `time source[process]: message`, as `heroku logs`, the log session and Dokku print it,
 * and what is left of it after copy and paste. */
#include "format_table.h"
#include "format_text.h"
#include "heroku_header.h"
#include "timestamp.h"

static bool take_entry(const struct heroku_header *header, logdoc_str message,
                       struct entry *out)
{
    out->message = trim_end(message);
    out->source = header->source;
    out->process = header->process;
    out->time = header->time;
    out->scope = format_scope(header->source, header->process);
    return true;
}

static bool is_stamp(char c)
{
    return is_digit(c) || c == '-' || c == ':' || c == '.' || c == '+' || c == 'T' ||
           c == 'Z';
}

/* A selection with the mouse that began a character or two late: the century is known. */
static logdoc_time mend_stamp(logdoc_str stamp)
{
    char text[TIMESTAMP_SIZE + 8];
    logdoc_time time = 0;
    size_t year = span(stamp, is_digit), lost = 4 - year;
    if ((year != 2 && year != 3) || stamp.len + lost > sizeof(text))
        return 0;
    memcpy(text, "20", lost);
    memcpy(text + lost, stamp.at, stamp.len);
    timestamp_parse((logdoc_str){ text, stamp.len + lost }, &time);
    return time;
}

/* `020-06-12T13:25:42.553+00:00 app[web.1]: …`, `+00:00 app[web.1]: …`, or no stamp. */
static bool parse_without_stamp(logdoc_str rest, struct entry *out)
{
    struct heroku_header header = { .time = 0 };
    logdoc_str stamp = take_span(&rest, is_stamp);
    if (stamp.len > 0 && (rest.len == 0 || !is_blank(rest.at[0])))
        return false;
    rest = skip_blanks(rest);
    if (!heroku_source_parse(&rest, &header) || !heroku_source_known(header.source))
        return false;
    if (header.process.len > 0 ? !is_letter(header.process.at[0]) : stamp.len == 0)
        return false;
    header.time = mend_stamp(stamp);
    return take_entry(&header, rest, out);
}

/* A router line of which the selection has lost the header, or all of it but its end
 * (`router]: at=error code=…`). No other program writes these fields. */
static bool parse_router_rest(logdoc_str rest, struct entry *out)
{
    static const struct heroku_header router = { .source = { "heroku", 6 },
                                                 .process = { "router", 6 } };
    static const size_t longest_header = 64;
    logdoc_str start = { rest.at, rest.len < longest_header ? rest.len : longest_header };
    size_t cut = str_find(start, STR("]: at="));
    if (cut != SIZE_MAX)
        rest = str_from_offset(rest, cut + sizeof("]: ") - 1);
    if (!str_starts(rest, STR("at=")) || str_find(rest, STR(" method=")) == SIZE_MAX ||
        str_find(rest, STR(" path=")) == SIZE_MAX ||
        str_find(rest, STR(" dyno=")) == SIZE_MAX)
        return false;
    return take_entry(&router, rest, out);
}

static bool parse(logdoc_str line, struct entry *out)
{
    struct heroku_header header;
    size_t used = heroku_header_parse(line, &header);
    if (used > 0)
        return take_entry(&header, str_from_offset(line, used), out);
    line = skip_paste_marks(line);
    used = heroku_header_parse(line, &header);
    if (used > 0)
        return take_entry(&header, str_from_offset(line, used), out);
    return parse_without_stamp(line, out) || parse_router_rest(line, out);
}

const struct format format_heroku = {
    .name = "heroku",
    .summary = "time source[process]: message (heroku logs, Dokku)",
    .parse = parse,
};
