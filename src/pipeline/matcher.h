/* SPDX-License-Identifier: MIT
 * Event → findings. Every rule with a needle in the event gets its pattern tried; of
 * those that compete for one line, or for one trace, the heaviest wins and the root of a
 * chain of exceptions beats its wrappers. */
#ifndef LOGDOC_MATCHER_H
#define LOGDOC_MATCHER_H

#include "event.h"
#include "predicates.h"
#include "vec.h"

/* What was answered about the event at hand: many rules ask the same. */
struct matcher_answers {
    struct predicate_question question;
    unsigned asked, held; /* by it: bits of predicates */
    logdoc_str value;     /* the capture that was looked at last */
    enum capture_type type;
    bool fits;
};

struct matcher {
    struct predicate_context context;
    VEC(struct finding) findings; /* of the event at hand */
    struct matcher_answers answers;
};

/* Borrows both until the release. */
void matcher_init(struct matcher *, struct logdoc_ruleset *, const struct lifecycle *);
void matcher_release(struct matcher *);

/* Lent for the call. */
typedef void matcher_found(void *user, const struct finding *);

void matcher_run(struct matcher *, const struct event *, matcher_found *found,
                 void *user);

#endif
