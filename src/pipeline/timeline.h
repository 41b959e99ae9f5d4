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
};

void timeline_add(struct timeline *, logdoc_time, bool error);

#endif
