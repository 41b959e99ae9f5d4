/* SPDX-License-Identifier: MIT
 * Router lines → counts. */
#include "traffic.h"

#include "format_text.h"

#include <stdlib.h>

void traffic_init(struct traffic *traffic)
{
    *traffic = (struct traffic){ .timeline = { .used = 0 } };
    hashmap_init(&traffic->paths.by_name);
    hashmap_init(&traffic->dynos.by_name);
}

static void release_names(struct traffic_names *names)
{
    for (size_t i = 0; i < names->by_name.count; i++)
        free(names->by_name.entries[i].value);
    hashmap_release(&names->by_name);
}

void traffic_release(struct traffic *traffic)
{
    release_names(&traffic->paths);
    release_names(&traffic->dynos);
}

/* v1, v2 … name a version, not a thing. */
static bool is_version(const char *segment, size_t len)
{
    return len > 0 && len <= 3 && segment[0] == 'v';
}

size_t traffic_path(logdoc_str path, char out[TRAFFIC_PATH_CAP])
{
    size_t used = 0, segment = 0, cut = 0; /* `cut`: of a segment's bytes, no room for */
    bool digits = false;
    for (size_t at = 0; at <= path.len; at++) {
        char c = at < path.len ? path.at[at] : '?';
        bool end = c == '/' || c == '?';
        if (end && digits && !is_version(out + segment, used - segment + cut)) {
            out[segment] = '*';
            used = segment + 1;
        }
        if (c == '?' || (end && used == TRAFFIC_PATH_CAP))
            break;
        digits = !end && (digits || is_digit(c));
        cut = end ? 0 : cut + (used == TRAFFIC_PATH_CAP);
        if (used < TRAFFIC_PATH_CAP)
            out[used++] = c;
        segment = end ? used : segment;
    }
    return used;
}

static bool is_error(const struct router_line *request)
{
    return request->status.len == 3 && request->status.at[0] == '5';
}

/* The counts of a name; NULL when there are too many names. */
static struct logdoc_requests *find_name(struct traffic_names *names, logdoc_str name)
{
    struct logdoc_requests *counted = hashmap_find(&names->by_name, name);
    if (counted || names->by_name.count >= TRAFFIC_NAMES)
        return counted;
    counted = mem_zeroed(1, sizeof(*counted));
    hashmap_set(&names->by_name, name, counted);
    counted->name = names->by_name.entries[names->by_name.count - 1].key.at;
    return counted;
}

static void count_name(struct traffic_names *names, logdoc_str name,
                       const struct router_line *request)
{
    struct logdoc_requests *counted = find_name(names, name);
    if (!counted) {
        names->more++;
        return;
    }
    counted->requests++;
    counted->errors += is_error(request);
    counted->timeouts += str_equal(request->code, STR("H12"));
}

static void merge_names(struct traffic_names *names, const struct traffic_names *other)
{
    names->more += other->more;
    for (size_t i = 0; i < other->by_name.count; i++) {
        const struct hashmap_entry *entry = &other->by_name.entries[i];
        const struct logdoc_requests *more = entry->value;
        struct logdoc_requests *counted = find_name(names, entry->key);
        if (!counted) {
            names->more += more->requests;
            continue;
        }
        counted->requests += more->requests;
        counted->errors += more->errors;
        counted->timeouts += more->timeouts;
    }
}

/* `30000ms`, or `30000` of old routers; a value that is none is not counted. */
static void count_time(struct histogram *histogram, logdoc_str value)
{
    uint64_t number = 0;
    size_t digits = span(value, is_digit);
    if (digits == 0 || digits > 9)
        return;
    for (size_t i = 0; i < digits; i++)
        number = number * 10 + (uint64_t)(value.at[i] - '0');
    histogram_add(histogram, (uint32_t)number);
}

void traffic_add(struct traffic *traffic, const struct router_line *request,
                 logdoc_time time)
{
    char path[TRAFFIC_PATH_CAP];
    count_time(&traffic->service, request->service);
    count_time(&traffic->connect, request->connect);
    if (request->path.len > 0)
        count_name(&traffic->paths,
                   (logdoc_str){ path, traffic_path(request->path, path) }, request);
    if (request->dyno.len > 0)
        count_name(&traffic->dynos, request->dyno, request);
    timeline_add(&traffic->timeline, time, is_error(request));
}

void traffic_merge(struct traffic *traffic, const struct traffic *other)
{
    histogram_merge(&traffic->service, &other->service);
    histogram_merge(&traffic->connect, &other->connect);
    merge_names(&traffic->paths, &other->paths);
    merge_names(&traffic->dynos, &other->dynos);
    timeline_merge(&traffic->timeline, &other->timeline);
}

static struct logdoc_latency latency_of(const struct histogram *histogram)
{
    return (struct logdoc_latency){ .count = histogram->total,
                                    .p50 = histogram_percentile(histogram, 50),
                                    .p95 = histogram_percentile(histogram, 95),
                                    .p99 = histogram_percentile(histogram, 99),
                                    .max = histogram->max };
}

static int by_requests(const void *left, const void *right)
{
    const struct logdoc_requests *a = left, *b = right;
    if (a->requests != b->requests)
        return a->requests < b->requests ? 1 : -1;
    return strcmp(a->name, b->name);
}

/* Sorts all, so that the order does not depend on which came first. */
static const struct logdoc_requests *report_names(const struct traffic_names *names,
                                                  const struct advisor *advisor,
                                                  struct arena *arena, size_t *shown,
                                                  uint64_t *more)
{
    size_t count = names->by_name.count;
    struct logdoc_requests *list = arena_array(arena, count + 1, sizeof(*list));
    for (size_t i = 0; i < count; i++)
        list[i] = *(const struct logdoc_requests *)names->by_name.entries[i].value;
    qsort(list, count, sizeof(*list), by_requests);
    *shown = count < TRAFFIC_SHOWN ? count : TRAFFIC_SHOWN;
    *more = names->more;
    for (size_t i = 0; i < count; i++) {
        if (i < *shown)
            list[i].name = advisor_show(advisor, str_from(list[i].name), arena);
        else
            *more += list[i].requests;
    }
    return list;
}

static const struct logdoc_moment *report_timeline(const struct timeline *timeline,
                                                   struct arena *arena)
{
    struct logdoc_moment *moments =
        arena_array(arena, timeline->used + 1, sizeof(*moments));
    for (size_t i = 0; i < timeline->used; i++)
        moments[i] =
            (struct logdoc_moment){ (timeline->first + (int64_t)i) * timeline->width,
                                    timeline->slots[i].requests,
                                    timeline->slots[i].errors };
    return moments;
}

const struct logdoc_traffic *traffic_report(const struct traffic *traffic,
                                            const struct advisor *advisor,
                                            struct arena *arena)
{
    struct logdoc_traffic *out = arena_alloc(arena, sizeof(*out));
    out->service = latency_of(&traffic->service);
    out->connect = latency_of(&traffic->connect);
    out->paths =
        report_names(&traffic->paths, advisor, arena, &out->path_count, &out->more_paths);
    out->dynos =
        report_names(&traffic->dynos, advisor, arena, &out->dyno_count, &out->more_dynos);
    out->timeline = report_timeline(&traffic->timeline, arena);
    out->moment_count = traffic->timeline.used;
    out->moment_width = traffic->timeline.width;
    return out;
}
