/* SPDX-License-Identifier: MIT
 * One HTTP request at a time, without blocking. Proxies are taken from the environment
 * (https_proxy, no_proxy …). */
#ifndef LOGDOC_HTTP_CLIENT_H
#define LOGDOC_HTTP_CLIENT_H

#include <logdoc/types.h>

#define HTTP_HEADERS 8

struct http_client;

struct http_request {
    const char *url;
    const char *body;                  /* NULL: GET, else POST */
    const char *headers[HTTP_HEADERS]; /* "Name: value", NULL at the end */
    bool follow;                       /* redirects; never for a request with a key */
    bool plain;                        /* http is allowed, for this computer */
    long seconds;                      /* for all of it; 0: no limit */
    long silence; /* seconds without a byte that break it; 0: no limit */
    /* Bytes of the answer, whatever its status. */
    void (*receive)(void *user, logdoc_str bytes);
    void *user;
};

enum http_progress { HTTP_RUNNING, HTTP_DONE, HTTP_BROKEN };

enum http_trouble {
    HTTP_NO_TROUBLE,
    HTTP_NO_NAME,       /* the server's name is not known */
    HTTP_NO_CONNECTION, /* nobody answers */
    HTTP_NO_TRUST,      /* TLS failed */
    HTTP_TIMED_OUT,
    HTTP_CUT /* the connection ended within the answer */
};

/* NULL with `error` filled. */
struct http_client *http_client_new(struct logdoc_error *);
void http_client_free(struct http_client *); /* accepts NULL */

/* Texts are copied. What was under way is given up. */
void http_client_start(struct http_client *, const struct http_request *);
void http_client_cancel(struct http_client *);
/* Waits at most `timeout_ms` for something to happen. */
enum http_progress http_client_run(struct http_client *, int timeout_ms);

/* Of the request that was started last. */
int http_client_status(const struct http_client *); /* 0 until it is known */
bool http_client_is_event_stream(const struct http_client *);
unsigned http_client_retry_after(const struct http_client *); /* seconds; 0: not said */
enum http_trouble http_client_trouble(const struct http_client *);
const char *http_client_trouble_text(const struct http_client *);

/* A clock that only goes forward, in milliseconds. */
int64_t http_client_clock_ms(void);

#endif
