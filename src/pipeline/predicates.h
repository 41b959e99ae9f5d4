/* SPDX-License-Identifier: MIT
 * Conditions that data cannot say, by the names that rules use (docs/RULES.md). */
#ifndef LOGDOC_PREDICATES_H
#define LOGDOC_PREDICATES_H

#include "event.h"
#include "lifecycle.h"
#include "ruleset.h"

/* What they look at beside the question; the tables are the ruleset's, or NULL. */
struct predicate_context {
    struct logdoc_ruleset *rules;
    const struct lifecycle *lifecycle;
    const struct table *stdlib, *never_package, *import_package, *same_name_package;
};

void predicate_context_init(struct predicate_context *, struct logdoc_ruleset *,
                            const struct lifecycle *);

/* What of a finding counts. */
struct predicate_question {
    const struct event *event;
    size_t line;       /* the decisive one */
    logdoc_str module; /* the capture; at == NULL: there is none */
};

bool predicate_holds(enum rule_predicate, const struct predicate_context *,
                     const struct predicate_question *);

#endif
