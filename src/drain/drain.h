/* SPDX-License-Identifier: MIT
 * A log drain: Heroku posts the logs of apps to it, and an engine for each app says what
 * breaks. One thread, one loop. */
#ifndef LOGDOC_DRAIN_H
#define LOGDOC_DRAIN_H

#include "drain_apps.h"
#include "drain_auth.h"
#include "drain_http.h"
#include "drain_metrics.h"

struct drain_config {
    const char *listen;            /* ADDR:PORT */
    const char *syslog;            /* ADDR:PORT, or NULL */
    const char *certificate, *key; /* PEM texts, or NULL */
    struct drain_auth auth;
    const char *const *notify; /* URLs */
    size_t notify_count;
    const char *state; /* a file to remember things in, or NULL */
    bool open_to_all;  /* no password is wanted, although others can connect */
    logdoc_str names;  /* the file of app names, its text */
    struct logdoc_ruleset *rules;
    struct logdoc_options options; /* without callbacks */

    /* The drain listens there ("http://127.0.0.1:8514"). */
    void (*listening)(void *user, const char *what, const char *where);
    void (*happened)(void *user, const char *app, enum logdoc_happening,
                     const struct logdoc_diagnosis *);
    /* Appends a diagnosis as a JSON object. */
    void (*describe)(struct strbuf *out, const char *app,
                     const struct logdoc_diagnosis *);
    /* The end: what was counted. */
    void (*ended)(void *user, const struct drain_metrics *);
    bool (*stop_asked)(void);
    void *user;
};

/* Returns when it was asked to stop and what was accepted has been read; false with
 * `error` when it could not start. */
bool drain_run(const struct drain_config *, struct logdoc_error *);

#endif
