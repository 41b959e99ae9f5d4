/* SPDX-License-Identifier: MIT
 * What is said to Heroku's Platform API about log sessions, and what it answers. No I/O.
 */
#ifndef LOGDOC_SESSION_API_H
#define LOGDOC_SESSION_API_H

#include "http_client.h"
#include "strbuf.h"

struct session_filter {
    const char *dyno, *process_type, *source; /* NULL: all */
    uint64_t lines;                           /* of history; Cedar only */
    bool follow;                              /* Cedar only: Fir always does */
};

/* The body of POST /apps/APP/log-sessions. */
void session_api_request(struct strbuf *out, const struct session_filter *, bool fir);

/* Whether the answer to GET /apps/APP is about an app of the Fir generation. */
bool session_api_is_fir(logdoc_str answer);

/* `logplex_url` of the answer to the POST: opaque and secret. The caller owns it; NULL
 * when there is none, or it is neither https nor, with `plain_allowed`, http. */
char *session_api_url(logdoc_str answer, bool plain_allowed);

/* One sentence that says why the API refused and what to do. */
void session_api_refusal(int status, logdoc_str answer, const char *app,
                         struct logdoc_error *);

/* The same for a connection that did not come about, or broke. `detail` is the network
 * library's own text. */
void session_api_trouble(enum http_trouble, const char *detail, struct logdoc_error *);

#endif
