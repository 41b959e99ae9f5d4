/* SPDX-License-Identifier: MIT
 * Prefixes of other platforms, as far as nothing else looks like them:
 * docker compose, foreman, Cloud Foundry, Fly, kubectl, App Engine, container files with
 * nanoseconds (Azure, Kubernetes, CRI), Render's pages. */
#include "format_table.h"
#include "format_text.h"
#include "heroku_header.h"
#include "timestamp.h"

static bool take_entry(logdoc_str source, logdoc_str process, logdoc_str message,
                       struct entry *out)
{
    out->source = source;
    out->process = process;
    out->message = trim_end(message);
    out->time = 0;
    out->scope = SCOPE_APP;
    return true;
}

static bool is_service(char c)
{
    return is_lower(c) || is_digit(c) || c == '-' || c == '_' || c == '.';
}

/* web-1, web_1, web.1: compose numbers its containers, `heroku local` its processes. */
static bool is_numbered(logdoc_str name)
{
    size_t digits = 0;
    while (digits < name.len && is_digit(name.at[name.len - 1 - digits]))
        digits++;
    if (digits == 0 || digits + 1 >= name.len)
        return false;
    char separator = name.at[name.len - 1 - digits];
    return separator == '-' || separator == '_' || separator == '.';
}

static bool is_clock(char c)
{
    return is_digit(c) || c == ':';
}

static bool is_fraction(char c)
{
    return is_digit(c) || c == '.';
}

/* Nanoseconds and Z: no program writes its own log with nine digits. Takes the blank
 * behind it; 0 when there is none. */
static logdoc_time take_nanoseconds(logdoc_str *rest)
{
    static const size_t seconds = sizeof("2026-11-22T10:00:00") - 1;
    logdoc_time time = 0;
    size_t used = timestamp_parse(*rest, &time);
    logdoc_str fraction = str_from_offset(*rest, seconds);
    if (used < seconds || span(fraction, is_fraction) != 10 ||
        used != seconds + sizeof(".000000000Z") - 1)
        return 0;
    logdoc_str after = str_from_offset(*rest, used);
    if (!skip_char(&after, ' '))
        return 0;
    *rest = after;
    return time;
}

/* `name   | message`. A table or an exception group has bars too: the name must be
 * numbered, or padded and the only cell. */
static bool take_compose(logdoc_str line, bool strict, struct entry *out)
{
    logdoc_str rest = line, name = take_span(&rest, is_service);
    size_t padding = span(rest, is_blank);
    rest = skip_blanks(rest);
    if (name.len == 0 || padding == 0 || !skip_char(&rest, '|'))
        return false;
    if (rest.len > 0 && !skip_char(&rest, ' '))
        return false;
    if (strict && !is_numbered(name) &&
        (padding < 2 || str_find(rest, STR(" | ")) != SIZE_MAX))
        return false;
    logdoc_time time = take_nanoseconds(&rest);
    take_entry(STR("container"), name, rest, out);
    out->time = time;
    return true;
}

/* `10:00:00 AM web.1 |  message`, of foreman and `heroku local` */
static bool parse_local(logdoc_str rest, struct entry *out)
{
    if (take_span(&rest, is_clock).len < sizeof("1:00:00") - 1 || !skip_char(&rest, ' '))
        return false;
    if (!skip_text(&rest, STR("AM ")))
        skip_text(&rest, STR("PM "));
    logdoc_str name = rest;
    name.len = span(rest, is_service);
    return (is_numbered(name) || str_equal(name, STR("system"))) &&
           take_compose(rest, false, out);
}

static unsigned cloud_foundry_scope(logdoc_str process)
{
    if (str_starts(process, STR("STG")))
        return SCOPE_BUILD;
    if (str_starts(process, STR("RTR")))
        return SCOPE_ROUTER;
    return str_starts(process, STR("APP")) ? SCOPE_APP : SCOPE_DYNO;
}

static bool is_foundry_name(char c)
{
    return is_name(c) || c == '/';
}

/* `time [APP/PROC/WEB/0] ERR message` */
static bool parse_cloud_foundry(logdoc_str rest, logdoc_time time, struct entry *out)
{
    if (!skip_char(&rest, '['))
        return false;
    logdoc_str process = take_span(&rest, is_foundry_name);
    if (!is_digit(process.len ? process.at[process.len - 1] : ' ') ||
        str_find_char(process, '/') == SIZE_MAX || !skip_char(&rest, ']'))
        return false;
    rest = skip_blanks(rest);
    if (!skip_text(&rest, STR("ERR")) && !skip_text(&rest, STR("OUT")))
        return false;
    skip_char(&rest, ' ');
    take_entry(STR("cloud-foundry"), process, rest, out);
    out->time = time;
    out->scope = cloud_foundry_scope(process);
    return true;
}

/* `time app[5683606c41098e] lhr [info]message` */
static bool parse_fly(logdoc_str rest, logdoc_time time, struct entry *out)
{
    logdoc_str source = take_span(&rest, is_lower);
    if (source.len == 0 || !skip_char(&rest, '['))
        return false;
    logdoc_str process = take_span(&rest, is_name);
    if (process.len == 0 || !skip_text(&rest, STR("] ")))
        return false;
    if (take_span(&rest, is_lower).len != 3 || !skip_text(&rest, STR(" [")) ||
        take_span(&rest, is_lower).len == 0 || !skip_char(&rest, ']'))
        return false;
    skip_char(&rest, ' ');
    take_entry(source, process, rest, out);
    out->time = time;
    out->scope = str_equal(source, STR("app")) ? SCOPE_APP : SCOPE_DYNO;
    return true;
}

/* `time default[20261122t095500]  message` */
static bool parse_app_engine(logdoc_str rest, logdoc_time time, struct entry *out)
{
    logdoc_str service = take_span(&rest, is_service);
    if (service.len == 0 || !skip_char(&rest, '['))
        return false;
    logdoc_str version = take_span(&rest, is_service);
    if (version.len == 0 || !skip_text(&rest, STR("]  ")))
        return false;
    take_entry(STR("app-engine"), service, rest, out);
    out->time = time;
    return true;
}

static void skip_stream(logdoc_str *rest)
{
    if (skip_text(rest, STR("stdout ")) || skip_text(rest, STR("stderr ")))
        (void)(skip_text(rest, STR("F ")) || skip_text(rest, STR("P ")));
}

/* A header of Dokku is format_heroku's. */
static bool parse_container(logdoc_str rest, logdoc_time time, struct entry *out)
{
    struct heroku_header unused;
    logdoc_str after = rest;
    if (heroku_source_parse(&after, &unused))
        return false;
    skip_stream(&rest);
    take_entry(STR(""), STR(""), rest, out);
    out->time = time;
    return true;
}

static bool parse_timed(logdoc_str line, struct entry *out)
{
    logdoc_str rest = line;
    logdoc_time time = take_nanoseconds(&rest);
    if (time)
        return parse_fly(rest, time, out) || parse_container(rest, time, out);
    size_t used = timestamp_parse(line, &time);
    rest = str_from_offset(line, used);
    if (used == 0 || !skip_char(&rest, ' '))
        return false;
    return parse_cloud_foundry(rest, time, out) || parse_fly(rest, time, out) ||
           parse_app_engine(rest, time, out);
}

static bool drop_last(logdoc_str *s, size_t least, size_t most, bool (*is)(char))
{
    size_t len = 0;
    while (len < most && len < s->len && is(s->at[s->len - 1 - len]))
        len++;
    s->len -= len;
    return len >= least;
}

static bool drop_end(logdoc_str *s, logdoc_str end)
{
    if (!str_ends(*s, end))
        return false;
    s->len -= end.len;
    return true;
}

/* `messageFeb 15, 2017 4:58:11 PM`: columns of a web console, glued by copying. */
static logdoc_str drop_console_date(logdoc_str message)
{
    logdoc_str s = trim_end(message);
    if ((drop_end(&s, STR(" AM")) || drop_end(&s, STR(" PM"))) &&
        drop_last(&s, 7, 8, is_clock) && drop_end(&s, STR(" ")) &&
        drop_last(&s, 4, 4, is_digit) && drop_end(&s, STR(", ")) &&
        drop_last(&s, 1, 2, is_digit) && drop_end(&s, STR(" ")) &&
        drop_last(&s, 3, 3, is_letter))
        return s;
    return message;
}

/* `APP/0 message` */
static bool parse_foundry_console(logdoc_str line, struct entry *out)
{
    logdoc_str rest = line;
    if (!skip_text(&rest, STR("APP/")) || take_span(&rest, is_digit).len == 0)
        return false;
    logdoc_str process = { line.at, line.len - rest.len };
    skip_char(&rest, ' ');
    return take_entry(STR("cloud-foundry"), process, drop_console_date(rest), out);
}

/* `[pod/name/container] message` */
static bool parse_kubectl(logdoc_str rest, struct entry *out)
{
    if (!skip_text(&rest, STR("[pod/")))
        return false;
    logdoc_str process = take_span(&rest, is_foundry_name);
    if (process.len == 0 || !skip_text(&rest, STR("] ")))
        return false;
    logdoc_time time = take_nanoseconds(&rest);
    take_entry(STR("pod"), process, rest, out);
    out->time = time;
    return true;
}

/* `Apr 27 11:13:55 PM  message`: the year is not in the line. */
static bool parse_render(logdoc_str rest, struct entry *out)
{
    logdoc_time unused;
    size_t used = timestamp_parse_month_name(rest, 2000, &unused);
    rest = str_from_offset(rest, used);
    if (used == 0 || (!skip_text(&rest, STR(" AM  ")) && !skip_text(&rest, STR(" PM  "))))
        return false;
    return take_entry(STR(""), STR(""), rest, out);
}

static bool parse(logdoc_str line, struct entry *out)
{
    logdoc_str rest = skip_blanks(line);
    if (rest.len == 0)
        return false;
    if (is_digit(rest.at[0]) && (parse_timed(rest, out) || parse_local(rest, out)))
        return true;
    if (is_upper(rest.at[0]))
        return parse_render(rest, out) || parse_foundry_console(rest, out);
    if (rest.at[0] == '[')
        return parse_kubectl(rest, out);
    return take_compose(line, true, out);
}

/* The longest name of a compose log is padded with one blank only. */
static bool continues(logdoc_str line, struct entry *out)
{
    return take_compose(line, false, out);
}

const struct format format_prefixed = {
    .name = "prefixed",
    .summary =
        "docker compose, foreman, Cloud Foundry, Fly, kubectl, App Engine, Azure, Render",
    .parse = parse,
    .continues = continues,
};
