/* SPDX-License-Identifier: MIT
 * JSON for programs: one document, or one object a line. The shape is a contract, told in
 * docs/output.schema.json: fields are added, never changed. All output is ASCII. */
#include "renderer.h"

#include "str.h"
#include "strbuf.h"
#include "timestamp.h"
#include "utf8.h"

#include <jansson.h>

enum { TEXT_CAP = 1 << 20 };

static json_t *text_value(const char *text)
{
    json_t *value = json_string(text);
    if (value)
        return value;
    struct strbuf valid;
    strbuf_init(&valid, TEXT_CAP);
    utf8_add_valid(&valid, str_from(text));
    value = json_stringn(valid.at, valid.len);
    strbuf_release(&valid);
    return value;
}

static json_t *count_value(uint64_t count)
{
    return json_integer(count > INT64_MAX ? INT64_MAX : (json_int_t)count);
}

static json_t *time_value(logdoc_time time)
{
    char text[TIMESTAMP_SIZE] = "";
    timestamp_format(time, text);
    return *text ? json_string(text) : json_null();
}

static void set(json_t *object, const char *key, json_t *value)
{
    json_object_set_new(object, key, value);
}

static json_t *texts_value(const char *const *texts, size_t count)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(array, text_value(texts[i]));
    return array;
}

static json_t *inputs_value(const struct logdoc_report *report)
{
    json_t *array = json_array();
    for (size_t i = 0; i < report->input_count; i++) {
        json_t *object = json_object();
        set(object, "name", text_value(report->inputs[i].name));
        set(object, "lines", count_value(report->inputs[i].lines));
        set(object, "bytes", count_value(report->inputs[i].bytes));
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *evidence_value(const struct logdoc_diagnosis *diagnosis)
{
    json_t *array = json_array();
    for (size_t i = 0; i < diagnosis->evidence_count; i++) {
        const struct logdoc_evidence *evidence = &diagnosis->evidence[i];
        json_t *object = json_object();
        set(object, "input", count_value(evidence->input));
        set(object, "line", count_value(evidence->line));
        set(object, "time", time_value(evidence->time));
        set(object, "source", text_value(evidence->source));
        set(object, "process", text_value(evidence->process));
        set(object, "text", text_value(evidence->text));
        set(object, "decisive", json_boolean(evidence->decisive));
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *symptoms_value(const struct logdoc_diagnosis *diagnosis)
{
    json_t *array = json_array();
    for (size_t i = 0; i < diagnosis->symptom_count; i++) {
        const struct logdoc_symptom *symptom = &diagnosis->symptoms[i];
        json_t *object = json_object();
        set(object, "code", text_value(symptom->code));
        set(object, "count", count_value(symptom->count));
        set(object, "first_seen", time_value(symptom->first_seen));
        set(object, "last_seen", time_value(symptom->last_seen));
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *edits_value(const struct logdoc_fix *fix)
{
    json_t *array = json_array();
    for (size_t i = 0; i < fix->edit_count; i++) {
        json_t *object = json_object();
        set(object, "file", text_value(fix->edits[i].file));
        set(object, "op", text_value(fix->edits[i].op));
        set(object, "text", text_value(fix->edits[i].text));
        set(object, "old", text_value(fix->edits[i].old));
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *fixes_value(const struct logdoc_diagnosis *diagnosis)
{
    json_t *array = json_array();
    for (size_t i = 0; i < diagnosis->fix_count; i++) {
        const struct logdoc_fix *fix = &diagnosis->fixes[i];
        json_t *object = json_object();
        set(object, "summary", text_value(fix->summary));
        set(object, "detail", text_value(fix->detail));
        set(object, "commands", texts_value(fix->commands, fix->command_count));
        set(object, "edits", edits_value(fix));
        set(object, "confidence", json_string(logdoc_confidence_name(fix->confidence)));
        json_array_append_new(array, object);
    }
    return array;
}

static void set_diagnosis(json_t *object, const struct logdoc_diagnosis *diagnosis)
{
    set(object, "id", text_value(diagnosis->id));
    set(object, "severity", json_string(logdoc_severity_name(diagnosis->severity)));
    set(object, "status", json_string(logdoc_status_name(diagnosis->status)));
    if (diagnosis->explained_by)
        set(object, "explained_by", text_value(diagnosis->explained_by));
    set(object, "cause_known", json_boolean(diagnosis->cause_known));
    set(object, "confidence", json_string(logdoc_confidence_name(diagnosis->confidence)));
    set(object, "fault", json_string(logdoc_fault_name(diagnosis->fault)));
    set(object, "title", text_value(diagnosis->title));
    set(object, "subject", text_value(diagnosis->subject));
    set(object, "explanation", text_value(diagnosis->explanation));
    set(object, "count", count_value(diagnosis->count));
    set(object, "first_seen", time_value(diagnosis->first_seen));
    set(object, "last_seen", time_value(diagnosis->last_seen));
    set(object, "processes", texts_value(diagnosis->processes, diagnosis->process_count));
    set(object, "release", text_value(diagnosis->release));
    set(object, "evidence", evidence_value(diagnosis));
    set(object, "symptoms", symptoms_value(diagnosis));
    set(object, "fixes", fixes_value(diagnosis));
    set(object, "docs", texts_value(diagnosis->docs, diagnosis->doc_count));
}

static json_t *codes_value(const struct logdoc_report *report)
{
    json_t *object = json_object();
    for (size_t i = 0; i < report->code_count; i++)
        set(object, report->codes[i].code, count_value(report->codes[i].count));
    return object;
}

static void set_gap(json_t *object, const struct logdoc_gap *gap)
{
    set(object, "kind", text_value(gap->kind));
    set(object, "messages", gap->messages ? count_value(gap->messages) : json_null());
    if (gap->seconds)
        set(object, "seconds", count_value(gap->seconds));
    set(object, "input", count_value(gap->input));
    set(object, "line", count_value(gap->line));
}

static json_t *gaps_value(const struct logdoc_report *report)
{
    json_t *array = json_array();
    for (size_t i = 0; i < report->gap_count; i++) {
        json_t *object = json_object();
        set_gap(object, &report->gaps[i]);
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *status_classes_value(const struct logdoc_stats *stats)
{
    static const char *const names[] = { "none", "1xx", "2xx", "3xx", "4xx", "5xx" };
    json_t *object = json_object();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        set(object, names[i], count_value(stats->status_class[i]));
    return object;
}

static json_t *latency_value(const struct logdoc_latency *latency)
{
    json_t *object = json_object();
    set(object, "count", count_value(latency->count));
    set(object, "p50", count_value(latency->p50));
    set(object, "p95", count_value(latency->p95));
    set(object, "p99", count_value(latency->p99));
    set(object, "max", count_value(latency->max));
    return object;
}

static json_t *requests_value(const struct logdoc_requests *list, size_t count)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *object = json_object();
        set(object, "name", text_value(list[i].name));
        set(object, "requests", count_value(list[i].requests));
        set(object, "errors", count_value(list[i].errors));
        set(object, "timeouts", count_value(list[i].timeouts));
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *timeline_value(const struct logdoc_traffic *traffic)
{
    json_t *array = json_array();
    for (size_t i = 0; i < traffic->moment_count; i++) {
        json_t *object = json_object();
        set(object, "time", time_value(traffic->timeline[i].time));
        set(object, "requests", count_value(traffic->timeline[i].requests));
        set(object, "errors", count_value(traffic->timeline[i].errors));
        json_array_append_new(array, object);
    }
    return array;
}

static void set_traffic(json_t *object, const struct logdoc_traffic *traffic)
{
    static const struct logdoc_traffic none = { .moment_width = 0 };
    if (!traffic)
        traffic = &none;
    set(object, "service_ms", latency_value(&traffic->service));
    set(object, "connect_ms", latency_value(&traffic->connect));
    set(object, "paths", requests_value(traffic->paths, traffic->path_count));
    set(object, "more_paths", count_value(traffic->more_paths));
    set(object, "dynos", requests_value(traffic->dynos, traffic->dyno_count));
    set(object, "more_dynos", count_value(traffic->more_dynos));
    set(object, "timeline", timeline_value(traffic));
    set(object, "timeline_seconds",
        count_value((uint64_t)(traffic->moment_width / LOGDOC_SECOND)));
}

static json_t *megabytes_value(double megabytes)
{
    return count_value((uint64_t)(megabytes + 0.5));
}

static json_t *memory_value(const struct logdoc_dyno *dyno)
{
    json_t *object = json_object();
    set(object, "samples", count_value(dyno->samples));
    set(object, "last_mb", megabytes_value(dyno->memory_mb));
    set(object, "max_mb", megabytes_value(dyno->most_mb));
    set(object, "quota_mb", megabytes_value(dyno->quota_mb));
    set(object, "growth_mb_per_hour", megabytes_value(dyno->growth_mb_per_hour));
    set(object, "r14_expected", time_value(dyno->r14_expected));
    return object;
}

static json_t *dyno_health_value(const struct logdoc_dynos *dynos)
{
    json_t *array = json_array();
    for (size_t i = 0; dynos && i < dynos->count; i++) {
        const struct logdoc_dyno *dyno = &dynos->list[i];
        json_t *object = json_object();
        set(object, "name", text_value(dyno->name));
        set(object, "starts", count_value(dyno->starts));
        set(object, "crashes", count_value(dyno->crashes));
        if (dyno->samples > 0)
            set(object, "memory", memory_value(dyno));
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *stats_value(const struct logdoc_report *report)
{
    const struct logdoc_stats *stats = &report->stats;
    json_t *object = json_object();
    set(object, "lines", count_value(stats->lines));
    set(object, "bytes", count_value(stats->bytes));
    set(object, "entries", count_value(stats->entries));
    set(object, "requests", count_value(stats->requests));
    set(object, "request_errors", count_value(stats->request_errors));
    set(object, "status_class", status_classes_value(stats));
    set(object, "first_time", time_value(stats->first_time));
    set(object, "last_time", time_value(stats->last_time));
    set(object, "more", count_value(stats->more));
    set_traffic(object, report->traffic);
    set(object, "dyno_health", dyno_health_value(report->dynos));
    return object;
}

static int write_chunk(const char *bytes, size_t len, void *out)
{
    strbuf_add(out, bytes, len);
    return 0;
}

/* Consumes `value`. */
static void write_value(struct strbuf *out, json_t *value, size_t flags)
{
    json_dump_callback(value, write_chunk, out, flags | JSON_ENSURE_ASCII);
    strbuf_add_char(out, '\n');
    json_decref(value);
}

static json_t *diagnoses_value(const struct logdoc_report *report)
{
    json_t *array = json_array();
    for (size_t i = 0; i < report->diagnosis_count; i++) {
        json_t *object = json_object();
        set_diagnosis(object, &report->diagnoses[i]);
        json_array_append_new(array, object);
    }
    return array;
}

static void report_json(struct strbuf *out, const struct render_options *options,
                        const struct logdoc_report *report)
{
    (void)options;
    json_t *document = json_object();
    set(document, "logdoc", json_string(LOGDOC_VERSION));
    set(document, "inputs", inputs_value(report));
    set(document, "diagnoses", diagnoses_value(report));
    set(document, "codes", codes_value(report));
    set(document, "gaps", gaps_value(report));
    set(document, "stats", stats_value(report));
    write_value(out, document, JSON_INDENT(2));
}

static json_t *event_value(const char *name, const struct render_options *options)
{
    json_t *event = json_object();
    set(event, "event", json_string(name));
    if (options->app)
        set(event, "app", text_value(options->app));
    return event;
}

static void write_event(struct strbuf *out, const struct render_options *options,
                        const char *name, const struct logdoc_diagnosis *diagnosis)
{
    json_t *event = event_value(name, options);
    set_diagnosis(event, diagnosis);
    write_value(out, event, JSON_COMPACT);
}

static void happening_ndjson(struct strbuf *out, const struct render_options *options,
                             enum logdoc_happening happening,
                             const struct logdoc_diagnosis *diagnosis)
{
    static const char *const names[] = { "diagnosis", "update", "resolved" };
    write_event(out, options, names[happening], diagnosis);
}

static void gap_ndjson(struct strbuf *out, const struct render_options *options,
                       const struct logdoc_gap *gap, bool filled)
{
    json_t *event = event_value("gap", options);
    set_gap(event, gap);
    set(event, "filled", json_boolean(filled));
    write_value(out, event, JSON_COMPACT);
}

/* What the log says was lost; a lost connection was told when it happened. */
static void summary_ndjson(struct strbuf *out, const struct render_options *options,
                           const struct logdoc_report *report)
{
    for (size_t i = 0; i < report->gap_count; i++)
        if (strcmp(report->gaps[i].kind, "reconnect") != 0)
            gap_ndjson(out, options, &report->gaps[i], false);
    json_t *summary = event_value("summary", options);
    set(summary, "logdoc", json_string(LOGDOC_VERSION));
    set(summary, "inputs", inputs_value(report));
    set(summary, "diagnosis_count", count_value(report->diagnosis_count));
    set(summary, "codes", codes_value(report));
    set(summary, "stats", stats_value(report));
    write_value(out, summary, JSON_COMPACT);
}

static void report_ndjson(struct strbuf *out, const struct render_options *options,
                          const struct logdoc_report *report)
{
    for (size_t i = 0; i < report->diagnosis_count; i++)
        write_event(out, options, "diagnosis", &report->diagnoses[i]);
    summary_ndjson(out, options, report);
}

const struct renderer renderer_json = {
    .name = "json",
    .summary = "one JSON document, for programs",
    .content_type = "application/json",
    .report = report_json,
};

const struct renderer renderer_ndjson = {
    .name = "ndjson",
    .summary = "JSON, one object a line, as things happen",
    .content_type = "application/x-ndjson",
    .report = report_ndjson,
    .happening = happening_ndjson,
    .gap = gap_ndjson,
    .summary_line = summary_ndjson,
};
