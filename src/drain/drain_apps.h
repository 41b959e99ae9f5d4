/* SPDX-License-Identifier: MIT
 * The apps whose logs arrive: an engine for each, made when the first line comes and
 * given up when the app is silent for long or there are too many. */
#ifndef LOGDOC_DRAIN_APPS_H
#define LOGDOC_DRAIN_APPS_H

#include "hashmap.h"
#include "vec.h"

#include <logdoc/engine.h>

#define APP_NAME_SIZE 72

struct drain_app {
    struct drain_apps *apps;
    char name[APP_NAME_SIZE];
    struct logdoc_engine *engine;
    uint32_t input;
    /* On the steady clock, microseconds. */
    logdoc_time fed;   /* the last lines */
    logdoc_time begun; /* the first lines that no tick has seen; 0: none */
    logdoc_time ticked;
    logdoc_time unsettled; /* the first lines since it was settled; 0: none */
    int64_t life;          /* of this engine: no two are equal */
    int64_t kept;          /* number of the last batch it was fed */
};

struct drain_apps {
    int64_t lives; /* engines so far, from a number that no other process begins with */
    struct logdoc_ruleset *rules;  /* borrowed */
    struct logdoc_options options; /* of every engine; `happened` and `user` are ours */
    /* Something happened to an app. The diagnosis is lent. */
    void (*happened)(void *user, const char *app, enum logdoc_happening,
                     const struct logdoc_diagnosis *);
    /* An engine has looked at everything it was given: now and then, and before it is
     * given up. May be NULL. */
    void (*settled)(void *user, const struct drain_app *, struct logdoc_engine *);
    void *user;
    size_t most;            /* engines at a time */
    logdoc_time idle;       /* silence after which an engine is given up */
    struct hashmap by_name; /* → struct drain_app * */
    struct hashmap names;   /* drain token → name (char *), of the configuration */
    uint64_t evicted;
};

void drain_apps_init(struct drain_apps *);
/* Finishes every engine. Accepts apps of zeros. */
void drain_apps_release(struct drain_apps *);

/* Reads lines `TOKEN NAME`; `#` begins a comment. */
bool drain_apps_read_names(struct drain_apps *, logdoc_str text, struct logdoc_error *);
/* What an app is called: by the configuration, else by `said`, else by its token. Writes
 * only letters, digits and -._ */
void drain_apps_name(const struct drain_apps *, logdoc_str token, logdoc_str said,
                     char name[APP_NAME_SIZE]);

/* `steady` and `now` are the two clocks, in microseconds. Returns the app, lent until the
 * next call. */
struct drain_app *drain_apps_feed(struct drain_apps *, const char *name, logdoc_str lines,
                                  logdoc_time steady, logdoc_time now);
/* Lets every engine that is due look at what waits, and gives up the idle ones. */
void drain_apps_tick(struct drain_apps *, logdoc_time steady, logdoc_time now);
/* Whether an app has lines that nobody has looked at. */
bool drain_apps_wait(const struct drain_apps *);

#endif
