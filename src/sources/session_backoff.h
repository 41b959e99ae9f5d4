/* SPDX-License-Identifier: MIT
 * How long to wait before the next try: 500 ms, doubling to 5 s, with jitter so that many
 * watchers do not come back together. No I/O, no clock, no source of chance. */
#ifndef LOGDOC_SESSION_BACKOFF_H
#define LOGDOC_SESSION_BACKOFF_H

#include <stdbool.h>
#include <stdint.h>

#define BACKOFF_TRIES 5 /* in a row */

struct backoff {
    unsigned failures; /* since the last success */
};

void backoff_succeeded(struct backoff *);
/* Counts a failure. False when there were too many; else `wait_ms` is from half of the
 * step to all of it, by `chance`. */
bool backoff_failed(struct backoff *, uint32_t chance, unsigned *wait_ms);

#endif
