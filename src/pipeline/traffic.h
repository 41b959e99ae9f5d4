/* SPDX-License-Identifier: MIT
 * Counts what router lines say: how long, which paths, which dynos, when. Bounded
 * whatever comes. */
#ifndef LOGDOC_TRAFFIC_COUNT_H
#define LOGDOC_TRAFFIC_COUNT_H

#include "advisor.h"
#include "histogram.h"
#include "path_memo.h"
#include "request.h"
#include "timeline.h"

#include <logdoc/traffic.h>

#define TRAFFIC_NAMES 1000 /* paths or dynos that are told apart */
#define TRAFFIC_SHOWN 20   /* that a report lists */
#define TRAFFIC_PATH_CAP 120

struct traffic_count {
    struct logdoc_requests requests;
    logdoc_time answered; /* of a dyno: the last one below status 500; 0: none */
};

struct traffic_names {
    struct hashmap by_name; /* name → struct traffic_count * */
    uint64_t more;          /* requests of names beyond the cap */
};

#define TRAFFIC_DYNO_BITS 6
#define TRAFFIC_DYNO_MOST ((size_t)REQUEST_DYNO_ROOM)

/* The dynos that were counted last: a log has few, and every request names one. */
struct traffic_dynos {
    struct {
        sixteen_bytes name;
        size_t len; /* 0: nothing is kept here */
        struct traffic_count *count;
    } slots[1 << TRAFFIC_DYNO_BITS];
};

struct traffic {
    struct histogram service, connect;
    struct traffic_names paths, dynos;
    struct path_memo recent_paths;
    path_memo_find *find_path;
    struct traffic_dynos recent_dynos;
    struct timeline timeline;
};

void traffic_init(struct traffic *);
void traffic_release(struct traffic *);
/* Forgets what was counted; names are known again sooner, as long as there is room. */
void traffic_restart(struct traffic *);
void traffic_add(struct traffic *, const struct request *, size_t count);
/* Adds what another counted of requests that came after. */
void traffic_merge(struct traffic *, const struct traffic *other);
/* Does it not matter for the caps which of the two counted first, with `others` further
 * names in between? */
bool traffic_fits(const struct traffic *, const struct traffic *other, size_t others);
/* The answer, in `arena`. */
const struct logdoc_traffic *traffic_report(const struct traffic *,
                                            const struct advisor *, struct arena *);

/* Writes the path without its query, every segment with a digit as "*" (but not v1, v2
 * …), cut at the cap; returns the length. */
size_t traffic_path(logdoc_str path, char out[TRAFFIC_PATH_CAP]);

#endif
