/* SPDX-License-Identifier: MIT
 * A state machine for every process and the release (Dev Center: Dynos): what runs, what
 * crashed, what was asked to stop, and which release it was. It reads the platform's own
 * lines only. */
#ifndef LOGDOC_LIFECYCLE_H
#define LOGDOC_LIFECYCLE_H

#include "arena.h"
#include "config_vars.h"
#include "format.h"
#include "hashmap.h"
#include "vec.h"

#define LIFECYCLE_PROCESSES 4096
#define LIFECYCLE_CHANGES 512

enum dyno_state {
    DYNO_UNKNOWN,
    DYNO_STARTING,
    DYNO_UP,
    DYNO_CRASHED,
    DYNO_DOWN,
    DYNO_COMPLETE
};

struct dyno_change {
    logdoc_time time;
    uint64_t sequence;
    enum dyno_state state;
};

struct dyno {
    const char *name;
    char *command; /* that started it; "" when the log does not show it */
    VEC(struct dyno_change) changes; /* the latest LIFECYCLE_CHANGES */
    uint64_t stop_asked;             /* sequence of the last SIGTERM; 0: none */
    uint64_t begun;     /* sequence of the last start, or end of one; 0: none */
    logdoc_time served; /* the last request it answered below 500 */
};

struct release {
    char name[16]; /* "v7" */
    uint64_t sequence;
    logdoc_time time;
};

struct lifecycle {
    struct config_vars config;
    struct hashmap dynos;         /* name → struct dyno * */
    uint64_t sequence;            /* of the last entry */
    VEC(struct release) releases; /* the latest LIFECYCLE_CHANGES */
    logdoc_time released;         /* when the last one was made; 0 */
    uint64_t build_begun;         /* sequence of the last build's beginning; 0 */
    uint64_t build_done; /* sequence of the last build or deploy that succeeded; 0 */
};

void lifecycle_init(struct lifecycle *);
void lifecycle_release(struct lifecycle *);
/* Reads a line of the dyno manager, the API or a build. */
void lifecycle_note(struct lifecycle *, const struct entry *);
/* When `dyno`, which the log may not have shown, last answered a request below status
 * 500.
 */
void lifecycle_served(struct lifecycle *, logdoc_str dyno, logdoc_time);

/* The release that was current at `sequence`, "v7"; "" when the log does not show it. */
const char *lifecycle_release_at(const struct lifecycle *, uint64_t sequence);
/* A release was made after `from` and before `to` (sequences). */
bool lifecycle_released_between(const struct lifecycle *, uint64_t from, uint64_t to);
/* NULL when the log has not shown it. */
const struct dyno *lifecycle_find(const struct lifecycle *, logdoc_str process);
/* At `sequence` it had been asked to stop and had not started again: that it exits is no
 * fault. */
bool lifecycle_was_stopping(const struct lifecycle *, logdoc_str process,
                            uint64_t sequence);
/* The next two take a process ("web.1") or a type ("web"): then one of it will do. */

/* Came up after `sequence` and stayed up as far as the log goes. */
bool lifecycle_recovered(const struct lifecycle *, logdoc_str process, uint64_t sequence,
                         logdoc_time last);
/* Was up, and stayed so, at some moment after `from` and before `to` (sequences). */
bool lifecycle_was_up(const struct lifecycle *, logdoc_str process, uint64_t from,
                      uint64_t to);

#endif
