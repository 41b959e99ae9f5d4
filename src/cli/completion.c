/* SPDX-License-Identifier: MIT
 * A completion for bash. */
#include "commands.h"
#include "option_print.h"
#include "options.h"

static void add_names(struct strbuf *out, unsigned command)
{
    for (size_t i = 0; i < options_table_count; i++) {
        const struct option *option = &options_table[i];
        if (option->help && (option->commands & command))
            strbuf_add_format(out, " --%s", option->name);
    }
}

static void add_values(struct strbuf *out)
{
    for (size_t i = 0; i < options_table_count; i++) {
        const struct option *option = &options_table[i];
        if (!option->help || !option->argument)
            continue;
        strbuf_add_format(out, "        --%s", option->name);
        if (option->letter)
            strbuf_add_format(out, "|-%c", option->letter);
        strbuf_add_text(out, ") words=\"");
        for (size_t k = 0; option->choice && option->choice(k); k++)
            strbuf_add_format(out, "%s%s", k ? " " : "", option->choice(k));
        strbuf_add_text(out, "\" ;;\n");
    }
}

static void add_commands(struct strbuf *out)
{
    for (size_t i = 0; i < command_count; i++) {
        if (commands[i].name[0])
            strbuf_add_format(out, " %s", commands[i].name);
    }
}

void option_print_completion(struct strbuf *out)
{
    strbuf_add_text(out, "# bash completion for logdoc: . <(logdoc --completion bash)\n"
                         "_logdoc() {\n"
                         "    local word=${COMP_WORDS[COMP_CWORD]} words=none\n"
                         "    case ${COMP_WORDS[COMP_CWORD-1]} in\n");
    add_values(out);
    strbuf_add_text(out, "    esac\n"
                         "    if [[ $words == none && $word == -* ]]; then\n"
                         "        words=\"");
    add_names(out, COMMAND_ANY);
    strbuf_add_text(out, "\"\n"
                         "    elif [[ $words == none && $COMP_CWORD == 1 ]]; then\n"
                         "        words=\"");
    add_commands(out);
    strbuf_add_text(out, "\"\n"
                         "    elif [[ $words == none && ${COMP_WORDS[1]} == rules && "
                         "$COMP_CWORD == 2 ]]; then\n"
                         "        words=\"list show test\"\n"
                         "    fi\n"
                         "    COMPREPLY=($(compgen -W \"${words#none}\" -- \"$word\"))\n"
                         "}\n"
                         "complete -o default -F _logdoc logdoc\n");
}
