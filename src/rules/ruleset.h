/* SPDX-License-Identifier: MIT
 * The inside of a ruleset, for the layers above. */
#ifndef LOGDOC_RULESET_INTERNAL_H
#define LOGDOC_RULESET_INTERNAL_H

#include "arena.h"
#include "calm_lines.h"
#include "needle_calls.h"
#include "needles.h"
#include "rule.h"
#include "vec.h"

#include <logdoc/ruleset.h>

/* A line with which a trace may begin. */
struct trace_start {
    const struct trace_grammar *grammar;
    const struct trace_step *step;
};

#define TRACE_STARTS_CAP 64

struct logdoc_ruleset {
    struct arena arena;
    VEC(struct rule *) rules; /* in order of loading */
    struct rule **by_weight;  /* the same, the heaviest first */
    uint64_t *calm_ranks;     /* bits by index in by_weight: those with "calm" */
    VEC(const struct rule *) catch_alls; /* those that any trace of a language calls */
    VEC(struct rule_fact *) facts;
    VEC(struct trace_grammar *) grammars;
    VEC(struct trace_start) starts;
    struct hashmap by_id;  /* id → struct rule * */
    struct hashmap groups; /* name → struct name_list * */
    struct hashmap tables; /* name → struct table * */
    struct needles *needles;
    struct needle_calls calls;
    struct calm_lines calm;
    struct hashmap regexes; /* pattern → struct regex *, owned */
    uint64_t turn;          /* of matching: what was searched in it stays as it is */
    logdoc_str rests;       /* of the built-in file that is being loaded */
};

struct name_list {
    const char *const *names;
    size_t count;
};

/* The rule, or NULL. */
const struct rule *ruleset_find(const struct logdoc_ruleset *, logdoc_str id);
const struct table *ruleset_table(const struct logdoc_ruleset *, const char *name);

/* An empty set, without the built-in rules. Never NULL. */
struct logdoc_ruleset *ruleset_new(void);
/* The grammar of a language's traces, or NULL. */
const struct trace_grammar *ruleset_grammar(const struct logdoc_ruleset *,
                                            const char *language);
/* The fact, or NULL. */
const struct rule_fact *ruleset_fact(const struct logdoc_ruleset *, const char *name);

/* Only for ruleset_wake(): reads what of the rule is RULE_MATCHING, and links it. */
bool ruleset_read_matching(struct logdoc_ruleset *, const struct rule *,
                           struct logdoc_error *);
/* Of a built-in rule only that is read at first which says whether it may be meant
 * (RULE_START): call this before looking at how it matches. False as below. */
static inline bool ruleset_wake(struct logdoc_ruleset *set, const struct rule *rule,
                                struct logdoc_error *error)
{
    return !(rule->waiting & (RULE_MATCHING | RULE_BROKEN)) ||
           ruleset_read_matching(set, rule, error);
}
/* What is said of a diagnosis (why, fixes, docs) and a rule's examples are most of the
 * built-in text and stay unread until somebody wants them: call this before looking at
 * them; it wakes the rule too. False when they do not read, a defect of the build. */
bool ruleset_complete(struct logdoc_ruleset *, const struct rule *,
                      struct logdoc_error *);
bool ruleset_complete_all(struct logdoc_ruleset *, struct logdoc_error *);

/* Enters a rule that is complete: needles, id. False when the id exists. */
bool ruleset_add(struct logdoc_ruleset *, struct rule *, struct logdoc_error *);
/* A fact of a name that exists adds its needles to that one. */
void ruleset_add_fact(struct logdoc_ruleset *, struct rule_fact *);
/* False when there are TRACE_STARTS_CAP starts already. */
bool ruleset_add_grammar(struct logdoc_ruleset *, struct trace_grammar *);
/* The table, empty when there was none. */
struct table *ruleset_get_table(struct logdoc_ruleset *, logdoc_str name);
/* The pattern's, which rules share; freed with the set. The text is borrowed until then.
 * NULL with `error` filled when regex_new() refuses it. */
struct regex *ruleset_regex(struct logdoc_ruleset *, const char *text, const char *where,
                            struct logdoc_error *error);

/* When all files are in: finds what the rules from number `first` on refer to by name.
 * @groups become their words; an unknown group, table, predicate or language of traces is
 * an error. */
bool ruleset_link(struct logdoc_ruleset *, size_t first, struct logdoc_error *);

/* Returns false and fills `error` with file, rule and key. */
bool rule_fail(struct logdoc_error *error, const struct rule *, const char *key,
               const char *format, ...) __attribute__((format(printf, 4, 5)));

#endif
