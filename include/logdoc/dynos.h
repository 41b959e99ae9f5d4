/* SPDX-License-Identifier: MIT
 * What the platform's lines say about the dynos: starts, crashes and, when the app has
 * log-runtime-metrics (Dev Center: Log runtime metrics), their memory. */
#ifndef LOGDOC_DYNOS_H
#define LOGDOC_DYNOS_H

#include <logdoc/types.h>

/* Megabytes are Heroku's, of 1024 * 1024 bytes. */
struct logdoc_dyno {
    const char *name;
    uint64_t starts, crashes; /* state changes to "starting" and to "crashed" */
    uint64_t samples;         /* of memory; 0: the members below say nothing */
    double memory_mb, most_mb,
        quota_mb;              /* the last one, the largest; quota 0: not said */
    double growth_mb_per_hour; /* since the last start; 0: no steady growth */
    logdoc_time r14_expected; /* when the growth reaches the quota; 0: not within a day */
};

struct logdoc_dynos {
    const struct logdoc_dyno *list; /* by name */
    size_t count;
};

#endif
