/* SPDX-License-Identifier: MIT
 * Which batches were accepted lately: the log router sends one again, with the same frame
 * id, when it did not hear the answer. Bounded; the oldest are forgotten. No I/O. */
#ifndef LOGDOC_DRAIN_SEEN_H
#define LOGDOC_DRAIN_SEEN_H

#include <logdoc/types.h>

#define SEEN_SLOTS 32768 /* of each half; half of them are used */

struct drain_seen {
    uint64_t young[SEEN_SLOTS], old[SEEN_SLOTS];
    size_t count; /* in `young` */
};

/* Whether it was noted before. An empty id never was. */
bool drain_seen_find(const struct drain_seen *, logdoc_str token, logdoc_str id);
void drain_seen_note(struct drain_seen *, logdoc_str token, logdoc_str id);

#endif
