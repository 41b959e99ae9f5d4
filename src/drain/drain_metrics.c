/* SPDX-License-Identifier: MIT
 * Counters in the exposition format of Prometheus. */
#include "drain_metrics.h"

#include "mem.h"
#include "str.h"

#include <inttypes.h>
#include <stdlib.h>

#define RULES_MOST 5000

void drain_metrics_init(struct drain_metrics *metrics)
{
    *metrics = (struct drain_metrics){ 0 };
    hashmap_init(&metrics->diagnoses);
}

void drain_metrics_release(struct drain_metrics *metrics)
{
    for (size_t i = 0; i < metrics->diagnoses.count; i++)
        free(metrics->diagnoses.entries[i].value);
    hashmap_release(&metrics->diagnoses);
}

void drain_metrics_diagnosis(struct drain_metrics *metrics, const char *rule)
{
    uint64_t *count = hashmap_find(&metrics->diagnoses, str_from(rule));
    if (!count && metrics->diagnoses.count < RULES_MOST) {
        count = mem_zeroed(1, sizeof(*count));
        hashmap_set(&metrics->diagnoses, str_from(rule), count);
    }
    if (count)
        ++*count;
}

struct row {
    const char *name, *type, *help;
    uint64_t value;
};

static void add_head(struct strbuf *out, const struct row *row)
{
    strbuf_add_format(out, "# HELP logdoc_%s %s\n# TYPE logdoc_%s %s\n", row->name,
                      row->help, row->name, row->type);
}

static void add_diagnoses(const struct drain_metrics *metrics, struct strbuf *out)
{
    add_head(out, &(struct row){ "diagnoses_total", "counter", "Diagnoses made, by rule.",
                                 0 });
    for (size_t i = 0; i < metrics->diagnoses.count; i++) {
        const struct hashmap_entry *entry = &metrics->diagnoses.entries[i];
        strbuf_add_format(out, "logdoc_diagnoses_total{rule=\"%s\"} %" PRIu64 "\n",
                          entry->key.at, *(const uint64_t *)entry->value);
    }
}

void drain_metrics_write(const struct drain_metrics *metrics, struct strbuf *out)
{
    const struct row rows[] = {
        { "batches_total", "counter", "Batches accepted.", metrics->batches },
        { "frames_total", "counter", "Log messages read.", metrics->frames },
        { "bytes_total", "counter", "Bytes of accepted batches.", metrics->bytes },
        { "duplicates_total", "counter", "Batches accepted before and dropped.",
          metrics->duplicates },
        { "bad_frames_total", "counter", "Places in batches where no message was.",
          metrics->bad_frames },
        { "miscounted_total", "counter", "Batches whose message count was not as said.",
          metrics->miscounted },
        { "refused_total", "counter", "Batches refused with 429.", metrics->refused },
        { "unauthorized_total", "counter", "Requests without the right password.",
          metrics->unauthorized },
        { "too_large_total", "counter", "Requests with too large a body.",
          metrics->too_large },
        { "syslog_bytes_total", "counter", "Bytes that came by syslog.",
          metrics->syslog_bytes },
        { "syslog_connections", "gauge", "Open syslog connections.",
          metrics->syslog_connections },
        { "queue_batches", "gauge", "Batches accepted, not yet read.",
          metrics->queued_batches },
        { "queue_bytes", "gauge", "Bytes accepted, not yet read.",
          metrics->queued_bytes },
        { "apps", "gauge", "Apps that are followed.", metrics->apps },
        { "apps_evicted_total", "counter", "Apps given up: silent, or too many.",
          metrics->evicted },
        { "notifications_total", "counter", "Notifications delivered.",
          metrics->notified },
        { "notifications_failed_total", "counter",
          "Notifications not delivered, or left out.", metrics->notify_failed },
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        add_head(out, &rows[i]);
        strbuf_add_format(out, "logdoc_%s %" PRIu64 "\n", rows[i].name, rows[i].value);
    }
    add_diagnoses(metrics, out);
}
