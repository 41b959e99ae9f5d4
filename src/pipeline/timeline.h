/* SPDX-License-Identifier: MIT
 * Requests by minute in a fixed number of slots: when the log is longer, the slots double
 * their width. Times may come in any order; the answer is the same. */
#ifndef LOGDOC_TIMELINE_H
#define LOGDOC_TIMELINE_H

#include <logdoc/types.h>

#define TIMELINE_SLOTS 120

struct timeline_slot {
    uint64_t requests, errors;
};

struct timeline {
    struct timeline_slot slots[TIMELINE_SLOTS];
    int64_t first;     /* number of slot 0: its time divided by the width */
    size_t used;       /* slots from 0 on; 0: nothing was added */
    logdoc_time width; /* a minute times a power of two */
    logdoc_time last;  /* where the slot of the last time that was added begins, */
    size_t last_slot;  /* and which it is */
};

/* The slot of a time, for which there is room then. */
size_t timeline_slot(struct timeline *, logdoc_time);

static inline void timeline_add(struct timeline *timeline, logdoc_time time, bool error)
{
    if (time <= 0)
        return;
    bool same = timeline->used > 0 && time >= timeline->last &&
                time - timeline->last < timeline->width;
    size_t slot = same ? timeline->last_slot : timeline_slot(timeline, time);
    timeline->slots[slot].requests++;
    timeline->slots[slot].errors += error;
}

/* The answer is that of all times added to one. */
void timeline_merge(struct timeline *, const struct timeline *other);

#endif
