/* SPDX-License-Identifier: MIT
 * Says of a live source's problems what is certain: each once as news, then in updates,
 * which are batched. What may turn out to be a symptom of something else is held back
 * for a moment; if its cause comes only after that, an update takes it back. */
#ifndef LOGDOC_ANNOUNCER_H
#define LOGDOC_ANNOUNCER_H

#include "reporter.h"

#include <logdoc/engine.h>

struct announcer {
    const struct reporter *reporter;
    struct arena *arena; /* for what is said */
    void (*happened)(void *user, enum logdoc_happening, const struct logdoc_diagnosis *);
    void *user;
    logdoc_time now; /* 0: the end, nothing waits */
};

void announcer_run(const struct announcer *);

#endif
