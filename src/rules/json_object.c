/* SPDX-License-Identifier: MIT
 * A pull reader: nothing is built that the rules do not keep, and nothing recurses but
 * the tables of fields, whose depth the program knows. */
#include "json_object.h"

#include "error.h"
#include "mem.h"
#include "str.h"
#include "strbuf.h"
#include "utf8.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>

#define ESCAPED 0x100U /* beside the bits of bytes: there was a backslash */

static void add_where(struct strbuf *where, const struct json_reader *reader)
{
    size_t first = reader->rule ? reader->rule_depth : 0;
    strbuf_add_text(where, reader->file);
    if (reader->rule)
        strbuf_add_format(where, ": rule '%s'", reader->rule);
    for (size_t i = first; i < reader->depth; i++) {
        const struct json_step *step = &reader->path[i];
        if (!step->key.at) {
            strbuf_add_format(where, "[%zu]", step->index);
            continue;
        }
        strbuf_add_text(where, i > first ? "." : ": ");
        strbuf_add_str(where, step->key);
    }
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

static bool is_utf8(logdoc_str text)
{
    struct strbuf valid;
    strbuf_init(&valid, text.len + 1);
    utf8_add_valid(&valid, text);
    bool same = str_equal(strbuf_str(&valid), text);
    strbuf_release(&valid);
    return same;
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
        char c =
            (char)(raw.at[i] >= 'A' && raw.at[i] <= 'F' ? raw.at[i] | 0x20 : raw.at[i]);
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
        size_t used = str_find_char(raw, '\\');
        used = used == SIZE_MAX ? raw.len : used;
        memcpy(to, raw.at, used);
        to += used;
        if (used == 0)
            used = decode_escape(raw, &to);
        if (used == 0)
            return fail_syntax(reader, "a bad escape in a text");
        raw = str_from_offset(raw, used);
    }
    *out = (logdoc_str){ begin, (size_t)(to - begin) };
    return true;
}

/* The lowest bit that is set lies in the first quote, backslash, control character or
 * byte of UTF-8 among eight; 0: there is none. */
static uint64_t specials(uint64_t word)
{
    const uint64_t ones = UINT64_MAX / 255, highs = ones * 0x80;
    uint64_t quote = word ^ ones * '"', backslash = word ^ ones * '\\';
    return ((quote - ones) & ~quote & highs) | ((backslash - ones) & ~backslash & highs) |
           ((word - ones * ' ') & ~word & highs) | (word & highs);
}

/* How many bytes from `at` on are plain; seven more may be, at the end of the text. */
static size_t plain_length(const unsigned char *at, size_t len)
{
    uint64_t word = 0;
    size_t plain = 0;
    for (; plain + sizeof(word) <= len; plain += sizeof(word)) {
        memcpy(&word, at + plain, sizeof(word));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        word = __builtin_bswap64(word);
#endif
        uint64_t found = specials(word);
        if (found)
            return plain + (size_t)__builtin_ctzll(found) / 8;
    }
    return plain;
}

/* Steps over a text; `raw` is what stands between the quotes. `all` collects the bits of
 * the bytes that are not plain. */
static bool scan_text(struct json_reader *reader, logdoc_str *raw, unsigned *all)
{
    const unsigned char *byte = (const unsigned char *)reader->text.at;
    size_t begin = ++reader->at, len = reader->text.len;
    size_t end = begin + plain_length(byte + begin, len - begin);
    while (end < len && byte[end] != '"') {
        if (byte[end] < ' ') {
            reader->at = end;
            return fail_syntax(reader, "a control character in a text");
        }
        *all |= byte[end] == '\\' ? ESCAPED : byte[end];
        end += byte[end] == '\\' ? 2 : 1;
        end += end < len ? plain_length(byte + end, len - end) : 0;
    }
    reader->at = end + 1;
    *raw = (logdoc_str){ reader->text.at + begin, end - begin };
    return end < len || fail_syntax(reader, "");
}

bool json_view(struct json_reader *reader, logdoc_str *out)
{
    unsigned all = 0;
    logdoc_str raw = { NULL, 0 };
    if (json_peek(reader) != '"')
        return fail_type(reader, "must be a text");
    if (!scan_text(reader, &raw, &all))
        return false;
    if (raw.len > JSON_TEXT_CAP)
        return json_fail(reader, "the text is longer than %zu bytes", JSON_TEXT_CAP);
    if (all & 0x80 && !is_utf8(raw))
        return fail_syntax(reader, "the text is not UTF-8");
    *out = raw;
    return !(all & ESCAPED) || unescape(reader, raw, out);
}

const char *json_text(struct json_reader *reader)
{
    logdoc_str text = { NULL, 0 };
    if (!json_view(reader, &text) || !text.at)
        return NULL;
    return text.at[text.len] == '"' ? arena_text(reader->arena, text) : text.at;
}

bool json_each(struct json_reader *reader,
               bool (*read)(struct json_reader *, logdoc_str, void *), void *user)
{
    logdoc_str key = { NULL, 0 };
    if (json_peek(reader) != '{')
        return fail_type(reader, "must be an object");
    reader->at++;
    if (take(reader, '}'))
        return true;
    do {
        if (json_peek(reader) != '"')
            return fail_syntax(reader, "a key is missing");
        if (!json_view(reader, &key))
            return false;
        if (!take(reader, ':'))
            return fail_syntax(reader, "':' is missing behind a key");
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

/* An object that is being read into a struct. */
struct fields {
    const struct json_field *fields;
    size_t count;
    size_t next;   /* behind the last one: objects keep the order of the table, about */
    uint64_t seen; /* a bit for each field */
    void *object;
};

static bool is_name(const char *name, logdoc_str text)
{
    return text.len > 0 && name[0] == text.at[0] &&
           strncmp(name, text.at, text.len) == 0 && !name[text.len];
}

static const struct json_field *find_field(struct fields *fields, logdoc_str key)
{
    for (size_t tried = 0; tried < fields->count; tried++) {
        const struct json_field *field = &fields->fields[fields->next];
        fields->next = fields->next + 1 < fields->count ? fields->next + 1 : 0;
        if (is_name(field->key, key))
            return field;
    }
    return NULL;
}

static bool read_field(struct json_reader *reader, logdoc_str key, void *user)
{
    struct fields *fields = user;
    const struct json_field *field = find_field(fields, key);
    if (!field)
        return json_fail(reader, "unknown key");
    uint64_t bit = UINT64_C(1) << (field - fields->fields);
    if (fields->seen & bit)
        return json_fail(reader, "the key is there twice");
    fields->seen |= bit;
    logdoc_str skipped;
    return field->part & reader->skips ? json_skip(reader, &skipped)
                                       : field->read(reader, field, fields->object);
}

bool json_read_fields(struct json_reader *reader, const struct json_field *fields,
                      size_t count, void *object)
{
    struct fields state = { .fields = fields, .count = count, .object = object };
    assert(count <= 64);
    if (!json_each(reader, read_field, &state))
        return false;
    for (size_t i = 0; i < count; i++)
        if (fields[i].required && !(state.seen >> i & 1) &&
            !(fields[i].part & reader->skips))
            return json_fail(reader, "the key '%s' is missing", fields[i].key);
    return true;
}

void json_store(const struct json_field *field, void *object, const void *value,
                size_t size)
{
    memcpy((char *)object + field->at, value, size);
}

bool json_read_text(struct json_reader *reader, const struct json_field *field,
                    void *object)
{
    const char *text = json_text(reader);
    if (text)
        json_store(field, object, &text, sizeof(text));
    return text != NULL;
}

void *json_array_add(struct json_array *array)
{
    if (array->count == array->size) {
        array->size = array->size ? 2 * array->size : 4;
        array->items = mem_resize(array->items, array->size, array->item_size);
    }
    return memset(array->items + array->count++ * array->item_size, 0, array->item_size);
}

bool json_array_keep(struct json_array *array, bool read, struct json_reader *reader,
                     const struct json_field *field, void *object)
{
    if (read) {
        void *items = arena_array(reader->arena, array->count, array->item_size);
        if (array->count > 0)
            memcpy(items, array->items, array->count * array->item_size);
        json_store(field, object, &items, sizeof(items));
        memcpy((char *)object + field->count_at, &array->count, sizeof(array->count));
    }
    free(array->items);
    return read;
}

static bool add_text(struct json_reader *reader, void *user)
{
    const char *text = json_text(reader);
    if (text)
        memcpy(json_array_add(user), &text, sizeof(text));
    return text != NULL;
}

bool json_read_texts(struct json_reader *reader, const struct json_field *field,
                     void *object)
{
    struct json_array texts = { .item_size = sizeof(const char *) };
    return json_array_keep(&texts, json_list(reader, add_text, &texts), reader, field,
                           object);
}

/* A list of objects that is being read. */
struct items {
    const struct json_items *kind;
    struct json_array array;
};

static bool add_item(struct json_reader *reader, void *user)
{
    struct items *items = user;
    const struct json_items *kind = items->kind;
    void *item = json_array_add(&items->array);
    if (kind->initial)
        memcpy(item, kind->initial, kind->size);
    return json_read_fields(reader, kind->fields, kind->field_count, item);
}

bool json_read_items(struct json_reader *reader, const struct json_field *field,
                     void *object)
{
    struct items items = { field->items, { .item_size = field->items->size } };
    if (json_peek(reader) != '[')
        return fail_type(reader, "must be a list");
    return json_array_keep(&items.array, json_list(reader, add_item, &items), reader,
                           field, object);
}

static bool fail_choice(struct json_reader *reader, logdoc_str text, json_choice *choice)
{
    struct strbuf names;
    strbuf_init(&names, 200);
    for (unsigned i = 0; choice(i); i++)
        strbuf_add_format(&names, "%s%s", i ? ", " : "", choice(i));
    json_fail(reader, "'%.*s' is none of %s", (int)(text.len < 40 ? text.len : 40),
              text.at, names.at);
    strbuf_release(&names);
    return false;
}

bool json_choose(struct json_reader *reader, json_choice *choice, unsigned *out)
{
    logdoc_str text = { NULL, 0 };
    if (!json_view(reader, &text))
        return false;
    for (unsigned i = 0; choice(i); i++) {
        if (!is_name(choice(i), text))
            continue;
        *out = i;
        return true;
    }
    return fail_choice(reader, text, choice);
}

bool json_read_choice(struct json_reader *reader, const struct json_field *field,
                      void *object)
{
    unsigned chosen = 0;
    bool read = json_choose(reader, field->choice, &chosen);
    if (read)
        json_store(field, object, &chosen, sizeof(chosen));
    return read;
}
