/* SPDX-License-Identifier: MIT
 * Router lines of all ages (Dev Center: HTTP routing). */
#include "format_text.h"
#include "logfmt.h"

struct field {
    char key[16]; /* with its = */
    size_t len, offset;
};

/* Of a key that is known and not wanted. */
#define NOWHERE SIZE_MAX

#define KEY(name, offset)                                                                \
    {                                                                                    \
        name "=", sizeof(name), (offset)                                                 \
    }
#define FIELD(name) KEY(#name, offsetof(struct router_line, name))

/* In the order in which routers write them, so that the search for a key seldom takes
 * more than one comparison. */
static const struct field fields[] = {
    FIELD(sock),
    FIELD(at),
    FIELD(code),
    FIELD(desc),
    FIELD(cause),
    FIELD(method),
    FIELD(path),
    FIELD(host),
    FIELD(request_id),
    FIELD(fwd),
    FIELD(dyno),
    FIELD(connect),
    FIELD(service),
    FIELD(status),
    FIELD(bytes),
    FIELD(protocol),
    KEY("tls", NOWHERE),
    KEY("tls_version", NOWHERE),
    KEY("web", offsetof(struct router_line, dyno)), /* until 2011 */
};

#define FIELD_COUNT (sizeof(fields) / sizeof(fields[0]))

static logdoc_str *field_of(struct router_line *line, size_t index)
{
    size_t offset = fields[index].offset;
    return offset == NOWHERE ? NULL : (logdoc_str *)(void *)((char *)line + offset);
}

/* Eight bytes at once: a line has sixteen pairs and a log millions of lines. */
static bool starts_pair(logdoc_str s, const struct field *field)
{
    if (s.len < sizeof(field->key))
        return str_starts(s, (logdoc_str){ field->key, field->len });
    uint64_t differs = read_eight(s.at) ^ read_eight(field->key);
    if (field->len <= 8)
        return differs << (64 - 8 * field->len) == 0;
    return differs == 0 && memcmp(s.at, field->key, field->len) == 0;
}

/* Which key `s` starts with; searches from `next` on, round to it again. FIELD_COUNT:
 * none that is known. */
static size_t find_field(logdoc_str s, size_t next)
{
    for (size_t tried = 0; tried < FIELD_COUNT; tried++) {
        size_t index =
            next + tried < FIELD_COUNT ? next + tried : next + tried - FIELD_COUNT;
        if (starts_pair(s, &fields[index]))
            return index;
    }
    return FIELD_COUNT;
}

/* A word, or a pair nobody knows: its value may be quoted. */
static void skip_unknown(logdoc_str *rest)
{
    size_t blank = find_blank(*rest), equals = str_find_char(*rest, '=');
    *rest = str_from_offset(*rest, equals < blank ? equals + 1 : blank);
    if (equals < blank)
        take_value(rest);
}

/* The first of two equal keys counts: what follows may come from the client. */
static void take_pairs(logdoc_str rest, struct router_line *out)
{
    size_t next = 0;
    while (rest.len > 0) {
        size_t index = find_field(rest, next);
        if (index == FIELD_COUNT) {
            skip_unknown(&rest);
        } else {
            rest = str_from_offset(rest, fields[index].len);
            logdoc_str value = take_value(&rest), *field = field_of(out, index);
            if (field && !field->at)
                *field = value;
            next = index + 1;
        }
        skip_char(&rest, ' ');
    }
}

static bool not_blank(char c)
{
    return c != ' ';
}

static logdoc_str take_token(logdoc_str *rest)
{
    logdoc_str token = take_span(rest, not_blank);
    skip_char(rest, ' ');
    return token;
}

static bool is_method(logdoc_str s)
{
    return s.len >= 3 && s.len <= 10 && span(s, is_upper) == s.len;
}

/* `GET host/path dyno=web.1 …` */
static bool take_request(logdoc_str rest, struct router_line *out)
{
    logdoc_str method = take_token(&rest), target = take_token(&rest);
    size_t slash = str_find_char(target, '/');
    if (!is_method(method) || slash == SIZE_MAX || slash == 0 ||
        str_find(rest, STR("service=")) == SIZE_MAX)
        return false;
    out->method = method;
    out->host = (logdoc_str){ target.at, slash };
    out->path = str_from_offset(target, slash);
    take_pairs(rest, out);
    return true;
}

/* `Error H10 (App crashed) -> GET host/path …`, until 2012 */
static bool take_old_error(logdoc_str rest, struct router_line *out)
{
    struct router_line line = { .at = STR("error") };
    if (!skip_text(&rest, STR("Error H")))
        return false;
    line.code = (logdoc_str){ rest.at - 1, span(rest, is_digit) + 1 };
    rest = str_from_offset(rest, line.code.len - 1);
    if (line.code.len < 3 || line.code.len > 4 || !skip_text(&rest, STR(" (")))
        return false;
    line.desc = str_cut(&rest, ')');
    if (!skip_text(&rest, STR(" -> ")))
        return false;
    take_request(rest, &line);
    *out = line;
    return true;
}

static logdoc_str take_column(logdoc_str *rest)
{
    logdoc_str column = str_trim(str_cut(rest, '|'));
    return column;
}

/* `GET / HTTP/1.1 | 203.0.113.7 | 8132 | http | 503`, of nginx until 2012 */
static bool take_nginx(logdoc_str rest, struct router_line *out)
{
    struct router_line line = { .at = STR("info") };
    logdoc_str request = take_column(&rest);
    line.fwd = take_column(&rest);
    line.bytes = take_column(&rest);
    line.protocol = take_column(&rest);
    line.status = take_column(&rest);
    if (line.status.len != 3 || span(line.status, is_digit) != 3)
        return false;
    line.method = take_token(&request);
    line.path = take_token(&request);
    if (!is_method(line.method) || !str_starts(request, STR("HTTP/")))
        return false;
    *out = line;
    return true;
}

static bool parse_old(logdoc_str message, struct router_line *out)
{
    struct router_line line = { .at = STR("info") };
    if (take_old_error(message, out) || take_nginx(message, out))
        return true;
    if (!take_request(message, &line))
        return false;
    *out = line;
    return true;
}

/* A sample of the documentation has `host=name"`. */
static void drop_stray_quote(logdoc_str *value)
{
    if (value->len > 0 && value->at[value->len - 1] == '"')
        value->len--;
}

bool router_parse(logdoc_str message, struct router_line *out)
{
    struct router_line line = { .at = { NULL, 0 } };
    take_pairs(message, &line);
    if (!line.at.at && !line.method.at && !line.code.at)
        return parse_old(message, out);
    if (!line.at.at && str_starts(message, STR("error ")))
        line.at = (logdoc_str){ message.at, sizeof("error") - 1 };
    drop_stray_quote(&line.host);
    *out = line;
    return true;
}
