/* SPDX-License-Identifier: MIT
 * The command table. */
#include "commands.h"

#include <string.h>

static const char *const analyze_usages[] = { "[FILE...]", NULL };
static const char *const fix_usages[] = { "[FILE...]", "--check", NULL };
static const char *const check_usages[] = { "[DIR]", NULL };
static const char *const explain_usages[] = { "CODE | RULE | \"error text\"", NULL };
static const char *const rules_usages[] = { "list", "show RULE",
                                            "test [--cost] [PATH...]", NULL };

static const char *const drain_usages[] = { "--listen ADDR:PORT", NULL };
static const char *const history_usages[] = { "--state FILE", NULL };
static const char *const tail_usages[] = { "--app NAME", NULL };

const struct command commands[] = {
    { COMMAND_ANALYZE, "", analyze_usages,
      "say what broke in logs, why, and what to do (no command needed)", cmd_analyze },
    { COMMAND_FIX, "fix", fix_usages,
      "print the advice as a diff of the app, or write it", cmd_fix },
    { COMMAND_CHECK, "check", check_usages,
      "say what in an app's folder would fail on Heroku", cmd_check },
    { COMMAND_EXPLAIN, "explain", explain_usages,
      "say what a Heroku code, a rule or an error message means", cmd_explain },
    { COMMAND_TAIL, "tail", tail_usages, "follow the log of an app on Heroku", cmd_tail },
    { COMMAND_DRAIN, "drain", drain_usages,
      "be a log drain: Heroku posts the logs of your apps to it", cmd_drain },
    { COMMAND_HISTORY, "history", history_usages,
      "list the incidents that a drain remembers", cmd_history },
    { COMMAND_RULES, "rules", rules_usages, "list, show or test the rules", cmd_rules },
};
const size_t command_count = sizeof(commands) / sizeof(commands[0]);

const struct command *command_find(const char *name)
{
    for (size_t i = 0; i < command_count; i++) {
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    }
    return NULL;
}

const char *command_name(size_t index)
{
    return index < command_count ? commands[index].name : NULL;
}
