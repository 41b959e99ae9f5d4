/* SPDX-License-Identifier: MIT
 * Lines of one process → events: a trace with all its lines, a line together with the
 * lines a rule wants to see after it, or a line alone. What a trace looks like is data
 * (rules/traces.json). Lines that hold no needle and belong to nothing open are passed
 * over without being copied. */
#ifndef LOGDOC_ASSEMBLER_H
#define LOGDOC_ASSEMBLER_H

#include "event.h"
#include "ruleset.h"

#define ASSEMBLER_PROCESSES 2048
#define ASSEMBLER_EVENT_BYTES ((size_t)256 * 1024)
#define ASSEMBLER_EVENT_LINES 2000

typedef void assembler_event(void *user, const struct event *);

struct assembler {
    struct logdoc_ruleset *rules;
    struct hashmap processes; /* scope and name → struct assembly * */
    bool *facts;              /* by index in the ruleset's facts */
    uint64_t *called;         /* bits by rank: what the line's needles call for */
    uint64_t sequence;        /* of the last entry */
    size_t busy;              /* processes of which something is open or waits */
    logdoc_time now;          /* the live source's clock; 0 of a file */
    assembler_event *take;
    void *user;
};

void assembler_init(struct assembler *, struct logdoc_ruleset *, assembler_event *take,
                    void *user);
void assembler_release(struct assembler *);
/* Lends the entry; an event may be given away before it returns. */
void assembler_add(struct assembler *, const struct entry *);
/* An entry without a message: it ends nothing, but its process is not silent. */
void assembler_touch(struct assembler *, const struct entry *);
/* Nothing is open that an entry could belong to. */
static inline bool assembler_is_idle(const struct assembler *assembler)
{
    return assembler->busy == 0;
}

/* Adds facts that others noted. */
void assembler_add_facts(struct assembler *, const bool *facts);
/* Closes every open event. */
void assembler_flush(struct assembler *);
/* Closes those whose last line came at `now` or before: their process is silent since. */
void assembler_flush_silent(struct assembler *, logdoc_time since, logdoc_time patient);
/* Whether the fact's word has been seen. Takes a fact's name. */
bool assembler_knows(const struct assembler *, logdoc_str fact);

#endif
