/* SPDX-License-Identifier: MIT
 * The grammar of a requirement, as far as names and specifiers go. */
#include "requirements.h"

#include "ascii.h"
#include "str.h"

#define REQUIREMENT_CAP 20000

const char *requirement_key(struct arena *arena, logdoc_str name)
{
    char *key = arena_text(arena, name);
    size_t len = 0;
    for (size_t i = 0; i < name.len; i++) {
        bool joint = name.at[i] == '-' || name.at[i] == '_' || name.at[i] == '.';
        if (!joint)
            key[len++] = ascii_lower(name.at[i]);
        else if (len > 0 && key[len - 1] != '-')
            key[len++] = '-';
    }
    key[len] = '\0';
    return key;
}

static size_t name_length(logdoc_str text)
{
    size_t len = 0;
    while (len < text.len && (ascii_is_alnum(text.at[len]) || text.at[len] == '-' ||
                              text.at[len] == '_' || text.at[len] == '.'))
        len++;
    return len;
}

/* A comment begins at the start of a line or behind a blank. */
static logdoc_str without_comment(logdoc_str line)
{
    for (size_t i = 0; i < line.len; i++)
        if (line.at[i] == '#' && (i == 0 || ascii_is_space(line.at[i - 1])))
            return str_trim((logdoc_str){ line.at, i });
    return str_trim(line);
}

static logdoc_str cut_hashes(logdoc_str text)
{
    size_t hash = str_find(text, STR(" --"));
    if (hash != SIZE_MAX)
        text.len = hash;
    while (text.len &&
           (text.at[text.len - 1] == '\\' || ascii_is_space(text.at[text.len - 1])))
        text.len--;
    return text;
}

/* "-e git+https://host/project#egg=name" */
static bool parse_egg(struct arena *arena, logdoc_str line, struct requirement *out)
{
    size_t egg = str_find(line, STR("#egg="));
    if (egg == SIZE_MAX)
        return false;
    logdoc_str name = str_from_offset(line, egg + 5);
    name.len = name_length(name);
    *out = (struct requirement){ .name = name, .key = requirement_key(arena, name) };
    return name.len > 0;
}

bool requirement_parse(struct arena *arena, logdoc_str line, struct requirement *out)
{
    if (parse_egg(arena, str_trim(line), out))
        return true;
    logdoc_str rest = without_comment(line);
    struct requirement found = { .name = { rest.at, name_length(rest) } };
    if (found.name.len == 0 || !ascii_is_alnum(rest.at[0]))
        return false;
    rest = str_trim(str_from_offset(rest, found.name.len));
    if (rest.len && rest.at[0] == '[') {
        logdoc_str inside = str_from_offset(rest, 1);
        found.extras = str_trim(str_cut(&inside, ']'));
        rest = str_trim(inside);
    }
    bool known = rest.len == 0 || strchr("=<>!~;@( \\-", rest.at[0]);
    found.specifier = str_trim(cut_hashes(str_cut(&rest, ';')));
    found.marker = str_trim(cut_hashes(rest));
    found.key = requirement_key(arena, found.name);
    if (known)
        *out = found;
    return known;
}

static void note_include(struct arena *arena, logdoc_str line, struct requirements *out)
{
    static const char *const options[] = { "-r", "--requirement" };
    line = without_comment(line);
    for (size_t i = 0; i < 2; i++) {
        if (!str_starts(line, str_from(options[i])))
            continue;
        logdoc_str name = str_trim(str_from_offset(line, strlen(options[i])));
        if (name.len && name.at[0] == '=')
            name = str_trim(str_from_offset(name, 1));
        *vec_push(&out->includes) = arena_text(arena, name);
        return;
    }
}

void requirements_read(struct arena *arena, logdoc_str text, struct requirements *out)
{
    bool continued = false;
    for (size_t number = 1; text.len && out->list.count < REQUIREMENT_CAP; number++) {
        logdoc_str line = str_cut(&text, '\n');
        struct requirement found;
        if (!continued && requirement_parse(arena, line, &found)) {
            found.line = number;
            *vec_push(&out->list) = found;
        } else if (!continued) {
            note_include(arena, line, out);
        }
        logdoc_str end = str_trim(line);
        continued = end.len && end.at[end.len - 1] == '\\';
    }
}

void requirements_release(struct requirements *requirements)
{
    vec_release(&requirements->list);
    vec_release(&requirements->includes);
}

const struct requirement *requirements_find(const struct requirements *requirements,
                                            const char *key)
{
    for (size_t i = 0; i < requirements->list.count; i++)
        if (strcmp(requirements->list.items[i].key, key) == 0)
            return &requirements->list.items[i];
    return NULL;
}
