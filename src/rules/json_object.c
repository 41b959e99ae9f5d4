/* SPDX-License-Identifier: MIT
 * A pull reader: nothing is built that the rules do not keep, and nothing recurses but the
 * tables of fields, whose depth the program knows. */
#include "json_object.h"

#include "error.h"
#include "mem.h"
#include "str.h"
#include "strbuf.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>

static void add_path(struct strbuf *where, const struct json_reader *reader)
{
    for (size_t i = 0; i < reader->depth; i++) {
        const struct json_step *step = &reader->path[i];
        if (!step->key.at) {
            strbuf_add_format(where, "[%zu]", step->index);
            continue;
        }
        strbuf_add_text(where, i ? "." : "");
        strbuf_add_str(where, step->key);
    }
}

static void add_where(struct strbuf *where, const struct json_reader *reader)
{
    strbuf_add_text(where, reader->file);
    if (reader->rule)
        strbuf_add_format(where, ": rule '%s'", reader->rule);
    if (reader->depth > 0)
        strbuf_add_text(where, ": ");
    add_path(where, reader);
}

bool json_fail(struct json_reader *reader, const char *format, ...)
{
    struct strbuf where;
    strbuf_init(&where, sizeof(reader->error->where) - 1);
    add_where(&where, reader);
    char text[sizeof(reader->error->text)];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    error_set(reader->error, where.at, "%s", text);
    strbuf_release(&where);
    return false;
}

/* The text is not JSON here. */
static bool fail_syntax(struct json_reader *reader, const char *text)
{
    size_t line = 1, column = 1;
    struct strbuf where;

    for (size_t i = 0; i < reader->at && i < reader->text.len; i++) {
        bool end = reader->text.at[i] == '\n';
        line += end;
        column = end ? 1 : column + 1;
    }
    strbuf_init(&where, sizeof(reader->error->where) - 1);
    strbuf_add_format(&where, "%s:%zu:%zu", reader->file, line, column);
    error_set(reader->error, where.at, "%s",
              reader->at < reader->text.len ? text : "the file ends within a value");
    strbuf_release(&where);
    return false;
}

static bool fail_type(struct json_reader *reader, const char *text)
{
    return json_peek(reader) ? json_fail(reader, "%s", text) : fail_syntax(reader, text);
}

void json_enter(struct json_reader *reader, logdoc_str key)
{
    assert(reader->depth < JSON_PATH_DEPTH);
    reader->path[reader->depth++] = (struct json_step){ .key = key };
}

void json_enter_item(struct json_reader *reader, size_t index)
{
    assert(reader->depth < JSON_PATH_DEPTH);
    reader->path[reader->depth++] = (struct json_step){ .index = index };
}

void json_leave(struct json_reader *reader)
{
    assert(reader->depth > 0);
    reader->depth--;
}

char json_peek(struct json_reader *reader)
{
    for (; reader->at < reader->text.len; reader->at++) {
        char c = reader->text.at[reader->at];
        if (c != ' ' && c != '\n' && c != '\r' && c != '\t')
            return c;
    }
    return '\0';
}

static bool take(struct json_reader *reader, char c)
{
    if (json_peek(reader) != c)
        return false;
    reader->at++;
    return true;
}

bool json_end(struct json_reader *reader)
{
    json_peek(reader);
    return reader->at == reader->text.len ||
           fail_syntax(reader, "something follows the end of the object");
}

/* Bytes of the UTF-8 sequence at `at`, or 0 (Unicode, table 3-7). */
static size_t sequence_length(const unsigned char *at, size_t left)
{
    static const unsigned char forms[][5] = {
        /* first byte from, to, second byte from, to, length */
        { 0xC2, 0xDF, 0x80, 0xBF, 2 }, { 0xE0, 0xE0, 0xA0, 0xBF, 3 },
        { 0xE1, 0xEC, 0x80, 0xBF, 3 }, { 0xED, 0xED, 0x80, 0x9F, 3 },
        { 0xEE, 0xEF, 0x80, 0xBF, 3 }, { 0xF0, 0xF0, 0x90, 0xBF, 4 },
        { 0xF1, 0xF3, 0x80, 0xBF, 4 }, { 0xF4, 0xF4, 0x80, 0x8F, 4 },
    };
    if (at[0] < 0x80)
        return 1;
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        const unsigned char *form = forms[i];
        if (at[0] < form[0] || at[0] > form[1])
            continue;
        if (left < form[4] || at[1] < form[2] || at[1] > form[3])
            return 0;
        for (size_t k = 2; k < form[4]; k++)
            if ((at[k] & 0xC0) != 0x80)
                return 0;
        return form[4];
    }
    return 0;
}

static bool is_utf8(logdoc_str text)
{
    const unsigned char *byte = (const unsigned char *)text.at;
    for (size_t i = 0; i < text.len;) {
        size_t length = sequence_length(byte + i, text.len - i);
        if (length == 0)
            return false;
        i += length;
    }
    return true;
}

static char *add_utf8(char *to, uint32_t code)
{
    if (code < 0x80) {
        *to++ = (char)code;
        return to;
    }
    int tail = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    *to++ = (char)((0xF0U << (3 - tail) & 0xFFU) | code >> (6 * tail));
    while (tail-- > 0)
        *to++ = (char)(0x80U | (code >> (6 * tail) & 0x3FU));
    return to;
}

/* Four hexadecimal digits behind "\u", or UINT32_MAX. */
static uint32_t parse_unit(logdoc_str raw)
{
    uint32_t unit = 0;
    if (raw.len < 6 || raw.at[0] != '\\' || raw.at[1] != 'u')
        return UINT32_MAX;
    for (size_t i = 2; i < 6; i++) {
        static const char digits[] = "0123456789abcdef";
        char c = (char)(raw.at[i] >= 'A' && raw.at[i] <= 'F' ? raw.at[i] | 0x20 : raw.at[i]);
        const char *digit = c ? strchr(digits, c) : NULL;
        if (!digit)
            return UINT32_MAX;
        unit = unit << 4 | (uint32_t)(digit - digits);
    }
    return unit;
}

/* Writes the character of an escape at `*to`; returns the bytes it took, 0 when bad. */
static size_t decode_unicode(logdoc_str raw, char **to)
{
    uint32_t code = parse_unit(raw);
    if (code == 0 || code == UINT32_MAX || (code >= 0xDC00 && code <= 0xDFFF))
        return 0;
    if (code < 0xD800 || code > 0xDBFF) {
        *to = add_utf8(*to, code);
        return 6;
    }
    uint32_t low = parse_unit(str_from_offset(raw, 6));
    if (low < 0xDC00 || low > 0xDFFF)
        return 0;
    *to = add_utf8(*to, 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00));
    return 12;
}

static size_t decode_escape(logdoc_str raw, char **to)
{
    static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
    if (raw.len < 2 || !raw.at[1])
        return 0;
    if (raw.at[1] == 'u')
        return decode_unicode(raw, to);
    const char *name = strchr(names, raw.at[1]);
    if (!name)
        return 0;
    *(*to)++ = values[name - names];
    return 2;
}

/* What an escape stands for is never longer than the escape. */
static bool unescape(struct json_reader *reader, logdoc_str raw, logdoc_str *out)
{
    char *begin = arena_alloc(reader->arena, raw.len + 1), *to = begin;
    while (raw.len > 0) {
        size_t used = 1;
        if (raw.at[0] == '\\')
            used = decode_escape(raw, &to);
        else
            *to++ = raw.at[0];
        if (used == 0)
            return fail_syntax(reader, "a bad escape in a text");
        raw = str_from_offset(raw, used);
    }
    *out = (logdoc_str){ begin, (size_t)(to - begin) };
    return true;
}

/* Steps over a text; `raw` is what stands between the quotes. `all` collects the bits of
 * all bytes. */
static bool scan_text(struct json_reader *reader, logdoc_str *raw, bool *escaped,
                      unsigned *all)
{
    const unsigned char *byte = (const unsigned char *)reader->text.at;
    size_t begin = ++reader->at, end = begin;
    for (; end < reader->text.len && byte[end] != '"'; end++) {
        *all |= byte[end];
        if (byte[end] == '\\') {
            *escaped = true;
            end++;
        } else if (byte[end] < 0x20) {
            reader->at = end;
            return fail_syntax(reader, "a control character in a text");
        }
    }
    reader->at = end + 1;
    if (end >= reader->text.len)
        return fail_syntax(reader, "");
    *raw = (logdoc_str){ reader->text.at + begin, end - begin };
    return true;
}

bool json_view(struct json_reader *reader, logdoc_str *out)
{
    bool escaped = false;
    unsigned all = 0;
    logdoc_str raw;
    if (json_peek(reader) != '"')
        return fail_type(reader, "must be a text");
    if (!scan_text(reader, &raw, &escaped, &all))
        return false;
    if (raw.len > JSON_TEXT_CAP)
        return json_fail(reader, "the text is longer than %zu bytes", JSON_TEXT_CAP);
    if (all >= 0x80 && !is_utf8(raw))
        return fail_syntax(reader, "the text is not UTF-8");
    *out = raw;
    return !escaped || unescape(reader, raw, out);
}

const char *json_text(struct json_reader *reader)
{
    logdoc_str text;
    if (!json_view(reader, &text))
        return NULL;
    bool in_file = text.at[text.len] == '"';
    return in_file ? arena_text(reader->arena, text) : text.at;
}

bool json_skip(struct json_reader *reader)
{
    size_t open = 0;
    do {
        bool escaped = false;
        unsigned all = 0;
        logdoc_str raw;
        char c = json_peek(reader);
        if (c == '"' && !scan_text(reader, &raw, &escaped, &all))
            return false;
        if (c == '"')
            continue;
        bool closes = c == '}' || c == ']';
        if (!c || (closes && open == 0))
            return fail_syntax(reader, "a value is missing");
        open += c == '{' || c == '[';
        open -= closes;
        reader->at++;
    } while (open > 0);
    return true;
}

static bool take_colon(struct json_reader *reader)
{
    return take(reader, ':') || fail_syntax(reader, "':' is missing behind a key");
}

bool json_each(struct json_reader *reader,
               bool (*read)(struct json_reader *, logdoc_str, void *), void *user)
{
    logdoc_str key;
    if (json_peek(reader) != '{')
        return fail_type(reader, "must be an object");
    reader->at++;
    if (take(reader, '}'))
        return true;
    do {
        if (json_peek(reader) != '"')
            return fail_syntax(reader, "a key is missing");
        if (!json_view(reader, &key) || !take_colon(reader))
            return false;
        json_enter(reader, key);
        if (!read(reader, key, user))
            return false;
        json_leave(reader);
    } while (take(reader, ','));
    return take(reader, '}') || fail_syntax(reader, "',' or '}' is missing");
}

bool json_list(struct json_reader *reader, bool (*read)(struct json_reader *, void *),
               void *user)
{
    if (json_peek(reader) != '[')
        return read(reader, user);
    reader->at++;
    if (take(reader, ']'))
        return true;
    size_t index = 0;
    do {
        json_enter_item(reader, index++);
        if (!read(reader, user))
            return false;
        json_leave(reader);
    } while (take(reader, ','));
    return take(reader, ']') || fail_syntax(reader, "',' or ']' is missing");
}
