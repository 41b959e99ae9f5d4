/* SPDX-License-Identifier: MIT
 * Conditions that data cannot say, by the names that rules use (docs/RULES.md). */
#ifndef LOGDOC_PREDICATES_H
#define LOGDOC_PREDICATES_H

#include "event.h"
#include "lifecycle.h"
#include "ruleset.h"

struct predicate_context {
    const struct logdoc_ruleset *rules;
    const struct lifecycle *lifecycle;
};

bool predicate_holds(const struct rule_condition *, const struct predicate_context *,
                     const struct finding *);

#endif
