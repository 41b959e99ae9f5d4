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

/* `name` may begin with '!'. A name that is not in the table never holds; the loader has
 * refused it. */
bool predicate_holds(const char *name, const struct predicate_context *,
                     const struct finding *);

#endif
