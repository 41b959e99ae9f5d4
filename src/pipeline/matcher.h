/* SPDX-License-Identifier: MIT
 * Event → findings. Every rule with a needle in the event gets its pattern tried; of
 * those that compete for one line, or for one trace, the heaviest wins and the root of a
 * chain of exceptions beats its wrappers. */
#ifndef LOGDOC_MATCHER_H
#define LOGDOC_MATCHER_H

#include "event.h"
#include "predicates.h"

/* Lent for the call. */
typedef void matcher_found(void *user, const struct finding *);

void matcher_run(const struct predicate_context *, const struct event *,
                 matcher_found *found, void *user);

#endif
