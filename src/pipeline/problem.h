/* SPDX-License-Identifier: MIT
 * What the correlator keeps: problems (one rule, one subject) and the runs in which they
 * were seen. All text is copied into the correlator's arena. */
#ifndef LOGDOC_PROBLEM_H
#define LOGDOC_PROBLEM_H

#include "event.h"
#include "vec.h"

#define PROBLEM_EVIDENCE 10
#define PROBLEM_PROCESSES 16

struct kept_line {
    uint32_t input;
    uint64_t number;
    logdoc_time time;
    const char *source, *process, *text;
    bool decisive;
};

struct problem {
    const struct rule *rule;
    const char *subject, *code, *release;
    bool release_said;        /* by its own line, not by the lines before it */
    struct capture *captures; /* of the first occurrence */
    size_t capture_count;
    struct kept_line evidence[PROBLEM_EVIDENCE];
    size_t evidence_count, decisive_count;
    const char *processes[PROBLEM_PROCESSES];
    size_t process_count;
    uint64_t count;
    logdoc_time first_seen, last_seen;
    uint64_t first_sequence, last_sequence;
    uint32_t last_input;
    uint64_t last_number;
    unsigned scope;       /* of its decisive line */
    struct run *last_run; /* NULL before the first */
    size_t number;        /* index into the correlator's problems */

    /* Set by settling. */
    struct problem
        *explained_by;        /* all of it is a symptom of that; NULL: it stands alone */
    uint64_t unexplained;     /* occurrences that nothing explains */
    uint64_t explained_count; /* occurrences of other problems that it explains */
    bool needed;              /* it explains one of what its rule needs */
    bool dismissed;           /* it needs something that it does not explain */
    size_t first_symptom;     /* index + 1 into the symptoms, a list */

    /* Of a live source. */
    logdoc_time noticed;   /* the clock when it was first looked at; 0: not yet */
    logdoc_time announced; /* the clock when it was last told of; 0: never */
    bool withdrawn;        /* told of, and then explained by another */
    size_t announced_symptoms;
    enum logdoc_status announced_status;
};

/* Occurrences of one problem on one process with nothing of note in between. */
struct run {
    struct problem *problem;
    const char *process; /* interned: equal names are equal pointers */
    uint32_t input;
    unsigned scope;
    uint64_t count;
    logdoc_time first, last;
    uint64_t first_sequence, last_sequence;
    struct run *cause; /* set by settling */
};

/* Its rule takes what no other rule knows: whatever else explains it is better. */
static inline bool problem_is_catch_all(const struct problem *problem)
{
    return problem->rule->weight <= 20;
}

struct problem_symptom {
    const char *code;
    uint64_t count;
    uint64_t routed, said; /* by the router, by others */
    logdoc_time first, last;
    size_t next; /* index + 1 */
};

#endif
