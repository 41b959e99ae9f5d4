/* SPDX-License-Identifier: MIT
 * Telling things as they happen: when is it time to let the engine look at what waits,
 * and what was already told. */
#ifndef LOGDOC_LIVE_H
#define LOGDOC_LIVE_H

#include "output.h"
#include "renderer.h"

struct live {
    const struct renderer *renderer; /* NULL: tell nothing */
    struct render_options render;
    struct output *output;
    bool finishing; /* no more input */
    uint64_t told;  /* happenings that were printed */
    uint64_t bytes; /* read since the last tick */
    /* On the steady clock: the last tick, the first and the last bytes since then. */
    logdoc_time ticked, begun, fed;
};

/* For struct logdoc_options: `user` is the struct live. */
void live_happened(void *user, enum logdoc_happening, const struct logdoc_diagnosis *);

/* The source's connection was lost; `filled`: nothing is missing. */
void live_gap(struct live *, const struct logdoc_gap *, bool filled);

/* How long reading may wait until the next tick is due. */
int live_timeout_ms(const struct live *);
/* To be called after every read, with the bytes it gave. */
void live_read(struct live *, struct logdoc_engine *, size_t len);

#endif
