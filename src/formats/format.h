/* SPDX-License-Identifier: MIT
 * Formats: what does a line look like? Each is one const struct in one table. */
#ifndef LOGDOC_FORMAT_H
#define LOGDOC_FORMAT_H

#include "rule.h"

#include <logdoc/types.h>

/* Whom a line calls, if it is known: rules and traces, or only those who follow what the
 * platform says of its dynos: see entry_calls.h. */
enum entry_calls { CALLS_UNKNOWN, CALLS_NOBODY, CALLS_FOLLOWERS, CALLS_RULES };

/* A needle (needles.h) in the message of an entry, which has a number where it is kept.
 */
struct entry_hit {
    uint32_t entry, needle;
};

/* One line, taken apart. Every view points into the line or at static text. */
struct entry {
    logdoc_str raw;     /* the whole line without its end */
    logdoc_str message; /* what follows the header */
    logdoc_str source;  /* "app", "heroku", "heroku-router", … or empty */
    logdoc_str process; /* "web.1", "router", "api", "release.123" … or empty */
    logdoc_time time;   /* 0: the line has none */
    uint64_t line;      /* 1-based within its input */
    uint32_t input;
    unsigned scope; /* exactly one SCOPE_ bit */
    enum entry_calls calls;
    const struct entry_hit *hits; /* the needles that call rules and traces */
    size_t hit_count;             /* 0: none, or they are not known */
    bool plain;                   /* no backslash is in it; false says nothing */
};

struct format {
    const char *name, *summary;
    /* Fills message, source, process, time and scope; false: not mine, `out` untouched.
     */
    bool (*parse)(logdoc_str line, struct entry *out);
    /* The same for a line that no format knows and that follows a line of this format: an
     * indented line of a build. May be NULL. */
    bool (*continues)(logdoc_str line, struct entry *out);
};

/* In order of detection; ends with format_plain, which never refuses; NULL at the end. */
extern const struct format *const formats[];

/* Tries `hint` first (the format of the line before, may be NULL), then the table. Sets
 * raw too. Returns the format that took the line. Never NULL. */
const struct format *format_parse(logdoc_str line, const struct format *hint,
                                  struct entry *out);

/* The scope of source[process]: router, dyno manager, api, add-on, logplex or app. */
unsigned format_scope(logdoc_str source, logdoc_str process);

#endif
