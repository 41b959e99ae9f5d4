/* SPDX-License-Identifier: MIT
 * Puts entries into the order of their time. Logs arrive out of order (Dev Center:
 * Logging), several files merge, some viewers print the newest first. The sorter holds a
 * window of entries and gives them away oldest first, equal times in order of arrival, or
 * in the reverse of it while the input runs backwards. */
#ifndef LOGDOC_SORTER_H
#define LOGDOC_SORTER_H

#include "format.h"
#include "strbuf.h"
#include "vec.h"

#define SORTER_WINDOW 4096
#define SORTER_BYTES ((size_t)8 * 1024 * 1024)

/* An entry whose texts lie in the sorter's bytes, the source first. */
struct sorted_entry {
    logdoc_time time;
    uint64_t line;
    size_t offset;                   /* of the texts */
    uint32_t process_at, message_at; /* from there */
    uint32_t source_len, process_len, message_len;
    uint32_t input;
    unsigned scope;
    bool plain;
};

typedef void sorter_take(void *user, const struct entry *);

struct sorter {
    VEC(struct sorted_entry) entries;
    VEC(size_t) order;
    struct strbuf bytes;
    logdoc_time newest;
    size_t rising, falling; /* steps of time within the window */
};

void sorter_init(struct sorter *);
void sorter_release(struct sorter *);
/* Copies the entry; gives away the older half when the window is full. */
void sorter_add(struct sorter *, const struct entry *, sorter_take *take, void *user);
/* Gives everything away. */
void sorter_flush(struct sorter *, sorter_take *take, void *user);

#endif
