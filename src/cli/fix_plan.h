/* SPDX-License-Identifier: MIT
 * Which fix of each diagnosis is taken, what it changes, and what is left to do by hand.
 */
#ifndef LOGDOC_FIX_PLAN_H
#define LOGDOC_FIX_PLAN_H

#include "patch.h"
#include "ruleset.h"
#include "strbuf.h"

struct fix_plan {
    const struct logdoc_ruleset *rules;
    enum logdoc_confidence least; /* of a fix that may be taken */
    bool other_manager; /* no requirements.txt, and a lock file that rules it out */
    struct patch patch;
    struct strbuf words; /* for people: what is changed, what to do */
    struct strbuf next;  /* the commands that remain after the edits */
    struct strbuf last;  /* the push, and what follows it */
    size_t edited, by_hand;
};

void fix_plan_init(struct fix_plan *, const struct logdoc_ruleset *,
                   const struct folder *, bool all);
void fix_plan_release(struct fix_plan *);
/* Takes the first fix that will do, unless the diagnosis is over. */
void fix_plan_add(struct fix_plan *, const struct logdoc_diagnosis *);

#endif
