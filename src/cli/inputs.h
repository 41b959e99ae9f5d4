/* SPDX-License-Identifier: MIT
 * What is read: one or several sources, merged in the time of the log. */
#ifndef LOGDOC_INPUTS_H
#define LOGDOC_INPUTS_H

#include "source.h"
#include "vec.h"

#include <logdoc/engine.h>

struct input {
    struct source *source; /* NULL: at its end */
    bool declared;         /* to the engine: it gave bytes, or ended well without any */
    uint32_t index;        /* of the engine */
    uint32_t serial;       /* of the source, when `index` was given */
    logdoc_str pending;    /* read, not yet handed on; lent by the source */
    uint64_t done, total;  /* bytes, when the source was closed */
};

struct inputs {
    struct logdoc_engine *engine; /* borrowed */
    VEC(struct input) list;
    size_t declared;       /* how many the engine knows */
    size_t turn;           /* whose turn it is among the live ones */
    bool from_terminal;    /* somebody types or pastes the log */
    struct logdoc_gap gap; /* the last one */
    bool gap_filled;       /* and what was lost came afterwards */
    bool failed;           /* something could not be read; it is already said */
};

/* Opens every operand, standard input when there is none. What cannot be opened is said
 * and passed over. */
void inputs_open(struct inputs *, struct logdoc_engine *, const char *const *operands,
                 size_t operand_count);
/* One source that is already open, which is taken over. */
void inputs_open_source(struct inputs *, struct logdoc_engine *, struct source *);
/* Lets an archive be unpacked by a thread of its own. */
void inputs_read_ahead(struct inputs *);
/* Accepts inputs of zeros. */
void inputs_release(struct inputs *);

/* Files before live sources; of files the one that is behind in the log's time.
 * SOURCE_DATA sets `index` and `bytes`, lent until the next call; SOURCE_GAP sets
 * `index` and `gap`; SOURCE_IDLE: nothing for now; SOURCE_END: no input is left. */
enum source_status inputs_read(struct inputs *, int timeout_ms, uint32_t *index,
                               logdoc_str *bytes);
/* Whether what is read now is written at this moment by somebody. */
bool inputs_live(const struct inputs *);
/* How many lines were read. */
uint64_t inputs_lines(const struct inputs *);
/* Sums of all; `total` 0 when one does not know it. */
void inputs_progress(const struct inputs *, uint64_t *done, uint64_t *total);

#endif
