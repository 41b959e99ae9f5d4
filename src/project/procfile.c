/* SPDX-License-Identifier: MIT
 * Reads Procfiles and the commands in them. */
#include "procfile.h"

#include "ascii.h"
#include "str.h"

#define ENTRY_CAP 200

static bool is_type(logdoc_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!ascii_is_alnum(text.at[i]) && text.at[i] != '-' && text.at[i] != '_')
            return false;
    return text.len > 0;
}

static void read_line(struct arena *arena, logdoc_str line, size_t number,
                      struct procfile *out)
{
    logdoc_str rest = line;
    logdoc_str type = str_trim(str_cut(&rest, ':'));
    logdoc_str command = str_trim(rest);
    struct procfile_entry entry = { .text = arena_text(arena, line), .line = number };
    entry.type = is_type(type) && command.len ? arena_text(arena, type) : "";
    entry.command = arena_text(arena, command);
    if (*entry.type)
        *vec_push(&out->list) = entry;
    else
        *vec_push(&out->broken) = entry;
}

void procfile_read(struct arena *arena, logdoc_str text, struct procfile *out)
{
    for (size_t number = 1; text.len && number <= ENTRY_CAP; number++) {
        logdoc_str line = str_cut(&text, '\n');
        if (line.len && line.at[line.len - 1] == '\r')
            line.len--;
        logdoc_str bare = str_trim(line);
        if (bare.len && bare.at[0] != '#')
            read_line(arena, line, number, out);
    }
}

void procfile_release(struct procfile *procfile)
{
    vec_release(&procfile->list);
    vec_release(&procfile->broken);
}

const struct procfile_entry *procfile_find(const struct procfile *procfile,
                                           const char *type)
{
    for (size_t i = 0; i < procfile->list.count; i++)
        if (strcmp(procfile->list.items[i].type, type) == 0)
            return &procfile->list.items[i];
    return NULL;
}

bool procfile_word(logdoc_str *rest, logdoc_str *word)
{
    *rest = str_trim(*rest);
    size_t len = 0;
    char quote = '\0';
    for (; len < rest->len && (quote || !ascii_is_space(rest->at[len])); len++) {
        char c = rest->at[len];
        if (quote ? c == quote : c == '"' || c == '\'')
            quote = quote ? '\0' : c;
    }
    *word = (logdoc_str){ rest->at, len };
    *rest = str_from_offset(*rest, len);
    while (word->len >= 2 && (word->at[0] == '"' || word->at[0] == '\'') &&
           word->at[word->len - 1] == word->at[0])
        *word = (logdoc_str){ word->at + 1, word->len - 2 };
    return word->len > 0;
}

static logdoc_str last_part(logdoc_str path)
{
    size_t slash;
    while ((slash = str_find_char(path, '/')) != SIZE_MAX)
        path = str_from_offset(path, slash + 1);
    return path;
}

static bool is_python(logdoc_str word)
{
    return str_equal(word, STR("python")) || str_starts(word, STR("python3"));
}

/* Leaves in `rest` what follows the program. */
static logdoc_str take_program(logdoc_str *rest)
{
    logdoc_str word;
    while (procfile_word(rest, &word)) {
        bool sets = str_find_char(word, '=') != SIZE_MAX;
        if (sets || str_equal(word, STR("exec")) ||
            str_equal(word, STR("newrelic-admin")) || str_equal(word, STR("run-program")))
            continue;
        logdoc_str program = last_part(word), ahead = *rest, option, module;
        if (is_python(program) && procfile_word(&ahead, &option) &&
            str_equal(option, STR("-m")) && procfile_word(&ahead, &module)) {
            *rest = ahead;
            return module;
        }
        return program;
    }
    return (logdoc_str){ "", 0 };
}

logdoc_str procfile_program(const char *command)
{
    logdoc_str rest = str_from(command);
    return take_program(&rest);
}

static bool is_server(logdoc_str program)
{
    static const char *const servers[] = { "gunicorn", "uvicorn", "hypercorn", "daphne",
                                           "waitress-serve" };
    for (size_t i = 0; i < sizeof(servers) / sizeof(servers[0]); i++)
        if (str_equal(program, str_from(servers[i])))
            return true;
    return false;
}

static bool is_target(logdoc_str word, bool alone)
{
    size_t colon = str_find_char(word, ':');
    logdoc_str module = { word.at, colon == SIZE_MAX ? word.len : colon };
    if (module.len == 0 || (colon == SIZE_MAX && !alone))
        return false;
    for (size_t i = 0; i < module.len; i++)
        if (!ascii_is_alnum(module.at[i]) && !strchr("_.", module.at[i]))
            return false;
    logdoc_str object = str_from_offset(word, module.len + 1);
    return !ascii_is_digit(module.at[0]) &&
           (!object.len || !ascii_is_digit(object.at[0]));
}

/* An option whose value is the next word. */
static bool takes_value(logdoc_str word)
{
    bool joined = str_find_char(word, '=') != SIZE_MAX;
    bool bundled = word.len > 2 && word.at[1] != '-';
    static const char *const flags[] = { "--preload",        "--reload",
                                         "--factory",        "--debug",
                                         "--capture-output", "--proxy-headers",
                                         "--use-colors" };
    for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
        if (str_equal(word, str_from(flags[i])))
            return false;
    return !joined && !bundled;
}

logdoc_str procfile_target(const char *command)
{
    logdoc_str rest = str_from(command), word;
    logdoc_str program = take_program(&rest);
    bool alone = str_equal(program, STR("gunicorn"));
    bool value = false;
    if (!is_server(program))
        return (logdoc_str){ "", 0 };
    while (procfile_word(&rest, &word)) {
        if (!value && word.at[0] != '-' && is_target(word, alone))
            return word;
        value = !value && word.at[0] == '-' && takes_value(word);
    }
    return (logdoc_str){ "", 0 };
}
