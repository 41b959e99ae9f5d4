/* SPDX-License-Identifier: MIT
 * The plain form of a log session: records that may stand on lines or may follow each
 * other without anything in between, and NUL bytes that only say that the stream lives.
 * No I/O. */
#ifndef LOGDOC_SESSION_LINES_H
#define LOGDOC_SESSION_LINES_H

#include "strbuf.h"

/* One record without its line end, never empty; lent for the call. */
typedef void session_record(void *user, logdoc_str record);

struct session_lines {
    struct strbuf partial;
};

void session_lines_init(struct session_lines *);
/* Accepts one of zeros. */
void session_lines_release(struct session_lines *);
void session_lines_push(struct session_lines *, logdoc_str bytes, session_record *record,
                        void *user);
/* The stream is silent or at its end: what stands without a line end is whole. */
void session_lines_flush(struct session_lines *, session_record *record, void *user);

#endif
