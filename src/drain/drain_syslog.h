/* SPDX-License-Identifier: MIT
 * Syslog over TCP: octet-counted frames, or one on each line. Runs in the caller's loop.
 */
#ifndef LOGDOC_DRAIN_SYSLOG_H
#define LOGDOC_DRAIN_SYSLOG_H

#include "drain_listen.h"

#include <poll.h>

#define SYSLOG_CLIENTS 256
#define SYSLOG_FDS (SYSLOG_CLIENTS + 1)

struct drain_syslog;

/* `frames` are whole ones, lent for the call. */
typedef void drain_syslog_frames(void *user, logdoc_str frames);

/* The listener's socket is lent. Never NULL. */
struct drain_syslog *drain_syslog_new(const struct listener *, drain_syslog_frames *,
                                      void *user);
void drain_syslog_free(struct drain_syslog *); /* accepts NULL */

/* Fills at most SYSLOG_FDS; returns how many. */
size_t drain_syslog_watch(const struct drain_syslog *, struct pollfd *fds);
/* After poll(), with what drain_syslog_watch() filled. `steady` in microseconds. */
void drain_syslog_run(struct drain_syslog *, const struct pollfd *fds, size_t count,
                      logdoc_time steady);
/* Takes what has arrived, and no new connections; the rest of a frame counts as one. */
void drain_syslog_finish(struct drain_syslog *, logdoc_time steady);
size_t drain_syslog_clients(const struct drain_syslog *);

#endif
