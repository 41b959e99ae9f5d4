/* SPDX-License-Identifier: MIT
 * Threads that skim a long block of lines: it is cut in parts, each part's requests are
 * counted and its other lines noted, whoever has time; the parts are given in order. The
 * answer is that of one thread. */
#ifndef LOGDOC_SKIM_POOL_H
#define LOGDOC_SKIM_POOL_H

#include "assembler.h"
#include "skim.h"

/* Shorter blocks are not worth it, a part among them. */
#define SKIM_POOL_LEAST ((size_t)256 * 1024)

/* A line that is not counted: an entry, or with scope 0 one that the skim left, with its
 * end, in `raw`. Lines count from 1 within the part. */
struct skim_part {
    const struct logdoc_ruleset *rules; /* which lines are plain */
    logdoc_str bytes;
    VEC(struct entry) entries;
    VEC(logdoc_time) reached; /* of each: by the lines after the one before; 0 */
    struct tally tally;       /* of the requests that were counted */
    uint64_t app_line;        /* which of them named the app; 0: none */
    struct stream *stream;    /* counts the lines; its `reached` is that of the end */
};

/* Lends the part for the call. */
typedef void skim_pool_take(void *user, const struct skim_part *);

struct skim_pool;

/* `threads`: at least 2, the caller's included. */
struct skim_pool *skim_pool_new(const struct logdoc_ruleset *, size_t threads);
/* Accepts NULL. */
void skim_pool_free(struct skim_pool *);
/* Skims the whole lines at the front of `bytes`; returns how many bytes they have. */
size_t skim_pool_run(struct skim_pool *, logdoc_str bytes, skim_pool_take *take,
                     void *user);

#endif
