/* SPDX-License-Identifier: MIT
 * Reads the command line after the table, with GNU habits: long and short options,
 * bundles, --name=value and -ofile, operands in between, "--". */
#include "options.h"

#include "commands.h"
#include "error.h"
#include "str.h"
#include "strbuf.h"
#include "suggest.h"
#include "timestamp.h"
#include "wall_clock.h"

#include <assert.h>

#define MESSAGE_CAP 200
#define NUMBER_CAP 1500

/* What is left of the command line. */
struct cursor {
    char **arguments;
    int count, next;
};

void options_init(struct options *options)
{
    *options = (struct options){ .command = COMMAND_ANALYZE };
}

void options_release(struct options *options)
{
    vec_release(&options->rules.list);
    vec_release(&options->notify.list);
    vec_release(&options->operands.list);
}

static const char *long_name(size_t index)
{
    return index >= options_table_count ? NULL
           : options_table[index].help  ? options_table[index].name
                                        : "";
}

static bool refuse_value(const struct option *option, const char *value,
                         struct logdoc_error *error)
{
    struct strbuf names;
    strbuf_init(&names, MESSAGE_CAP);
    for (size_t i = 0; option->choice && option->choice(i); i++) {
        const char *joint = i == 0 ? "" : option->choice(i + 1) ? ", " : " or ";
        strbuf_add_format(&names, "%s%s", joint, option->choice(i));
    }
    if (option->kind == OPTION_TIME)
        strbuf_add_text(&names, "a time such as " OPTIONS_TIME_FORMS);
    if (option->kind == OPTION_NUMBER)
        strbuf_add_format(&names, "a number from 0 to %d", NUMBER_CAP);
    error_set(error, "", "'%.60s' does not suit '--%s': it wants %s", value, option->name,
              names.at);
    strbuf_release(&names);
    return false;
}

static bool read_choice(const struct option *option, size_t *out, const char *value)
{
    for (size_t i = 0; option->choice(i); i++) {
        if (strcmp(option->choice(i), value) == 0) {
            *out = i;
            return true;
        }
    }
    return false;
}

static bool read_number(uint64_t *out, const char *value)
{
    uint64_t number;
    if (!str_parse_unsigned(str_from(value), &number) || number > NUMBER_CAP)
        return false;
    *out = number;
    return true;
}

static bool store(struct options *options, const struct option *option, const char *value)
{
    void *member = (char *)options + option->offset;
    assert(value || option->kind == OPTION_FLAG);
    switch (option->kind) {
    case OPTION_FLAG:
        *(bool *)member = true;
        return true;
    case OPTION_TEXT:
        *(const char **)member = value;
        return true;
    case OPTION_LIST:
        *vec_push(&((struct texts *)member)->list) = value;
        return true;
    case OPTION_CHOICE:
        return read_choice(option, member, value);
    case OPTION_TIME:
        return timestamp_parse_bound(str_from(value), wall_clock_now(), member);
    case OPTION_NUMBER:
        return read_number(member, value);
    }
    return false;
}

/* `value` is what was attached to the option, or NULL. */
static bool apply(struct options *options, const struct option *option, const char *value,
                  struct cursor *rest, struct logdoc_error *error)
{
    if (option->argument && !value) {
        if (rest->next == rest->count)
            return error_set(error, "", "option '--%s' needs a value (%s)", option->name,
                             option->argument);
        value = rest->arguments[rest->next++];
    }
    if (!option->argument && value)
        return error_set(error, "", "option '--%s' takes no value", option->name);
    options->given |= (uint64_t)1 << (option - options_table);
    return store(options, option, value) || refuse_value(option, value, error);
}

static bool refuse_long(logdoc_str name, struct logdoc_error *error)
{
    char word[64];
    size_t len = name.len < sizeof(word) - 1 ? name.len : sizeof(word) - 1;
    memcpy(word, name.at, len);
    word[len] = '\0';
    const char *meant = suggest(word, long_name);
    if (meant)
        return error_set(error, "", "unknown option '--%s' (did you mean '--%s'?)", word,
                         meant);
    return error_set(error, "", "unknown option '--%s'", word);
}

static bool parse_long(struct options *options, const char *argument, struct cursor *rest,
                       struct logdoc_error *error)
{
    logdoc_str value = str_from(argument);
    logdoc_str name = str_cut(&value, '=');
    bool has_value = argument[name.len] == '=';
    for (size_t i = 0; i < options_table_count; i++) {
        if (str_equal(str_from(options_table[i].name), name))
            return apply(options, &options_table[i], has_value ? value.at : NULL, rest,
                         error);
    }
    return refuse_long(name, error);
}

static const struct option *find_letter(char letter)
{
    for (size_t i = 0; i < options_table_count; i++) {
        if (options_table[i].letter == letter)
            return &options_table[i];
    }
    return NULL;
}

static bool parse_letters(struct options *options, const char *letters,
                          struct cursor *rest, struct logdoc_error *error)
{
    for (; *letters; letters++) {
        const struct option *option = find_letter(*letters);
        if (!option)
            return error_set(error, "", "unknown option '-%c'", *letters);
        const char *value = option->argument && letters[1] ? letters + 1 : NULL;
        if (!apply(options, option, value, rest, error))
            return false;
        if (option->argument)
            break;
    }
    return true;
}

bool options_parse(struct options *options, int argument_count, char **arguments,
                   struct logdoc_error *error)
{
    struct cursor rest = { arguments, argument_count, 1 };
    bool only_operands = false;
    while (rest.next < rest.count) {
        const char *argument = rest.arguments[rest.next++];
        bool fine = true;
        if (!only_operands && strcmp(argument, "--") == 0) {
            only_operands = true;
            options->operand_forced = options->operands.list.count == 0;
        } else if (only_operands || argument[0] != '-' || argument[1] == '\0')
            *vec_push(&options->operands.list) = argument;
        else if (argument[1] == '-')
            fine = parse_long(options, argument + 2, &rest, error);
        else
            fine = parse_letters(options, argument + 1, &rest, error);
        if (!fine)
            return false;
    }
    return true;
}

bool options_given(const struct options *options, const char *name)
{
    for (size_t i = 0; i < options_table_count; i++) {
        if (strcmp(options_table[i].name, name) == 0)
            return options->given >> i & 1;
    }
    return false;
}

bool options_check(const struct options *options, struct logdoc_error *error)
{
    for (size_t i = 0; i < options_table_count; i++) {
        bool fits = options_table[i].commands & options->command;
        if ((options->given >> i & 1) && !fits)
            return error_set(error, "", "option '--%s' does not belong to this command",
                             options_table[i].name);
    }
    return true;
}
