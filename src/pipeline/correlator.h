/* SPDX-License-Identifier: MIT
 * Findings → problems, and which of them is only the symptom of another. A cause explains
 * the symptoms its rule names when they follow on its process within its window; a
 * crashed dyno goes on answering H10 as long as it does not come up. */
#ifndef LOGDOC_CORRELATOR_H
#define LOGDOC_CORRELATOR_H

#include "arena.h"
#include "lifecycle.h"
#include "problem.h"
#include "strbuf.h"

#define CORRELATOR_PROBLEMS 1000
#define CORRELATOR_RUNS 20000

struct correlator {
    struct arena arena;
    struct hashmap by_key;    /* id, subject and code → struct problem * */
    struct hashmap processes; /* interned names */
    VEC(struct problem *) problems;
    VEC(struct run *) runs;
    VEC(struct problem_symptom) symptoms;
    uint64_t last_cause;              /* sequence of the last occurrence of a cause */
    uint64_t more;                    /* findings beyond CORRELATOR_PROBLEMS */
    struct strbuf subject, code, key; /* of the finding at hand */
    bool settled;
};

void correlator_init(struct correlator *);
void correlator_release(struct correlator *);
/* Lends the finding; copies what it keeps. */
void correlator_add(struct correlator *, const struct finding *,
                    const struct lifecycle *);
/* Decides who explains whom; cheap when nothing was added. */
void correlator_settle(struct correlator *, const struct lifecycle *);
/* A problem that is shown: not explained by another, and needed when its rule says so. */
bool problem_stands(const struct problem *);

#endif
