/* SPDX-License-Identifier: MIT
 * A program of the build: split_rules RULES HEADS RESTS. Of a rule file it writes what is
 * read at every start to HEADS; the rest of each rule, and the words of the tables, to
 * RESTS: most of the text, of which a run needs a rule or two. In a cross build it runs
 * by CMAKE_CROSSCOMPILING_EMULATOR. */
#include "rules_json.h"
#include "str.h"
#include "strbuf.h"

#include <stdlib.h>

#define FILE_CAP ((size_t)16 * 1024 * 1024)

struct split {
    struct strbuf heads, rests;
};

/* No text of JSON holds a raw line end: it and the blanks behind it say nothing. */
static void add_value(struct strbuf *out, logdoc_str value)
{
    while (value.len > 0) {
        strbuf_add_str(out, str_cut(&value, '\n'));
        while (value.len > 0 && value.at[0] == ' ')
            value = str_from_offset(value, 1);
    }
}

static void add_member(struct strbuf *out, logdoc_str key, logdoc_str value)
{
    if (out->len > 0 && out->at[out->len - 1] != '{')
        strbuf_add_char(out, ',');
    strbuf_add_format(out, "\"%.*s\":", (int)key.len, key.at);
    add_value(out, value);
}

static bool copy_member(struct json_reader *reader, logdoc_str key, struct strbuf *out)
{
    logdoc_str value = { NULL, 0 };
    if (!json_skip(reader, &value))
        return false;
    add_member(out, key, value);
    return true;
}

static bool split_key(struct json_reader *reader, logdoc_str key, void *user)
{
    struct split *split = user;
    return copy_member(reader, key,
                       rules_json_waits(key) ? &split->rests : &split->heads);
}

/* A table is read when a word is looked up. */
static bool split_table(struct json_reader *reader, logdoc_str name, void *user)
{
    struct split *split = user;
    logdoc_str words = { NULL, 0 };
    char offset[32];
    int len = snprintf(offset, sizeof(offset), "%zu", split->rests.len);
    if (!json_skip(reader, &words))
        return false;
    add_member(&split->heads, name, (logdoc_str){ offset, (size_t)len });
    add_value(&split->rests, words);
    return true;
}

static bool split_tables(struct json_reader *reader, logdoc_str key, struct split *split)
{
    add_member(&split->heads, key, STR("{"));
    bool done = json_each(reader, split_table, split);
    strbuf_add_char(&split->heads, '}');
    return done;
}

static bool split_rule(struct json_reader *reader, void *user)
{
    struct split *split = user;
    size_t offset = split->rests.len;
    if (split->heads.at[split->heads.len - 1] == '}')
        strbuf_add_char(&split->heads, ',');
    strbuf_add_char(&split->heads, '{');
    strbuf_add_char(&split->rests, '{');
    if (!json_each(reader, split_key, split))
        return false;
    strbuf_add_format(&split->heads, ",\"rest\":%zu}", offset);
    strbuf_add_char(&split->rests, '}');
    return true;
}

static bool split_member(struct json_reader *reader, logdoc_str key, void *user)
{
    struct split *split = user;
    if (str_equal(key, STR("tables")))
        return split_tables(reader, key, split);
    if (!str_equal(key, STR("rules")))
        return copy_member(reader, key, &split->heads);
    add_member(&split->heads, key, STR("["));
    bool done = json_list(reader, split_rule, split);
    strbuf_add_char(&split->heads, ']');
    return done;
}

static bool split_file(const char *name, logdoc_str text, struct split *split,
                       struct logdoc_error *error)
{
    struct arena arena;
    arena_init(&arena);
    struct json_reader reader = {
        .arena = &arena, .file = name, .text = text, .error = error
    };
    strbuf_add_char(&split->heads, '{');
    bool done = json_each(&reader, split_member, split) && json_end(&reader);
    strbuf_add_char(&split->heads, '}');
    arena_release(&arena);
    return done;
}

static bool read_all(const char *path, struct strbuf *out)
{
    char block[16384];
    size_t got;
    FILE *stream = fopen(path, "rb");
    while (stream && (got = fread(block, 1, sizeof(block), stream)) > 0)
        strbuf_add(out, block, got);
    bool read = stream && !ferror(stream) && !out->truncated;
    if (stream)
        fclose(stream);
    return read;
}

static bool write_all(const char *path, const struct strbuf *text)
{
    FILE *stream = fopen(path, "wb");
    bool written =
        stream && !text->truncated && fwrite(text->at, 1, text->len, stream) == text->len;
    return stream && fclose(stream) == 0 && written;
}

int main(int count, char **words)
{
    struct logdoc_error error = { "", "a file cannot be read or written" };
    struct strbuf text;
    struct split split;
    if (count != 4)
        return EXIT_FAILURE;
    strbuf_init(&text, FILE_CAP);
    strbuf_init(&split.heads, FILE_CAP);
    strbuf_init(&split.rests, FILE_CAP);
    bool done = read_all(words[1], &text) &&
                split_file(words[1], strbuf_str(&text), &split, &error) &&
                write_all(words[2], &split.heads) && write_all(words[3], &split.rests);
    strbuf_release(&split.rests);
    strbuf_release(&split.heads);
    strbuf_release(&text);
    if (!done)
        fprintf(stderr, "%s: %s\n", error.where[0] ? error.where : words[1], error.text);
    return done ? EXIT_SUCCESS : EXIT_FAILURE;
}
