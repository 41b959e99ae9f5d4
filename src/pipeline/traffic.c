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
static bool is_version(logdoc_str segment)
{
    return segment.len > 0 && segment.len <= 3 && segment.at[0] == 'v';
}

/* What is before the next / or ?, at the front of a path. */
static inline logdoc_str next_segment(logdoc_str path, bool *digits)
{
    size_t len = 0;
    *digits = false;
    for (; len < path.len && path.at[len] != '/' && path.at[len] != '?'; len++)
        *digits |= is_digit(path.at[len]);
    return (logdoc_str){ path.at, len };
}

size_t traffic_path(logdoc_str path, char out[TRAFFIC_PATH_CAP])
{
    size_t used = 0;
    bool digits;
    while (used < TRAFFIC_PATH_CAP) {
        logdoc_str segment = next_segment(path, &digits);
        path = str_from_offset(path, segment.len);
        if (digits && !is_version(segment))
            segment = STR("*");
        size_t room = TRAFFIC_PATH_CAP - used;
        memcpy(out + used, segment.at, segment.len < room ? segment.len : room);
        used += segment.len < room ? segment.len : room;
        if (path.len == 0 || path.at[0] == '?' || used == TRAFFIC_PATH_CAP)
            break;
        out[used++] = '/';
        path = str_from_offset(path, 1);
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
    struct logdoc_requests *counted =
        hashmap_find_recent(&names->by_name, &names->recent, name);
    if (counted || names->by_name.count >= TRAFFIC_NAMES)
        return counted;
    counted = mem_zeroed(1, sizeof(*counted));
    hashmap_set(&names->by_name, name, counted);
    counted->name = names->by_name.entries[names->by_name.count - 1].key.at;
    return counted;
}

static void count_name(struct traffic_names *names, logdoc_str name, bool error,
                       bool timeout)
{
    struct logdoc_requests *counted = find_name(names, name);
    if (!counted) {
        names->more++;
        return;
    }
    counted->requests++;
    counted->errors += error;
    counted->timeouts += timeout;
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
    bool error = is_error(request), timeout = str_equal(request->code, STR("H12"));
    count_time(&traffic->service, request->service);
    count_time(&traffic->connect, request->connect);
    if (request->path.len > 0)
        count_name(&traffic->paths,
                   (logdoc_str){ path, traffic_path(request->path, path) }, error,
                   timeout);
    if (request->dyno.len > 0)
        count_name(&traffic->dynos, request->dyno, error, timeout);
    timeline_add(&traffic->timeline, time, error);
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
