/* SPDX-License-Identifier: MIT
 * The command line: one table, from which it is parsed and from which the help, the
 * manual's list of options and the shell completion are printed. */
#ifndef LOGDOC_CLI_OPTIONS_H
#define LOGDOC_CLI_OPTIONS_H

#include "vec.h"

#include <logdoc/types.h>

#define OPTIONS_TIME_FORMS "15m, 2h, 3d or 2026-01-05T10:00:00Z"

struct texts {
    VEC(const char *) list;
};

struct options {
    size_t format;       /* index into renderers[] */
    size_t color;        /* enum color_choice */
    size_t min_severity; /* enum logdoc_severity */
    size_t completion;   /* which shell's */
    const char *output, *process, *project;
    const char *app, *remote, *dyno, *process_type, *log_source;
    struct texts rules, notify;
    logdoc_time since, until;
    uint64_t width, lines, threads;
    bool no_follow, no_auth;
    const char *listen, *syslog, *apps_file, *auth_file, *tls_certificate, *tls_key;
    const char *state;
    bool echo, stats, no_redact, exit_zero, quiet, help, version, print_manual;
    bool check, all, write, force, cost;

    uint64_t given;        /* bit i: options_table[i] was given */
    struct texts operands; /* without the command */
    unsigned command;      /* enum command_bit */
    bool operand_forced;   /* the first operand stood behind "--" */
};

enum option_kind {
    OPTION_FLAG,   /* bool */
    OPTION_TEXT,   /* const char * */
    OPTION_LIST,   /* struct texts */
    OPTION_CHOICE, /* size_t: which of choice(0), choice(1) … */
    OPTION_TIME,   /* logdoc_time */
    OPTION_NUMBER  /* uint64_t */
};

struct option {
    char letter; /* 0: none */
    const char *name;
    const char *argument; /* "FILE"; NULL: takes none */
    const char *help;     /* NULL: not shown */
    unsigned commands;    /* set of enum command_bit */
    enum option_kind kind;
    size_t offset; /* in struct options */
    const char *(*choice)(size_t index);
};

extern const struct option options_table[]; /* at most 64 */
extern const size_t options_table_count;

enum color_choice { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

void options_init(struct options *);
void options_release(struct options *);

/* The texts of `options` are borrowed from `arguments`. On failure `options` holds what
 * was read so far. */
bool options_parse(struct options *options, int argument_count, char **arguments,
                   struct logdoc_error *);
/* Whether an option of the table was on the command line. */
bool options_given(const struct options *, const char *name);
/* Refuses the options that do not belong to the command. */
bool options_check(const struct options *, struct logdoc_error *);

#endif
