/* SPDX-License-Identifier: MIT
 * What the engine is made of, for the files that make it. */
#ifndef LOGDOC_ENGINE_STAGES_H
#define LOGDOC_ENGINE_STAGES_H

#include "arena.h"
#include "assembler.h"
#include "correlator.h"
#include "dyno_health.h"
#include "lifecycle.h"
#include "matcher.h"
#include "skim_pool.h"
#include "sorter.h"
#include "stream.h"

#include <logdoc/engine.h>

struct logdoc_engine {
    struct logdoc_ruleset *rules;
    struct logdoc_options options;
    bool chooses; /* they ask for some entries alone */
    VEC(struct stream *) streams;
    struct stream *current;
    struct skim_pool *pool; /* NULL: one thread, or nothing was worth more */
    struct sorter sorter;
    struct assembler assembler;
    struct lifecycle lifecycle;
    struct matcher matcher;
    struct correlator correlator;
    struct tally tally;
    struct dyno_health health;
    struct arena arena; /* of the last report */
    struct logdoc_report report;
    bool finished;
};

/* A line of the current stream, as the framer gives it. Takes the engine. */
void engine_on_line(void *user, logdoc_str line, uint64_t number);
/* A stretch of the current stream. */
void engine_feed_stretch(struct logdoc_engine *, logdoc_str bytes);
/* An entry as it arrives. Takes the engine. */
void engine_take_entry(void *user, const struct entry *);

#endif
