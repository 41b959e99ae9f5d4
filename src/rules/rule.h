/* SPDX-License-Identifier: MIT
 * What is inside a ruleset: plain data, immutable but for what of a built-in rule waits
 * until it is wanted. docs/RULES.md says what each key means to the author of a rule. The
 * ruleset owns all strings, or they are part of the program. */
#ifndef LOGDOC_RULE_H
#define LOGDOC_RULE_H

#include "capture_type.h"
#include "regex.h"
#include "rule_names.h"
#include "table.h"
#include "trace_grammar.h"

#include <logdoc/types.h>

/* Where a line comes from, as a set; a rule looks only at lines in its scope. */
enum scope {
    SCOPE_APP = 1 << 0,     /* output of the app's own dynos */
    SCOPE_DYNO = 1 << 1,    /* heroku[web.1]: the dyno manager */
    SCOPE_ROUTER = 1 << 2,  /* heroku[router]: */
    SCOPE_API = 1 << 3,     /* app[api]: */
    SCOPE_ADDON = 1 << 4,   /* app[postgres.1]:, app[heroku-redis]: */
    SCOPE_BUILD = 1 << 5,   /* build, release phase over git, git and the Heroku CLI */
    SCOPE_LOGPLEX = 1 << 6, /* heroku[logplex]:, app[log-shuttle]: */
    SCOPE_PLAIN = 1 << 7    /* no prefix that logdoc knows */
};

/* "app", "dyno" …: the name of bit number `bit`; NULL beyond the last. */
const char *scope_name(unsigned bit);

/* Of a finding; `wanted`: it must hold. */
struct rule_condition {
    enum rule_predicate predicate;
    bool wanted;
};

struct rule_capture {
    logdoc_str name; /* NUL-terminated */
    enum capture_type type;
};

/* A capture that is looked up: `name` becomes the value of `key` in `table`. */
struct rule_lookup {
    const char *name, *key;
    const struct table *table;
};

struct rule_edit {
    const char *file, *op, *text, *old; /* templates; old may be "" */
};

struct rule_fix {
    const char *const *conditions; /* capture or fact names; "!name": absent */
    size_t condition_count;
    const char *summary, *detail; /* templates; detail may be "" */
    const char *const *commands;  /* templates; captures get shell-quoted */
    size_t command_count;
    const struct rule_edit *edits;
    size_t edit_count;
    enum logdoc_confidence confidence;
};

struct rule_example {
    const char *log;     /* the lines, each ended by '\n' */
    const char *subject; /* NULL: not checked; always NULL in a reject */
    const char *because; /* of a reject: why it must not match */
};

/* What a rule's keys are for, as a set: of a built-in rule all but the first is read when
 * somebody wants it. */
enum rule_part {
    RULE_START = 1 << 0,    /* to decide whether it may be meant */
    RULE_MATCHING = 1 << 1, /* how it matches, what a finding of it means */
    RULE_TELLING = 1 << 2,  /* what is said of a diagnosis, and the examples */
    RULE_BROKEN = 1 << 3    /* no part: it could not be read, and is not read again */
};

struct rule {
    const char *id, *file;
    const char *title, *subject, *why; /* templates */
    enum logdoc_severity severity;
    enum logdoc_fault fault;
    enum logdoc_confidence confidence;
    unsigned scope;
    uint32_t number; /* index in the ruleset */
    uint32_t rank;   /* index in its by_weight */

    const char *trace; /* language of a trace it needs, or NULL */
    const char *const *needles;
    size_t needle_count, pattern_count, veto_count, skip_count;
    struct regex **patterns; /* tried in order */
    struct regex **vetoes;   /* "unless": none may match within the lines looked at */
    bool calm;               /* takes lines that their program marks as harmless, too */
    unsigned before;         /* how many lines before the decisive one are evidence too */
    struct regex **skips;    /* of those: lines that say nothing */
    unsigned lines;          /* how many lines the pattern may span, 1 or more */
    const char *const *predicates;
    struct rule_condition *conditions; /* each predicate's; NULL in a pre-flight */
    size_t predicate_count;
    const struct rule_capture *captures; /* every named group of the patterns */
    size_t capture_count;
    const struct rule_lookup *lookups;
    size_t lookup_count;

    const char *symptom; /* what causes may explain it as, or NULL: a cause only */
    bool echo;  /* the symptom is the cause said again: the same process and moment */
    bool lasts; /* the symptom goes on for as long as the cause keeps the dyno down */
    const char *code;            /* template of the symptom's code, or NULL */
    const char *const *explains; /* groups already expanded */
    size_t explain_count;
    const char *const *needs; /* shown only when it explains one of these */
    size_t need_count;
    bool build_goes_on; /* a build that succeeds does not mean that it is over */
    unsigned window;    /* seconds within which a symptom follows its cause */
    int weight;         /* of two that match one event the heavier wins */
#define RULE_MOST_WEIGHT 100

    /* Of rules about an app's folder; such a rule has one of the first two. */
    const char *check;        /* name of a check, or NULL */
    const char *const *files; /* endings of the files whose lines the patterns look at */
    size_t file_count;
    const char *const *refines; /* ids of rules whose diagnoses it makes exact */
    size_t refine_count;
    bool same_subject; /* and only those with its own subject */
    bool only_refines; /* a pre-flight does not report it by itself */
    const struct rule_fix *fixes;
    size_t fix_count;
    const char *const *docs;
    size_t doc_count;
    const struct rule_example *examples, *rejects;
    size_t example_count, reject_count;
    unsigned waiting; /* parts that are not read yet: ruleset_wake(), _complete() do */
    logdoc_str rest;  /* the JSON object of their keys */
};

/* Whether the rule is about an app's folder, not about logs. */
static inline bool rule_is_preflight(const struct rule *rule)
{
    return rule->check || rule->file_count > 0;
}

/* A word that, seen in a log, tells something about the app ("django"). */
struct rule_fact {
    const char *name;
    const char *const *needles;
    size_t needle_count, index; /* `index` in the ruleset's facts */
};

#endif
