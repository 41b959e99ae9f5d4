/* SPDX-License-Identifier: MIT
 * Every option, once. */
#include "options.h"

#include "commands.h"
#include "renderer.h"

#include <stddef.h>

static const char *format_choice(size_t index)
{
    return renderers[index] ? renderers[index]->name : NULL;
}

static const char *color_choice(size_t index)
{
    static const char *const names[] = { "auto", "always", "never", NULL };
    return names[index];
}

static const char *severity_choice(size_t index)
{
    return index <= LOGDOC_FATAL ? logdoc_severity_name((enum logdoc_severity)index)
                                 : NULL;
}

static const char *shell_choice(size_t index)
{
    return index == 0 ? "bash" : NULL;
}

#define LOGS (COMMAND_ANALYZE | COMMAND_TAIL)
#define READING (LOGS | COMMAND_CHECK | COMMAND_DRAIN)
#define PROBLEMS (READING | COMMAND_FIX)
#define JUDGING (LOGS | COMMAND_CHECK | COMMAND_FIX)
#define AT(member) offsetof(struct options, member)

const struct option options_table[] = {
    { 0, "format", "NAME", "form of the answer", COMMAND_ANY, OPTION_CHOICE, AT(format),
      format_choice },
    { 'o', "output", "FILE", "write the answer to FILE, whole or not at all", COMMAND_ANY,
      OPTION_TEXT, AT(output), NULL },
    { 0, "color", "WHEN", "use colours", READING | COMMAND_EXPLAIN, OPTION_CHOICE,
      AT(color), color_choice },
    { 0, "width", "COLUMNS", "wrap text there; 0 does not wrap",
      READING | COMMAND_EXPLAIN, OPTION_NUMBER, AT(width), NULL },
    { 0, "rules", "PATH", "add a rule file, or a folder of them; may be repeated",
      COMMAND_ANY, OPTION_LIST, AT(rules), NULL },
    { 0, "project", "DIR", "the app's folder, to make the advice exact",
      COMMAND_ANALYZE | COMMAND_CHECK | COMMAND_FIX, OPTION_TEXT, AT(project), NULL },
    { 0, "check", NULL, "fix what 'logdoc check' finds, without a log", COMMAND_FIX,
      OPTION_FLAG, AT(check), NULL },
    { 0, "all", NULL, "take also fixes that are only likely", COMMAND_FIX, OPTION_FLAG,
      AT(all), NULL },
    { 0, "write", NULL, "write the files in place of printing a diff", COMMAND_FIX,
      OPTION_FLAG, AT(write), NULL },
    { 0, "force", NULL, "write files with uncommitted changes too", COMMAND_FIX,
      OPTION_FLAG, AT(force), NULL },
    { 0, "cost", NULL, "rules test: show what each rule costs at worst", COMMAND_RULES,
      OPTION_FLAG, AT(cost), NULL },
    { 0, "since", "TIME", "only from then on: " OPTIONS_TIME_FORMS, LOGS | COMMAND_FIX,
      OPTION_TIME, AT(since), NULL },
    { 0, "until", "TIME", "only up to then", LOGS | COMMAND_FIX, OPTION_TIME, AT(until),
      NULL },
    { 0, "process", "NAME", "only one process (web.1) or one type (web)",
      LOGS | COMMAND_FIX, OPTION_TEXT, AT(process), NULL },
    { 0, "min-severity", "LEVEL", "nothing less severe", PROBLEMS, OPTION_CHOICE,
      AT(min_severity), severity_choice },
    { 0, "echo", NULL, "print the log's own lines too", LOGS, OPTION_FLAG, AT(echo),
      NULL },
    { 0, "stats", NULL, "add tables of requests and dynos to a text report", LOGS,
      OPTION_FLAG, AT(stats), NULL },
    { 0, "threads", "N", "how many may work on a long file; else one a core",
      COMMAND_ANALYZE, OPTION_NUMBER, AT(threads), NULL },
    { 0, "no-redact", NULL, "do not mask passwords, keys and tokens",
      PROBLEMS | COMMAND_EXPLAIN, OPTION_FLAG, AT(no_redact), NULL },
    { 0, "exit-zero", NULL, "exit with 0 also when problems are found", JUDGING,
      OPTION_FLAG, AT(exit_zero), NULL },
    { 'q', "quiet", NULL, "print no report: the exit status is the answer", PROBLEMS,
      OPTION_FLAG, AT(quiet), NULL },
    { 'a', "app", "NAME", "the app on Heroku; else the one of the git remote",
      COMMAND_TAIL | COMMAND_HISTORY, OPTION_TEXT, AT(app), NULL },
    { 'r', "remote", "NAME", "the git remote that says which app", COMMAND_TAIL,
      OPTION_TEXT, AT(remote), NULL },
    { 'n', "num", "LINES", "how much of the log's past to read first (100)", COMMAND_TAIL,
      OPTION_NUMBER, AT(lines), NULL },
    { 'd', "dyno-name", "NAME", "only one dyno (web.1)", COMMAND_TAIL, OPTION_TEXT,
      AT(dyno), NULL },
    { 'p', "process-type", "TYPE", "only the dynos of one type (web)", COMMAND_TAIL,
      OPTION_TEXT, AT(process_type), NULL },
    { 's', "source", "NAME", "only what one source wrote: app or heroku", COMMAND_TAIL,
      OPTION_TEXT, AT(log_source), NULL },
    { 0, "no-follow", NULL, "read the log's past and end", COMMAND_TAIL, OPTION_FLAG,
      AT(no_follow), NULL },
    { 0, "listen", "ADDR:PORT",
      "where logs are posted to: 0.0.0.0:$PORT if there is PORT", COMMAND_DRAIN,
      OPTION_TEXT, AT(listen), NULL },
    { 0, "syslog", "ADDR:PORT", "take syslog over TCP there too", COMMAND_DRAIN,
      OPTION_TEXT, AT(syslog), NULL },
    { 0, "apps", "FILE", "names of apps: lines of a drain token and a name",
      COMMAND_DRAIN, OPTION_TEXT, AT(apps_file), NULL },
    { 0, "auth-file", "FILE", "user:password; else LOGDOC_DRAIN_AUTH says it",
      COMMAND_DRAIN, OPTION_TEXT, AT(auth_file), NULL },
    { 0, "no-auth", NULL, "want no password, although others can connect", COMMAND_DRAIN,
      OPTION_FLAG, AT(no_auth), NULL },
    { 0, "state", "FILE", "remember incidents there, across restarts",
      COMMAND_DRAIN | COMMAND_HISTORY, OPTION_TEXT, AT(state), NULL },
    { 0, "notify", "URL", "tell a web hook (Slack, Discord, JSON); may be repeated",
      COMMAND_DRAIN, OPTION_LIST, AT(notify), NULL },
    { 0, "tls-cert", "FILE", "serve HTTPS with this certificate (PEM)", COMMAND_DRAIN,
      OPTION_TEXT, AT(tls_certificate), NULL },
    { 0, "tls-key", "FILE", "the key of the certificate (PEM)", COMMAND_DRAIN,
      OPTION_TEXT, AT(tls_key), NULL },
    { 'V', "version", NULL, "print the version", COMMAND_ANY, OPTION_FLAG, AT(version),
      NULL },
    { 'h', "help", NULL, "print this help", COMMAND_ANY, OPTION_FLAG, AT(help), NULL },
    { 0, "print-manual", NULL, NULL, COMMAND_ANY, OPTION_FLAG, AT(print_manual), NULL },
    { 0, "completion", "SHELL", NULL, COMMAND_ANY, OPTION_CHOICE, AT(completion),
      shell_choice },
};
const size_t options_table_count = sizeof(options_table) / sizeof(options_table[0]);
