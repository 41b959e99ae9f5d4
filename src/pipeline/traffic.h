/* SPDX-License-Identifier: MIT
 * Counts what router lines say: how long, which paths, which dynos, when. Bounded
 * whatever comes. */
#ifndef LOGDOC_TRAFFIC_COUNT_H
#define LOGDOC_TRAFFIC_COUNT_H

#include "advisor.h"
#include "histogram.h"
#include "request.h"
#include "timeline.h"

#include <logdoc/traffic.h>

#define TRAFFIC_NAMES 1000 /* paths or dynos that are told apart */
#define TRAFFIC_SHOWN 20   /* that a report lists */
#define TRAFFIC_PATH_CAP 120

struct traffic_count {
    struct logdoc_requests requests;
    logdoc_time answered; /* the last one below status 500; 0: none */
};

struct traffic_names {
    struct hashmap by_name; /* name → struct traffic_count * */
    struct hashmap_recent recent;
    uint64_t more; /* requests of names beyond the cap */
};

#define TRAFFIC_MEMO 64

/* A short path as it comes, but every digit a zero byte. */
struct traffic_key {
    uint64_t words[4]; /* that overlap and hold all of it */
    size_t len;        /* 1 to 32; 0: none */
};

/* The paths that were counted last. Those that name a version are not kept, for which a
 * digit counts. */
struct traffic_memo {
    struct {
        struct traffic_key key;
        struct traffic_count *count;
    } slots[TRAFFIC_MEMO];
};

struct traffic {
    struct histogram service, connect;
    struct traffic_names paths, dynos;
    struct traffic_memo memo; /* of `paths` */
    struct timeline timeline;
};

void traffic_init(struct traffic *);
void traffic_release(struct traffic *);
void traffic_add(struct traffic *, const struct request *);
/* Adds what another counted of requests that came after. */
void traffic_merge(struct traffic *, const struct traffic *other);
/* The answer, in `arena`. */
const struct logdoc_traffic *traffic_report(const struct traffic *,
                                            const struct advisor *, struct arena *);

/* Writes the path without its query, every segment with a digit as "*" (but not v1, v2
 * …), cut at the cap; returns the length. */
size_t traffic_path(logdoc_str path, char out[TRAFFIC_PATH_CAP]);

#endif
