/* SPDX-License-Identifier: MIT
 * A log session of Heroku: the app's log as it is written, over the Platform API. When
 * the session expires or the connection breaks, a new one is made, and what it repeats is
 * left out. */
#ifndef LOGDOC_SOURCE_LOGSESSION_H
#define LOGDOC_SOURCE_LOGSESSION_H

#include "session_api.h"
#include "source.h"

struct logsession {
    const char *api; /* "https://api.heroku.com"; http only when `plain` */
    bool plain;
    const char *key;
    const char *app;
    struct session_filter filter;
    double minutes; /* without a line, after which a new session is made; 0: 15 */
};

/* Texts are copied. Connects when it is first read. Its SOURCE_GAP tells that the stream
 * was lost, in struct source. NULL with `error` filled; the caller owns the result. */
struct source *logsession_open(const struct logsession *, struct logdoc_error *);

#endif
