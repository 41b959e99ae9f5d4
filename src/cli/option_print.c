/* SPDX-License-Identifier: MIT
 * The help and the manual's list of options. */
#include "option_print.h"

#include "commands.h"
#include "options.h"

#define HELP_COLUMN 24

static void add_choices(struct strbuf *out, const struct option *option)
{
    for (size_t i = 0; option->choice && option->choice(i); i++) {
        const char *joint = i == 0 ? ": " : option->choice(i + 1) ? ", " : " or ";
        strbuf_add_format(out, "%s%s", joint, option->choice(i));
    }
}

static void add_option(struct strbuf *out, const struct option *option)
{
    struct strbuf name;
    strbuf_init(&name, 128);
    if (option->letter)
        strbuf_add_format(&name, "  -%c, --%s", option->letter, option->name);
    else
        strbuf_add_format(&name, "      --%s", option->name);
    if (option->argument)
        strbuf_add_format(&name, " %s", option->argument);
    strbuf_add_format(out, "%-*s", HELP_COLUMN, name.at);
    if (name.len >= HELP_COLUMN - 1)
        strbuf_add_format(out, "\n%*s", HELP_COLUMN, "");
    strbuf_add_text(out, option->help);
    add_choices(out, option);
    strbuf_add_char(out, '\n');
    strbuf_release(&name);
}

static void add_usages(struct strbuf *out, unsigned shown)
{
    const char *begin = "Usage: ";
    for (size_t i = 0; i < command_count; i++) {
        const struct command *command = &commands[i];
        const char *blank = command->name[0] ? " " : "";
        for (size_t k = 0; (command->bit & shown) && command->usages[k]; k++) {
            strbuf_add_format(out, "%slogdoc%s%s [OPTION...] %s\n", begin, blank,
                              command->name, command->usages[k]);
            begin = "       ";
        }
    }
}

static void add_summaries(struct strbuf *out)
{
    strbuf_add_text(out,
                    "\nReads Heroku logs and says what broke, why, and what to do now. "
                    "With no FILE, or\nwhen FILE is -, reads standard input; compressed "
                    "files and archives are read as\nthey are, a folder stands for the "
                    "logs in it.\n\nCommands:\n");
    for (size_t i = 0; i < command_count; i++) {
        if (commands[i].name[0])
            strbuf_add_format(out, "  %-*s%s\n", HELP_COLUMN - 2, commands[i].name,
                              commands[i].summary);
    }
}

static void add_ending(struct strbuf *out)
{
    strbuf_add_text(
        out,
        "\nExit status: 0 nothing wrong found, 1 problems found, 2 logdoc could not\n"
        "do its work.\n\nExamples:\n"
        "  heroku logs --tail | logdoc\n"
        "  logdoc crash.log old.log.gz\n"
        "  git push heroku main 2>&1 | logdoc\n"
        "  logdoc explain H10\n");
}

void option_print_help(struct strbuf *out, unsigned command)
{
    bool whole = command == COMMAND_ANALYZE;
    add_usages(out, whole ? COMMAND_ANY : command);
    if (whole)
        add_summaries(out);
    strbuf_add_text(out, "\nOptions:\n");
    for (size_t i = 0; i < options_table_count; i++) {
        if (options_table[i].help && (options_table[i].commands & command))
            add_option(out, &options_table[i]);
    }
    if (whole)
        add_ending(out);
}

/* mdoc writes a hyphen for "-" and a minus for "\-". */
static void add_manual_text(struct strbuf *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '-' || *text == '\\')
            strbuf_add_char(out, '\\');
        strbuf_add_char(out, *text);
    }
}

void option_print_manual(struct strbuf *out)
{
    for (size_t i = 0; i < options_table_count; i++) {
        const struct option *option = &options_table[i];
        if (!option->help)
            continue;
        strbuf_add_text(out, ".It ");
        if (option->letter)
            strbuf_add_format(out, "Fl %c , ", option->letter);
        strbuf_add_text(out, "Fl \\-");
        add_manual_text(out, option->name);
        if (option->argument)
            strbuf_add_format(out, " Ar %s", option->argument);
        strbuf_add_char(out, '\n');
        add_manual_text(out, option->help);
        add_choices(out, option);
        strbuf_add_char(out, '\n');
    }
}
