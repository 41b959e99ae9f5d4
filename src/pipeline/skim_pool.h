/* SPDX-License-Identifier: MIT
 * Threads that skim a long block of lines: it is cut in parts; whoever has time claims
 * one, counts its requests and notes its other lines; the parts are given in order. The
 * answer is that of one thread. */
#ifndef LOGDOC_SKIM_POOL_H
#define LOGDOC_SKIM_POOL_H

#include "assembler.h"
#include "packed_entries.h"
#include "skim.h"

#define SKIM_PART_SIZE ((size_t)512 * 1024)

/* Lines count from 1 within the part, behind its head. */
struct skim_part {
    const struct logdoc_ruleset *rules; /* which lines call for something */
    logdoc_str bytes;                   /* lent */
    /* The end of the line that began before the part, and the beginning of the one that
     * ends behind it. */
    logdoc_str head, tail;
    /* The lines between that are no requests: a `counted` one is in the tally; one of
     * scope 0 was left by the skim, its message is the line with its end and its time
     * what the lines since the last such had reached, or 0. */
    struct packed_entries entries;
    size_t uncounted; /* of them; or more */
    struct tally tally;
    bool *facts;           /* of the lines that call for nothing else, by index in the
                              ruleset's facts */
    uint64_t app_line;     /* which request named the app; 0: none */
    struct stream *stream; /* counts the lines; its `reached` is that of the end */
};

/* Lends the part for the call, which may change it. */
typedef void skim_pool_take(void *user, struct skim_part *);

struct skim_pool;

/* `threads`: at least 2, the caller's included. */
struct skim_pool *skim_pool_new(const struct logdoc_ruleset *, size_t threads);
/* Accepts NULL. */
void skim_pool_free(struct skim_pool *);
/* Skims all of the bytes. */
void skim_pool_run(struct skim_pool *, logdoc_str bytes, skim_pool_take *take,
                   void *user);

#endif
