/* SPDX-License-Identifier: MIT
 * Puts entries into the order of their time. Logs arrive out of order (Dev Center:
 * Logging), several files merge, some viewers print the newest first. The sorter holds a
 * window of entries and gives them away oldest first, equal times in order of arrival, or
 * in the reverse of it while the input runs backwards. */
#ifndef LOGDOC_SORTER_H
#define LOGDOC_SORTER_H

#include "packed_entries.h"

#define SORTER_WINDOW 4096
#define SORTER_BYTES ((size_t)8 * 1024 * 1024)
/* One for what arrives, one for what waits since before, one to spare. */
#define SORTER_STORES 3

/* Whose turn it is. */
struct sorter_taker {
    void (*take)(void *user, const struct entry *);
    /* Some in a row that call nobody: have they been taken without a look? */
    bool (*pass)(void *user, size_t count);
    /* Before that: notes whom the entries from `from` on call. */
    void (*note_calls)(void *user, struct packed_entries *, size_t from);
    void *user;
};

/* An entry's place in the order. */
struct sorter_turn {
    logdoc_time time;
    uint32_t arrival; /* a number that grows, and begins anew after the largest */
    unsigned index : 29, store : 2, passes : 1;
};

struct sorter {
    struct sorter_taker taker;
    struct packed_entries stores[SORTER_STORES];
    unsigned arriving;             /* the store of what arrives */
    size_t known;                  /* of it: whom they call is known, or asked for */
    VEC(struct sorter_turn) turns; /* of what waits since before, in order */
    VEC(struct sorter_turn) scratch;
    VEC(size_t) ends; /* of runs of turns that are in order */
    uint32_t arrivals;
    logdoc_time newest;
    size_t rising, falling; /* steps of time within the window */
    bool backwards;         /* how the turns are sorted */
};

void sorter_init(struct sorter *, const struct sorter_taker *);
void sorter_release(struct sorter *);
/* Copies the entry; gives away the older half when the window is full. */
void sorter_add(struct sorter *, const struct entry *);
/* The same of those from `from` to `to`, one by one, of which it is known whom they call.
 */
void sorter_add_packed(struct sorter *, const struct packed_entries *, size_t from,
                       size_t to);
/* Gives everything away. */
void sorter_flush(struct sorter *);

#endif
