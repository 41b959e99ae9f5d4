/* SPDX-License-Identifier: MIT
 * Starts, crashes and memory of each dyno. The trend is a line of least squares through
 * the samples since the last start. */
#ifndef LOGDOC_DYNO_HEALTH_H
#define LOGDOC_DYNO_HEALTH_H

#include "format.h"
#include "hashmap.h"

#include <logdoc/dynos.h>

#define DYNO_HEALTH_DYNOS 1000

struct advisor;
struct arena;

struct dyno_health {
    struct hashmap dynos; /* name → struct dyno_samples * */
};

void dyno_health_init(struct dyno_health *);
void dyno_health_release(struct dyno_health *);
/* Reads a line of the dyno manager; in order of time. */
void dyno_health_note(struct dyno_health *, const struct entry *);
/* The answer, in `arena`. */
const struct logdoc_dynos *dyno_health_report(const struct dyno_health *,
                                              const struct advisor *, struct arena *);

#endif
