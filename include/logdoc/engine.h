/* SPDX-License-Identifier: MIT
 * The engine: bytes of a log in, diagnoses out. It does no I/O, reads no clock and prints
 * nothing; feeding cannot fail, whatever the bytes. The answer does not depend on how the
 * bytes were cut. */
#ifndef LOGDOC_ENGINE_H
#define LOGDOC_ENGINE_H

#include <logdoc/diagnosis.h>
#include <logdoc/ruleset.h>
#include <logdoc/types.h>

struct logdoc_engine;

enum logdoc_happening {
    LOGDOC_NEW_DIAGNOSIS,
    LOGDOC_UPDATED_DIAGNOSIS,
    LOGDOC_RESOLVED_DIAGNOSIS
};

struct logdoc_options {
    bool keep_secrets;        /* do not mask passwords, keys and tokens */
    logdoc_time since, until; /* entries outside are ignored; 0: no limit */
    const char *process;      /* only "web.1" or, as a type, "web"; NULL: all */
    enum logdoc_severity min_severity;
    size_t threads; /* that may work on a long file; the answer is the same for any */

    /* What is known about the app from elsewhere ("django", "poetry"), for the conditions
     * of fixes as if the log had shown it. NULL at the end; NULL: nothing is known. */
    const char *const *facts;

    /* Called from logdoc_engine_tick() and logdoc_engine_finish(), when a diagnosis is
     * certain; at most once as NEW for each. May be NULL. The diagnosis is lent. */
    void (*happened)(void *user, enum logdoc_happening, const struct logdoc_diagnosis *);
    void *user;
};

/* The ruleset must outlive the engine. `options` is copied, its strings are borrowed for
 * the engine's life. Never NULL. */
struct logdoc_engine *logdoc_engine_new(struct logdoc_ruleset *,
                                        const struct logdoc_options *options);

/* Declares an input; returns its index. `name` is copied. */
uint32_t logdoc_engine_open(struct logdoc_engine *, const char *name);

/* `now` is the clock of a live source and 0 for a file: then only the log's own times
 * count and the answer is the same tomorrow, and several threads may work on a stretch of
 * megabytes. The bytes are lent for the call. */
void logdoc_engine_feed(struct logdoc_engine *, uint32_t input, logdoc_str bytes,
                        logdoc_time now);

/* The log time the input has reached; 0 before the first time stamp. Who reads several
 * files feeds the one that is behind, so that they merge in time. */
logdoc_time logdoc_engine_reached(const struct logdoc_engine *, uint32_t input);
/* How many lines of the input have come so far. */
uint64_t logdoc_engine_lines(const struct logdoc_engine *, uint32_t input);

/* The source is silent: whatever waits for more lines is looked at now. */
void logdoc_engine_tick(struct logdoc_engine *, logdoc_time now);

/* A live source lost its connection, and lines with it: the report will say so. The gap's
 * `kind` is borrowed for the engine's life; `line` is filled in. */
void logdoc_engine_missed(struct logdoc_engine *, const struct logdoc_gap *);

/* No more input. Afterwards only report and free are allowed. */
void logdoc_engine_finish(struct logdoc_engine *);

/* The whole answer so far; lent until the next call on the engine. */
const struct logdoc_report *logdoc_engine_report(struct logdoc_engine *);

/* Accepts NULL. */
void logdoc_engine_free(struct logdoc_engine *);

#endif
