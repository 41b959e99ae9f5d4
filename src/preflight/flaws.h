/* SPDX-License-Identifier: MIT
 * What a check found: where, and the words that the rule's templates want. */
#ifndef LOGDOC_FLAWS_H
#define LOGDOC_FLAWS_H

#include "project.h"
#include "ruleset.h"

#define FLAW_VALUES 12

struct flaw_value {
    const char *name;
    logdoc_str value;
};

struct flaw {
    const struct rule *rule;
    const char *subject; /* rendered */
    const char *file;    /* "": nowhere in particular */
    size_t line;         /* 1-based; 0: the whole file */
    const char *text;    /* of the line */
    struct flaw_value values[FLAW_VALUES];
    size_t value_count;
    bool reported; /* already part of a diagnosis */
};

struct flaws {
    VEC(struct flaw) list;
    const struct logdoc_ruleset *rules;
    const struct project *project;
    struct arena *arena;
    bool keep_secrets; /* otherwise what comes from a file is masked when shown */
};

enum flaw_use {
    FLAW_KEPT,   /* as it is: for files and comparisons */
    FLAW_SHOWN,  /* masked */
    FLAW_COMMAND /* masked, each value one word of a shell */
};

/* The place of a flaw and its words; name, value, … and NULL. Words that do not fit the
 * type that the rule gives them drop the flaw: they come from files, which are hostile.
 */
struct flaw_place {
    const char *file;
    size_t line;
    const char *text;
};
void flaws_add(struct flaws *, const struct rule *, struct flaw_place, ...)
    __attribute__((sentinel));
/* Enters a flaw whose values are all set, but for its subject. */
void flaws_enter(struct flaws *, struct flaw *);

/* The value of a name in a flaw's templates, or at == NULL; also lookups, file, line and
 * text. A template_find. */
logdoc_str flaw_find(void *flaw, logdoc_str name);
/* A rendered template in the arena, or NULL when a value is missing. */
const char *flaw_render(const struct flaws *, const struct flaw *, const char *template,
                        enum flaw_use);
/* Whether a condition of `where` or `if` holds for the flaw: a fact, or a value. */
bool flaw_holds(const struct flaws *, const struct flaw *, const char *condition);

#endif
