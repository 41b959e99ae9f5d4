/* SPDX-License-Identifier: MIT
 * Reads as much of TOML as lists of packages use: sections, keys, arrays of strings. */
#include "package_lists.h"

#include "requirements.h"
#include "str.h"

struct reading {
    struct arena *arena;
    struct hashmap *packages;
    logdoc_str section;
    bool in_list; /* within dependencies = [ … ] */
};

static void note(struct reading *reading, const char *key)
{
    if (*key && strcmp(key, "python") != 0)
        hashmap_set(reading->packages, str_from(key), reading->packages);
}

static logdoc_str unquoted(logdoc_str text)
{
    text = str_trim(text);
    if (text.len >= 2 && (text.at[0] == '"' || text.at[0] == '\''))
        text = (logdoc_str){ text.at + 1, text.len - 2 };
    return text;
}

/* Every string of a line of an array is a requirement. */
static void read_strings(struct reading *reading, logdoc_str line)
{
    struct requirement requirement;
    for (size_t i = 0; i < line.len; i++) {
        char quote = line.at[i];
        if (quote == '#' || quote == ']')
            reading->in_list = reading->in_list && quote == '#';
        if (quote == '#' || (quote == ']' && !reading->in_list))
            return;
        if (quote != '"' && quote != '\'')
            continue;
        logdoc_str rest = str_from_offset(line, i + 1);
        logdoc_str text = str_cut(&rest, quote);
        if (requirement_parse(reading->arena, text, &requirement))
            note(reading, requirement.key);
        i += text.len + 1;
    }
}

static bool is_section(const struct reading *reading, const char *name)
{
    return str_equal(reading->section, str_from(name));
}

static void read_key(struct reading *reading, logdoc_str line)
{
    logdoc_str rest = line;
    logdoc_str key = unquoted(str_cut(&rest, '='));
    if (is_section(reading, "packages") ||
        is_section(reading, "tool.poetry.dependencies")) {
        if (rest.len > 0)
            note(reading, requirement_key(reading->arena, key));
    } else if (is_section(reading, "project") && str_equal(key, STR("dependencies"))) {
        reading->in_list = true;
        read_strings(reading, rest);
    }
}

static void read_line(struct reading *reading, logdoc_str line)
{
    if (reading->in_list)
        read_strings(reading, line);
    else if (line.at[0] == '[' && line.at[line.len - 1] == ']')
        reading->section = (logdoc_str){ line.at + 1, line.len - 2 };
    else if (line.at[0] != '#')
        read_key(reading, line);
}

static void read_toml(struct arena *arena, logdoc_str text, struct hashmap *packages)
{
    struct reading reading = { .arena = arena, .packages = packages };
    while (text.len > 0) {
        logdoc_str line = str_trim(str_cut(&text, '\n'));
        if (line.len > 0)
            read_line(&reading, line);
    }
}

void package_list_pipfile(struct arena *arena, logdoc_str text, struct hashmap *packages)
{
    read_toml(arena, text, packages);
}

void package_list_pyproject(struct arena *arena, logdoc_str text,
                            struct hashmap *packages)
{
    read_toml(arena, text, packages);
}
