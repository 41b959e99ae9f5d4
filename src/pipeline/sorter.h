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

typedef void sorter_take(void *user, const struct entry *);
/* Asked when the turn of an entry that calls for nothing has come: has it been taken
 * without a look? */
typedef bool sorter_pass(void *user);

struct sorter {
    sorter_take *take;
    sorter_pass *pass;
    void *user;
    struct packed_entries entries;
    VEC(size_t) order;
    logdoc_time newest;
    size_t rising, falling; /* steps of time within the window */
};

/* Who takes the entries, oldest first. */
void sorter_init(struct sorter *, sorter_take *take, sorter_pass *pass, void *user);
void sorter_release(struct sorter *);
/* Copies the entry; gives away the older half when the window is full. */
void sorter_add(struct sorter *, const struct entry *);
/* The same of those from `from` to `to`, one by one. */
void sorter_add_packed(struct sorter *, const struct packed_entries *, size_t from,
                       size_t to);
/* Gives everything away. */
void sorter_flush(struct sorter *);

#endif
