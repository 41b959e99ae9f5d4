/* SPDX-License-Identifier: MIT
 * `source[process]:` and what stands before it (Dev Center: Logging). */
#ifndef LOGDOC_HEROKU_HEADER_H
#define LOGDOC_HEROKU_HEADER_H

#include <logdoc/types.h>

struct heroku_header {
    logdoc_str source, process;
    logdoc_time time; /* 0: none */
};

/* `source[process]:` or, of the platform's own sources, `source:`, cut off the front of
 * `*s` with one blank; false: `*s` and `out` untouched. */
bool heroku_source_parse(logdoc_str *s, struct heroku_header *out);

/* A whole header, time stamp first, nothing before it. Returns its length with one blank,
 * or 0. */
size_t heroku_header_parse(logdoc_str line, struct heroku_header *out);

/* "app", "heroku", "heroku-router", "logplex": what no other program writes before a
 * bracket, so that the time stamp may be missing. */
bool heroku_source_known(logdoc_str source);

#endif
