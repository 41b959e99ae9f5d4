/* SPDX-License-Identifier: MIT
 * How the traces of a language look: states as data (rules/traces.json). */
#ifndef LOGDOC_TRACE_GRAMMAR_H
#define LOGDOC_TRACE_GRAMMAR_H

#include "regex.h"

/* What a line of a trace is. */
enum trace_role {
    TRACE_TEXT,
    TRACE_FRAME,        /* groups file, line, function */
    TRACE_EXCEPTION,    /* groups type, message */
    TRACE_CHAIN_CAUSE,  /* what stands before caused what follows */
    TRACE_CHAIN_CONTEXT /* what follows happened while handling what stands before */
};

#define TRACE_START 0U
#define TRACE_STATES 64U /* at most */

struct trace_step {
    const char *const *from; /* states; "start" opens a trace */
    size_t from_count;
    uint64_t from_states;       /* the same as bits of numbers; "start" is TRACE_START */
    const char *const *needles; /* of a step from "start" */
    size_t needle_count;
    struct regex *pattern;
    size_t file_type, number, detail; /* groups of a trace_part; SIZE_MAX: it has none */
    const char *to;
    unsigned to_state;
    enum trace_role role;
};

/* How the traces of one language look: states as data. */
struct trace_grammar {
    const char *language;
    struct trace_step *steps; /* the first that fits; none: the trace ends */
    size_t step_count;
    struct regex *foreign; /* matches the file of a frame that is not the app's own */
    bool innermost_last;   /* Python: the failing frame is the last one */
    bool cause_last;       /* Java, Node: the root cause is printed last */
};

#endif
