/* SPDX-License-Identifier: MIT
 * One physical line without what only a terminal or a web page needs. */
#include "line_cleaner.h"

#include "dirt_scan.h"
#include "str.h"

#define ESCAPE '\x1B'
#define BELL '\x07'

struct entity {
    logdoc_str text;
    char character;
};

/* Without &amp;: queries that were typed wrong have it, and nothing is won. */
static const struct entity entities[] = {
    { { "&lt;", 4 }, '<' },    { { "&gt;", 4 }, '>' },    { { "&quot;", 6 }, '"' },
    { { "&#34;", 5 }, '"' },   { { "&apos;", 6 }, '\'' }, { { "&#39;", 5 }, '\'' },
    { { "&#039;", 6 }, '\'' }, { { "&#x27;", 6 }, '\'' },
};

static const struct entity *find_entity(logdoc_str s)
{
    for (size_t i = 0; i < sizeof(entities) / sizeof(entities[0]); i++)
        if (str_starts(s, entities[i].text))
            return &entities[i];
    return NULL;
}

/* A page escapes every < of a line, and whoever escapes quotes escapes all of a kind. A
 * line that has the raw character too is the app's own HTML and stays. */
static bool came_from_page(logdoc_str line, const struct entity *entity)
{
    bool angle = entity->character == '<' || entity->character == '>';
    return str_find_char(line, '<') == SIZE_MAX &&
           (angle || str_find_char(line, entity->character) == SIZE_MAX);
}

static bool has_entity(logdoc_str line)
{
    const char *at = line.at, *end = line.at + line.len;
    while ((at = memchr(at, '&', (size_t)(end - at))) != NULL) {
        const struct entity *entity = find_entity((logdoc_str){ at, (size_t)(end - at) });
        if (entity && came_from_page(line, entity))
            return true;
        at++;
    }
    return false;
}

/* Length of `[1;31m`: a colour whose escape character was lost or printed; else 0. */
static size_t color_length(logdoc_str s)
{
    size_t at = 1;
    while (at < s.len && ((s.at[at] >= '0' && s.at[at] <= '9') || s.at[at] == ';'))
        at++;
    return at > 1 && at < s.len && s.at[at] == 'm' ? at + 1 : 0;
}

static bool is_color_end(logdoc_str s)
{
    static const logdoc_str ends[] = { { "[0m", 3 }, { "[39m", 4 }, { "[22m", 4 } };
    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
        if (str_starts(s, ends[i]))
            return true;
    return false;
}

/* Who switches colours on switches them off: [5m alone may be any text. The bracket of a
 * header, which nearly every line has, is not looked at. */
static bool has_printed_colors(logdoc_str line)
{
    static const size_t header = sizeof("2026-11-22T10:00:00.000000+00:00 heroku[") - 1;
    bool dated = line.len > header && line.at[0] == '2';
    const char *at = line.at + (dated ? header : 0), *end = line.at + line.len;
    while (at < end && (at = memchr(at, '[', (size_t)(end - at))) != NULL) {
        if (is_color_end((logdoc_str){ at, (size_t)(end - at) }))
            return true;
        at++;
    }
    return false;
}

/* How programs and consoles print the escape character itself. */
static void drop_printed_escape(struct strbuf *out)
{
    static const logdoc_str escapes[] = { { "\xE2\x86\x90", 3 }, { "^[", 2 },
                                          { "\\u001b", 6 },      { "\\u001B", 6 },
                                          { "\\x1b", 4 },        { "\\033", 4 },
                                          { "\\e", 2 },          { "#033", 4 } };
    for (size_t i = 0; i < sizeof(escapes) / sizeof(escapes[0]); i++) {
        if (str_ends(strbuf_str(out), escapes[i])) {
            out->len -= escapes[i].len;
            return;
        }
    }
}

static bool has_control(logdoc_str s)
{
    static const char dirt[] = { '\r', ESCAPE, '\b', '\0' };
    for (size_t i = 0; i < sizeof(dirt); i++)
        if (s.len > 0 && memchr(s.at, dirt[i], s.len))
            return true;
    return false;
}

/* An entity ends with a semicolon, which is rarer than an ampersand where URLs are
 * logged. */
bool has_dirty_bytes(logdoc_str lines)
{
    return dirt_scan(lines);
}

bool line_is_dirty(logdoc_str line, bool dirty_bytes)
{
    return (dirty_bytes && (has_control(line) || has_entity(line))) ||
           has_printed_colors(line);
}

static size_t span_between(logdoc_str s, size_t from, unsigned char low,
                           unsigned char high)
{
    size_t at = from;
    while (at < s.len && (unsigned char)s.at[at] >= low &&
           (unsigned char)s.at[at] <= high)
        at++;
    return at;
}

/* Offset behind the end of an OSC, DCS, … string; one that does not end is no string. */
static size_t string_end(logdoc_str s)
{
    for (size_t at = 2; at < s.len; at++) {
        if (s.at[at] == BELL)
            return at + 1;
        if (s.at[at] == ESCAPE && at + 1 < s.len && s.at[at + 1] == '\\')
            return at + 2;
    }
    return 2;
}

/* Length of the escape sequence (ECMA-48) that `s` begins with. */
static size_t escape_length(logdoc_str s)
{
    if (s.len < 2)
        return 1;
    if (str_find_char(STR("]P_^X"), s.at[1]) != SIZE_MAX)
        return string_end(s);
    bool control = s.at[1] == '[';
    size_t at = span_between(s, control ? 2 : 1, 0x20, control ? 0x3F : 0x2F);
    size_t end = span_between(s, at, control ? 0x40 : 0x30, 0x7E);
    return end > at ? at + 1 : at;
}

static bool is_utf8_tail(char c)
{
    return ((unsigned char)c & 0xC0U) == 0x80U;
}

static void erase_character(struct strbuf *out)
{
    if (out->len == 0 || out->at[out->len - 1] == '\r')
        return;
    while (out->len > 1 && is_utf8_tail(out->at[out->len - 1]))
        out->len--;
    out->len--;
}

static size_t clean_length(logdoc_str s)
{
    size_t at = 0;
    while (at < s.len && s.at[at] != ESCAPE && s.at[at] != '\b' && s.at[at] != '\r' &&
           s.at[at] != '\0' && s.at[at] != '&' && s.at[at] != '[')
        at++;
    return at;
}

static size_t clean_entity(logdoc_str rest, logdoc_str line, struct strbuf *out)
{
    const struct entity *entity = find_entity(rest);
    bool decoded = entity && came_from_page(line, entity);
    strbuf_add_char(out, decoded ? entity->character : '&');
    return decoded ? entity->text.len : 1;
}

static size_t clean_color(logdoc_str rest, bool printed_colors, struct strbuf *out)
{
    size_t len = printed_colors ? color_length(rest) : 0;
    if (len > 0)
        drop_printed_escape(out);
    else
        strbuf_add_char(out, '[');
    return len > 0 ? len : 1;
}

struct dirty_line {
    logdoc_str whole, rest;
    bool printed_colors;
};

/* Deals with the one character at the front that is not clean; returns what it took. */
static size_t clean_one(const struct dirty_line *line, struct strbuf *out)
{
    switch (line->rest.at[0]) {
    case ESCAPE:
        return escape_length(line->rest);
    case '\b':
        erase_character(out);
        return 1;
    case '\r':
        strbuf_add_char(out, '\r');
        return 1;
    case '&':
        return clean_entity(line->rest, line->whole, out);
    case '[':
        return clean_color(line->rest, line->printed_colors, out);
    default:
        return 1;
    }
}

void line_clean(logdoc_str text, struct strbuf *out)
{
    struct dirty_line line = { text, text, has_printed_colors(text) };
    while (line.rest.len > 0) {
        size_t len = clean_length(line.rest);
        strbuf_add(out, line.rest.at, len);
        line.rest = str_from_offset(line.rest, len);
        if (line.rest.len > 0)
            line.rest = str_from_offset(line.rest, clean_one(&line, out));
    }
}
