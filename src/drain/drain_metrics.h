/* SPDX-License-Identifier: MIT
 * What the drain counts, and its text for Prometheus. No I/O. */
#ifndef LOGDOC_DRAIN_METRICS_H
#define LOGDOC_DRAIN_METRICS_H

#include "hashmap.h"
#include "strbuf.h"

struct drain_metrics {
    uint64_t batches, frames, bytes; /* accepted */
    uint64_t duplicates;             /* batches that had been accepted before */
    uint64_t bad_frames;             /* places in bodies where no frame was */
    uint64_t miscounted;             /* batches with another number of frames than said */
    uint64_t refused;                /* batches answered with 429 */
    uint64_t unauthorized, too_large;
    uint64_t syslog_bytes, syslog_connections; /* the latter open now */
    uint64_t queued_batches, queued_bytes;     /* accepted, not yet read */
    uint64_t apps, evicted;
    uint64_t notified, notify_failed;
    struct hashmap diagnoses; /* rule → uint64_t * */
};

void drain_metrics_init(struct drain_metrics *);
void drain_metrics_release(struct drain_metrics *); /* accepts one of zeros */
void drain_metrics_diagnosis(struct drain_metrics *, const char *rule);
void drain_metrics_write(const struct drain_metrics *, struct strbuf *out);

#endif
