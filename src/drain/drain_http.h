/* SPDX-License-Identifier: MIT
 * The HTTP side of the drain: takes batches, answers questions. Runs in the caller's loop
 * and thread. */
#ifndef LOGDOC_DRAIN_HTTP_H
#define LOGDOC_DRAIN_HTTP_H

#include "drain_auth.h"
#include "drain_listen.h"
#include "strbuf.h"

struct drain_http;

/* What came with a POST. Texts are lent; "" when they were not sent. */
struct drain_batch {
    const char *token, *frame_id, *count, *app;
    struct strbuf *body; /* may be taken */
};

struct drain_http_config {
    const struct listener *listener; /* its socket is lent */
    const struct drain_auth *auth;   /* borrowed */
    const char *certificate, *key;   /* PEM texts, borrowed; NULL: no TLS */
    /* A whole batch; the status to answer with. */
    unsigned (*accept)(void *user, const struct drain_batch *);
    /* Content for a GET; the content type, or NULL: there is no such thing.
     * `last_event_id` is "" when it was not sent. */
    const char *(*show)(void *user, const char *path, const char *last_event_id,
                        struct strbuf *out);
    /* Whether there is room for so many bytes of a body that begins to come. */
    bool (*has_room)(void *user, size_t bytes);
    /* A request was refused without being read. */
    void (*refused)(void *user, unsigned status);
    void *user;
};

/* NULL with `error` filled. The caller owns the result. */
struct drain_http *drain_http_open(const struct drain_http_config *,
                                   struct logdoc_error *);
void drain_http_close(struct drain_http *); /* accepts NULL */

int drain_http_fd(const struct drain_http *);                   /* readable: run */
int drain_http_timeout_ms(struct drain_http *, int at_most_ms); /* then run anyway */
void drain_http_run(struct drain_http *);
/* No new connections from now on. */
void drain_http_quiesce(struct drain_http *);
/* Whether requests have begun that are not answered yet, and one of them went on within
 * the last two seconds. */
bool drain_http_is_busy(const struct drain_http *);

#endif
