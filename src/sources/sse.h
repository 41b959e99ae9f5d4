/* SPDX-License-Identifier: MIT
 * Server-sent events, after the WHATWG's rules: bytes in, the data of events out. No I/O;
 * how the bytes were cut makes no difference. */
#ifndef LOGDOC_SSE_H
#define LOGDOC_SSE_H

#include "strbuf.h"

/* The lines of one event's `data`, joined by newlines; lent for the call. */
typedef void sse_event(void *user, logdoc_str data);

struct sse {
    struct strbuf line; /* begun */
    struct strbuf data; /* of the event that is begun */
    bool started;       /* a byte order mark can no longer come */
    bool after_cr;      /* a LF that follows belongs to the CR */
    bool has_data;
};

void sse_init(struct sse *);
/* Forgets what is begun: a new stream starts. An event whose end did not come is lost, as
 * the rules want it. */
void sse_reset(struct sse *);
/* Accepts a parser of zeros. */
void sse_release(struct sse *);
void sse_push(struct sse *, logdoc_str bytes, sse_event *event, void *user);

#endif
