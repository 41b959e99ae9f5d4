/* SPDX-License-Identifier: MIT
 * What the drain remembers across restarts, in an SQLite file: the incidents of each app,
 * and the batches that were accepted and are not yet part of an incident. So whatever was
 * answered with 2xx survives the end of the process at any moment. */
#ifndef LOGDOC_DRAIN_STATE_H
#define LOGDOC_DRAIN_STATE_H

#include "strbuf.h"

#include <logdoc/diagnosis.h>

struct drain_state;

/* Texts are lent for the call. */
struct incident {
    const char *app, *rule, *subject, *severity, *status, *title;
    const char *document; /* the diagnosis as JSON */
    uint64_t count;
    logdoc_time first_seen, last_seen;
};

struct kept_batch {
    const char *app, *token, *frame_id;
    uint64_t expected;
    logdoc_str body;
    int64_t id; /* set by drain_state_keep() and of what is replayed */
};

/* Creates the file, for nobody else to read, unless `only_read`. NULL with `error`
 * filled; the caller owns the result. */
struct drain_state *drain_state_open(const char *path, bool only_read,
                                     struct logdoc_error *);
void drain_state_close(struct drain_state *); /* accepts NULL */

/* False when it could not be written: the batch must not be acknowledged. */
bool drain_state_keep(struct drain_state *, struct kept_batch *);
/* The batches that were kept, oldest first. */
void drain_state_replay(struct drain_state *,
                        void (*batch)(void *user, const struct kept_batch *), void *user);

/* What happens in between becomes true at once or not at all. */
void drain_state_begin(struct drain_state *);
void drain_state_commit(struct drain_state *);
/* Stores an app's diagnosis. `life` tells engines apart: counts of several add up. */
void drain_state_store(struct drain_state *, const char *app, int64_t life,
                       const struct logdoc_diagnosis *, const char *document);
/* Notes that something was told; false when it had been told before. */
bool drain_state_tell_once(struct drain_state *, uint64_t key);
/* The app's batches up to `id` are part of what was stored. */
void drain_state_forget(struct drain_state *, const char *app, int64_t id);
uint64_t drain_state_failures(const struct drain_state *);

/* The `most` incidents that were seen last, the oldest of them first; `app` NULL: of all.
 */
bool drain_state_list(struct drain_state *, const char *app, int most,
                      void (*incident)(void *user, const struct incident *), void *user,
                      struct logdoc_error *);

#endif
