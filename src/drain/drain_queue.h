/* SPDX-License-Identifier: MIT
 * Batches that were accepted and wait to be read. Bounded in bytes. */
#ifndef LOGDOC_DRAIN_QUEUE_H
#define LOGDOC_DRAIN_QUEUE_H

#include "drain_apps.h"
#include "strbuf.h"

#define QUEUE_BYTES ((size_t)64 * 1024 * 1024)

struct queued {
    struct queued *next;
    char app[APP_NAME_SIZE];
    uint64_t expected; /* frames; 0: not said */
    int64_t kept;      /* its number in the state; 0: it is not kept */
    struct strbuf body;
};

struct drain_queue {
    struct queued *first, **last;
    size_t count, bytes;
};

void drain_queue_init(struct drain_queue *);
void drain_queue_release(struct drain_queue *);
bool drain_queue_has_room(const struct drain_queue *, size_t bytes);
/* Takes the body. */
void drain_queue_push(struct drain_queue *, const char *app, uint64_t expected,
                      int64_t kept, struct strbuf *body);
/* The oldest, or NULL; the caller passes it to queued_free(). */
struct queued *drain_queue_pop(struct drain_queue *);
void queued_free(struct queued *);

#endif
