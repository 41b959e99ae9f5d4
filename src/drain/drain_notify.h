/* SPDX-License-Identifier: MIT
 * Tells other places (Slack, Discord, any web hook) what happened. A thread of its own
 * sends: whoever tells never waits. */
#ifndef LOGDOC_DRAIN_NOTIFY_H
#define LOGDOC_DRAIN_NOTIFY_H

#include <logdoc/engine.h>

struct drain_notify;

struct notification {
    const char *app;
    enum logdoc_happening what;
    const struct logdoc_diagnosis *diagnosis;
    const char *document; /* the diagnosis as JSON, for a generic hook */
};

/* Whether logdoc sends there: https, or http to this computer. */
bool drain_notify_accepts(const char *url, struct logdoc_error *);

/* Starts the thread; NULL with `error` filled. `urls` are copied, their number is at most
 * 8. The caller owns the result. */
struct drain_notify *drain_notify_open(const char *const *urls, size_t count,
                                       struct logdoc_error *);
/* Sends what waits, for at most three seconds. Accepts NULL. */
void drain_notify_close(struct drain_notify *);

/* Queues it for every URL. Beyond a rate, or when too many wait, it is dropped and
 * counted, and the next message says so. */
void drain_notify_tell(struct drain_notify *, const struct notification *);

uint64_t drain_notify_sent(struct drain_notify *);
uint64_t drain_notify_failed(struct drain_notify *); /* also what was dropped */

#endif
