/* SPDX-License-Identifier: MIT
 * An event that is still growing: the open lines of one process. */
#ifndef LOGDOC_ASSEMBLY_H
#define LOGDOC_ASSEMBLY_H

#include "cut_message.h"
#include "event.h"
#include "recent_lines.h"
#include "strbuf.h"
#include "vec.h"

struct assembly {
    struct strbuf text;
    struct strbuf source, process;
    VEC(struct event_line) lines;
    VEC(struct trace_part) parts;
    VEC(struct candidate) candidates;
    const struct trace_grammar *grammar;
    const struct trace_step *step; /* the last one; NULL when no trace is open */
    struct cut_message cut;        /* pieces that are not yet a line */
    struct recent_lines *recent;   /* of a build; NULL */
    size_t wanted_line;            /* lines up to this index are wanted by a rule */
    logdoc_time touched; /* the live source's clock at its last line; 0 of a file */
};

struct assembly *assembly_new(void);
/* Accepts NULL. */
void assembly_free(struct assembly *);
/* Empty again. */
void assembly_reset(struct assembly *);
bool assembly_is_open(const struct assembly *);
/* Within a trace, or a rule wants to see the next line. */
bool assembly_wants_more(const struct assembly *);
/* Copies the entry's message as the next line. */
void assembly_append(struct assembly *, const struct entry *, uint64_t sequence);
/* Takes the step that fits the line just appended; `match` lies in `line`. */
void assembly_step(struct assembly *, const struct trace_grammar *,
                   const struct trace_step *, const struct regex_match *,
                   logdoc_str line);
/* A view of the whole; valid until the assembly changes. */
struct event assembly_event(const struct assembly *);

#endif
