/* SPDX-License-Identifier: MIT
 * What a needle calls for when it is seen in a line: rules, facts and starts of traces.
 * Collected while rules are loaded, then laid out so that a line with a needle that many
 * rules have costs little. */
#ifndef LOGDOC_NEEDLE_CALLS_H
#define LOGDOC_NEEDLE_CALLS_H

#include "rule.h"
#include "vec.h"

/* One of the three. */
struct needle_use {
    uint32_t needle;
    const struct rule *rule;
    const struct rule_fact *fact;
    uint64_t starts; /* bits: the starts of a language's traces */
};

struct called_rule {
    uint32_t rank;
    unsigned scope;
};

/* Of one needle; its rules and facts end where those of the next one begin. */
struct needle_call {
    uint64_t starts;
    unsigned scopes; /* of all its rules */
    uint32_t first_rule, first_fact;
};

struct needle_calls {
    VEC(struct needle_use) uses;
    VEC(struct needle_call) of; /* by needle, and one behind the last */
    VEC(struct called_rule) rules;
    VEC(uint32_t) facts; /* indices in the ruleset's */
};

void needle_calls_release(struct needle_calls *);
void needle_calls_add(struct needle_calls *, const struct needle_use *);
/* Lays out what was added. When rules have their ranks, and again when they get others.
 */
void needle_calls_finish(struct needle_calls *, size_t needle_count);

#endif
