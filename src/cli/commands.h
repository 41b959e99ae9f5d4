/* SPDX-License-Identifier: MIT
 * What logdoc can be told to do. One table; the help, the completion and the dispatch
 * are made from it. */
#ifndef LOGDOC_COMMANDS_H
#define LOGDOC_COMMANDS_H

#include <stddef.h>

struct options;
struct source;

enum exit_status {
    STATUS_FINE,     /* nothing wrong was found */
    STATUS_PROBLEMS, /* something was */
    STATUS_TROUBLE   /* logdoc itself could not do its work */
};

/* As a set: which commands an option belongs to. */
enum command_bit {
    COMMAND_ANALYZE = 1 << 0,
    COMMAND_EXPLAIN = 1 << 1,
    COMMAND_RULES = 1 << 2,
    COMMAND_FIX = 1 << 3,
    COMMAND_CHECK = 1 << 4,
    COMMAND_TAIL = 1 << 5,
    COMMAND_DRAIN = 1 << 6,
    COMMAND_HISTORY = 1 << 7
};

#define COMMAND_ANY (~0U)

struct command {
    unsigned bit;
    const char *name; /* "" is what is done when no command is named */
    const char *const *usages;
    const char *summary;
    enum exit_status (*run)(const struct options *);
};

extern const struct command commands[];
extern const size_t command_count;

/* The command, or NULL. */
const struct command *command_find(const char *name);
/* For suggest(): the names, NULL at the end. */
const char *command_name(size_t index);

enum exit_status cmd_analyze(const struct options *);
/* Reads one source that is already open, which is taken over. */
enum exit_status cmd_analyze_source(const struct options *, struct source *);
enum exit_status cmd_explain(const struct options *);
enum exit_status cmd_rules(const struct options *);
enum exit_status cmd_fix(const struct options *);
enum exit_status cmd_check(const struct options *);
enum exit_status cmd_tail(const struct options *);
enum exit_status cmd_drain(const struct options *);
enum exit_status cmd_history(const struct options *);

#endif
