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
    struct timeline_slot timeless;
    int64_t first;     /* number of slot 0: its time divided by the width */
    size_t used;       /* slots from 0 on; 0: nothing was added */
    logdoc_time width; /* a minute times a power of two */
    logdoc_time last;  /* where the slot of the last time that was added begins, */
    size_t last_slot;  /* and which it is */
};

/* The slot of a time, for which there is room then; of no time (0) one that does not
 * count. */
struct timeline_slot *timeline_slot_of(struct timeline *, logdoc_time);

static inline struct timeline_slot *timeline_at(struct timeline *timeline,
                                                logdoc_time time)
{
    bool same = (uint64_t)(time - timeline->last) < (uint64_t)timeline->width;
    return same && time > 0 ? &timeline->slots[timeline->last_slot]
                            : timeline_slot_of(timeline, time);
}

static inline void timeline_add(struct timeline *timeline, logdoc_time time, bool error)
{
    struct timeline_slot *slot = timeline_at(timeline, time);
    slot->requests++;
    if (error)
        slot->errors++;
}

/* The answer is that of all times added to one. */
void timeline_merge(struct timeline *, const struct timeline *other);

#endif
