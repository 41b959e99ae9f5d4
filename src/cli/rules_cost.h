/* SPDX-License-Identifier: MIT
 * logdoc rules test --cost: what the rules cost at worst. */
#ifndef LOGDOC_RULES_COST_H
#define LOGDOC_RULES_COST_H

#include "ruleset.h"
#include "strbuf.h"

/* Appends a table of the rules from number `first` on, the dearest first. */
void rules_cost_table(struct strbuf *out, const struct logdoc_ruleset *, size_t first);
/* False, with the reason appended, when a pattern of the rule backtracks badly. */
bool rules_cost_check(const struct rule *, struct strbuf *what);

#endif
