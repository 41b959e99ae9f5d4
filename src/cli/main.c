/* SPDX-License-Identifier: MIT
 * The program logdoc: reads the command line and hands over to a command. */
#include "commands.h"
#include "diag.h"
#include "option_print.h"
#include "options.h"
#include "output.h"
#include "signals.h"
#include "suggest.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PRINT_CAP ((size_t)256 * 1024)

/* A standard stream that was closed would give its number to the next file opened: it is
 * filled with something that can be neither read nor written by mistake. */
static void fill_closed_streams(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) < 0)
            open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    }
}

/* The command that the first operand names, which is then no operand any more. */
static void take_command(struct options *options)
{
    if (options->operand_forced || options->operands.list.count == 0)
        return;
    const char **operands = options->operands.list.items;
    const struct command *command = command_find(operands[0]);
    if (!command || command->name[0] == '\0')
        return;
    options->command = command->bit;
    options->operands.list.count--;
    memmove(operands, operands + 1, options->operands.list.count * sizeof(*operands));
}

static const struct command *chosen_command(const struct options *options)
{
    for (size_t i = 0; i < command_count; i++) {
        if (commands[i].bit == options->command)
            return &commands[i];
    }
    return NULL;
}

/* The first operand when it was meant as a command: neither a file nor anything like a
 * path. Or NULL. */
static const char *unknown_word(const struct options *options)
{
    struct stat status;
    if (options->command != COMMAND_ANALYZE || options->operand_forced ||
        options->operands.list.count == 0)
        return NULL;
    const char *word = options->operands.list.items[0];
    bool is_word = word[strspn(word, "abcdefghijklmnopqrstuvwxyz-")] == '\0';
    return is_word && word[0] != '-' && stat(word, &status) != 0 ? word : NULL;
}

static enum exit_status refuse(const struct options *options,
                               const struct logdoc_error *error)
{
    const char *word = unknown_word(options);
    const char *meant = word ? suggest(word, command_name) : NULL;
    if (meant)
        diag_say("'%s' is neither a command nor a file (did you mean '%s'?)", word,
                 meant);
    else if (word)
        diag_say("'%s' is neither a command nor a file", word);
    else
        diag_error(error);
    diag_say("try 'logdoc --help'");
    return STATUS_TROUBLE;
}

/* What is asked of the program itself, not of a log. */
static bool prints_itself(const struct options *options, struct strbuf *text)
{
    if (options->help)
        option_print_help(text, options->command);
    else if (options->version)
        strbuf_add_text(text, "logdoc " LOGDOC_VERSION "\n");
    else if (options->print_manual)
        option_print_manual(text);
    else if (options_given(options, "completion"))
        option_print_completion(text);
    return text->len > 0;
}

static enum exit_status run(struct options *options, int argument_count, char **arguments)
{
    struct logdoc_error error = { 0 };
    struct strbuf text;
    bool parsed = options_parse(options, argument_count, arguments, &error);
    take_command(options);
    if (!parsed || (!options->help && !options_check(options, &error)))
        return refuse(options, &error);
    strbuf_init(&text, PRINT_CAP);
    enum exit_status status = STATUS_FINE;
    if (prints_itself(options, &text))
        status = (enum exit_status)output_print(strbuf_str(&text));
    else if (unknown_word(options))
        status = refuse(options, &error);
    else
        status = chosen_command(options)->run(options);
    strbuf_release(&text);
    return status;
}

int main(int argument_count, char **arguments)
{
    struct options options;
    fill_closed_streams();
    signals_install();
    options_init(&options);
    enum exit_status status = run(&options, argument_count, arguments);
    options_release(&options);
    return (int)status;
}
