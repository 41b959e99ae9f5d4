/* SPDX-License-Identifier: MIT
 * What a rule's patterns cost at worst: on long lines with a needle in them that almost
 * fit. Steps are what PCRE2 counts, the same on every machine. */
#ifndef LOGDOC_RULE_COST_H
#define LOGDOC_RULE_COST_H

#include "rule.h"
#include "strbuf.h"

/* The longest line that the log system lets through. */
#define RULE_COST_LINE ((size_t)10000)
#define RULE_COST_CAP ((size_t)1000 * 1000)

struct rule_cost {
    size_t steps;              /* the most that any pattern took; at most RULE_COST_CAP */
    const struct regex *worst; /* the pattern that took them; NULL: there is none */
};

/* On texts of `length` bytes. Gives up a text after `most` steps. */
struct rule_cost rule_cost_measure(const struct rule *, size_t length, size_t most);
/* Backtracks badly: ten times the length costs far more than ten times the steps. */
bool rule_cost_is_bad(const struct rule *, struct rule_cost *out);
/* Searches as the engine does, for who measures the time; returns how many texts. */
size_t rule_cost_search(const struct rule *, size_t length);

#endif
