/* SPDX-License-Identifier: MIT
 * A request as the router tells of it: what is counted, without the rest of the line. */
#ifndef LOGDOC_REQUEST_H
#define LOGDOC_REQUEST_H

#include "byte_marks.h"
#include "logfmt.h"

#define REQUEST_NO_TIME UINT32_MAX
#define REQUEST_PATH_ROOM 64
#define REQUEST_DYNO_ROOM 16

/* Views point into the line. */
struct request {
    logdoc_str path, host, dyno; /* empty: the line does not say */
    logdoc_time time;
    uint64_t line;             /* its number, if it is asked for */
    uint32_t connect, service; /* ms; REQUEST_NO_TIME: the line does not say */
    unsigned status_class;     /* 1 to 5; 0: none that there is */
    bool failed, timeout;      /* with a code or a 5xx; with H12 */
    bool roomy; /* REQUEST_PATH_ROOM bytes from the beginning of the path may be read,
                   REQUEST_DYNO_ROOM from that of the dyno, and two before both */
};

void request_from_line(const struct router_line *, logdoc_time, struct request *out);

/* The same of marked bytes, for a line that a router of today writes about a request
 * without a code: `place` is the number of the blank before its pairs (` method=`).
 * Returns the number of the place where the line ends; 0 says nothing, and `out` is
 * spoilt but for its time: ask router_parse(). */
size_t request_read(const struct byte_marks *, size_t place, struct request *out);

#endif
