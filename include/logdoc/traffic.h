/* SPDX-License-Identifier: MIT
 * What the router's lines say about the requests. Times are in milliseconds; percentiles
 * are at most 1/64 above the true value. Lists are bounded: what is beyond is counted. */
#ifndef LOGDOC_TRAFFIC_H
#define LOGDOC_TRAFFIC_H

#include <logdoc/types.h>

struct logdoc_latency {
    uint64_t count, p50, p95, p99, max;
};

/* A path with its changing segments as "*", or a dyno. */
struct logdoc_requests {
    const char *name;
    uint64_t requests, errors /* 5xx */, timeouts /* H12 */;
};

struct logdoc_moment {
    logdoc_time time; /* begin */
    uint64_t requests, errors;
};

struct logdoc_traffic {
    struct logdoc_latency service, connect;
    const struct logdoc_requests *paths, *dynos; /* the busiest first */
    size_t path_count, dyno_count;
    uint64_t more_paths, more_dynos; /* requests of paths and dynos beyond the lists */
    const struct logdoc_moment *timeline;
    size_t moment_count;
    logdoc_time moment_width; /* a minute, or more when the log is long; 0: none */
};

#endif
