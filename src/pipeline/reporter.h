/* SPDX-License-Identifier: MIT
 * Settled problems → ranked diagnoses: what to do first stands first. */
#ifndef LOGDOC_REPORTER_H
#define LOGDOC_REPORTER_H

#include "advisor.h"
#include "correlator.h"

struct reporter {
    struct advisor advisor;
    const struct lifecycle *lifecycle;
    const struct correlator *correlator; /* settled */
    logdoc_time last_time;
    enum logdoc_severity min_severity;
};

/* The problems that are shown, most urgent first; lent by `arena`. */
struct problem **reporter_rank(const struct reporter *, struct arena *, size_t *count);
enum logdoc_status reporter_status(const struct reporter *, const struct problem *);
void reporter_fill(const struct reporter *, const struct problem *, struct arena *,
                   struct logdoc_diagnosis *out);

#endif
