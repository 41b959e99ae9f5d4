/* SPDX-License-Identifier: MIT
 * Router lines → counts. */
#include "traffic.h"

#include "format_text.h"

#include <stdlib.h>

void traffic_init(struct traffic *traffic)
{
    *traffic = (struct traffic){ .find_path = path_memo_finder() };
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

static void restart_names(struct traffic_names *names)
{
    for (size_t i = 0; i < names->by_name.count; i++) {
        struct traffic_count *count = names->by_name.entries[i].value;
        *count = (struct traffic_count){ .requests.name = count->requests.name };
    }
}

void traffic_restart(struct traffic *traffic)
{
    if (traffic->paths.more + traffic->dynos.more > 0) {
        traffic_release(traffic);
        traffic_init(traffic);
        return;
    }
    histogram_reset(&traffic->service);
    histogram_reset(&traffic->connect);
    restart_names(&traffic->paths);
    restart_names(&traffic->dynos);
    traffic->timeline = (struct timeline){ .used = 0 };
}

/* v1, v2 … name a version, not a thing. */
static bool is_version(logdoc_str segment)
{
    return segment.len > 0 && segment.len <= 3 && segment.at[0] == 'v';
}

enum path_class { PATH_TEXT, PATH_DIGIT, PATH_SLASH, PATH_QUERY };

static const unsigned char path_classes[256] = {
    ['0'] = PATH_DIGIT, ['1'] = PATH_DIGIT, ['2'] = PATH_DIGIT, ['3'] = PATH_DIGIT,
    ['4'] = PATH_DIGIT, ['5'] = PATH_DIGIT, ['6'] = PATH_DIGIT, ['7'] = PATH_DIGIT,
    ['8'] = PATH_DIGIT, ['9'] = PATH_DIGIT, ['/'] = PATH_SLASH, ['?'] = PATH_QUERY
};

/* Where a segment ends that begins at `from`: what is put in its place. */
static inline size_t end_segment(char *out, size_t from, size_t end, unsigned classes)
{
    if (!(classes & PATH_DIGIT) || is_version((logdoc_str){ out + from, end - from }))
        return end;
    out[from] = '*';
    return from + 1;
}

size_t traffic_path(logdoc_str path, char out[TRAFFIC_PATH_CAP])
{
    size_t used = 0, segment = 0;
    size_t end = path.len < TRAFFIC_PATH_CAP ? path.len : TRAFFIC_PATH_CAP;
    unsigned classes = 0;
    for (size_t i = 0; i < end; i++) {
        unsigned class = path_classes[(unsigned char)path.at[i]];
        if (class < PATH_SLASH) {
            classes |= class;
            out[used++] = path.at[i];
            continue;
        }
        used = end_segment(out, segment, used, classes);
        if (class == PATH_QUERY)
            return used;
        out[used++] = '/';
        segment = used;
        classes = 0;
    }
    return end_segment(out, segment, used, classes);
}

/* NULL when there are too many names. */
static struct traffic_count *add_name(struct traffic_names *names, logdoc_str name)
{
    if (names->by_name.count >= TRAFFIC_NAMES)
        return NULL;
    struct traffic_count *count = mem_zeroed(1, sizeof(*count));
    hashmap_set(&names->by_name, name, count);
    count->requests.name = names->by_name.entries[names->by_name.count - 1].key.at;
    return count;
}

static struct traffic_count *find_name(struct traffic_names *names, logdoc_str name)
{
    struct traffic_count *count = hashmap_find(&names->by_name, name);
    return count ? count : add_name(names, name);
}

static inline void count_as(struct traffic_count *count, const struct request *request)
{
    count->requests.requests++;
    if (!request->failed)
        return;
    count->requests.errors += request->status_class == 5;
    count->requests.timeouts += request->timeout;
}

/* NULL when there are too many names. */
static struct traffic_count *count_name(struct traffic_names *names, logdoc_str name,
                                        const struct request *request)
{
    struct traffic_count *count = find_name(names, name);
    if (count)
        count_as(count, request);
    else
        names->more++;
    return count;
}

static struct traffic_count *count_path(struct traffic_names *paths, logdoc_str path,
                                        const struct request *request)
{
    char text[TRAFFIC_PATH_CAP];
    return count_name(paths, (logdoc_str){ text, traffic_path(path, text) }, request);
}

static inline void count_short_path(struct traffic *traffic, logdoc_str path,
                                    const struct request *request)
{
    struct path_slot *slot = traffic->find_path(&traffic->recent_paths, path);
    if (slot->count)
        count_as(slot->count, request);
    else
        slot->count = count_path(&traffic->paths, path, request);
}

static logdoc_str without_query(logdoc_str path)
{
    size_t mark = str_find_char(path, '?');
    return (logdoc_str){ path.at, mark < path.len ? mark : path.len };
}

static inline void count_any_path(struct traffic *traffic, const struct request *request)
{
    logdoc_str path = request->path;
    if (path.len > PATH_MEMO_LONGEST)
        path = without_query(path);
    if (request->roomy && path.len - 1 < PATH_MEMO_LONGEST && path.at[0] != '?')
        count_short_path(traffic, path, request);
    else
        count_path(&traffic->paths, path, request);
}

/* The number of a dyno ends its name; types have names of different lengths. */
static inline size_t dyno_slot(logdoc_str name)
{
    uint16_t end;
    memcpy(&end, name.at + name.len - sizeof(end), sizeof(end));
    uint32_t mixed = (end + (uint32_t)name.len) * UINT32_C(0x9E3779B1);
    return mixed >> (32 - TRAFFIC_DYNO_BITS);
}

static struct traffic_count *count_short_dyno(struct traffic *traffic,
                                              const struct request *request)
{
    logdoc_str dyno = request->dyno;
    sixteen_bytes name = sixteen_read(dyno.at) & sixteen_mask(dyno.len, 0);
    size_t slot = dyno_slot(dyno);
    struct traffic_count *count = traffic->recent_dynos.slots[slot].count;
    if (traffic->recent_dynos.slots[slot].len == dyno.len &&
        !sixteen_any(name ^ traffic->recent_dynos.slots[slot].name)) {
        count_as(count, request);
        return count;
    }
    count = count_name(&traffic->dynos, dyno, request);
    traffic->recent_dynos.slots[slot].len = count ? dyno.len : 0;
    traffic->recent_dynos.slots[slot].name = name;
    traffic->recent_dynos.slots[slot].count = count;
    return count;
}

static inline void count_dyno(struct traffic *traffic, const struct request *request)
{
    bool is_short = request->roomy && request->dyno.len <= TRAFFIC_DYNO_MOST;
    struct traffic_count *count =
        is_short ? count_short_dyno(traffic, request)
                 : count_name(&traffic->dynos, request->dyno, request);
    if (count && !request->failed && request->time > count->answered)
        count->answered = request->time;
}

static void merge_names(struct traffic_names *names, const struct traffic_names *other)
{
    names->more += other->more;
    for (size_t i = 0; i < other->by_name.count; i++) {
        const struct hashmap_entry *entry = &other->by_name.entries[i];
        const struct traffic_count *more = entry->value;
        if (more->requests.requests == 0)
            continue;
        struct traffic_count *count = find_name(names, entry->key);
        if (!count) {
            names->more += more->requests.requests;
            continue;
        }
        count->requests.requests += more->requests.requests;
        count->requests.errors += more->requests.errors;
        count->requests.timeouts += more->requests.timeouts;
        if (more->answered > count->answered)
            count->answered = more->answered;
    }
}

static inline void count_time(struct histogram *histogram, uint32_t milliseconds)
{
    if (milliseconds != REQUEST_NO_TIME)
        histogram_add(histogram, milliseconds);
}

void traffic_add(struct traffic *traffic, const struct request *requests, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        count_time(&traffic->service, requests[i].service);
        count_time(&traffic->connect, requests[i].connect);
    }
    for (size_t i = 0; i < count; i++)
        if (requests[i].path.len > 0)
            count_any_path(traffic, &requests[i]);
    for (size_t i = 0; i < count; i++)
        if (requests[i].dyno.len > 0)
            count_dyno(traffic, &requests[i]);
    for (size_t i = 0; i < count; i++)
        timeline_add(&traffic->timeline, requests[i].time, requests[i].status_class == 5);
}

void traffic_merge(struct traffic *traffic, const struct traffic *other)
{
    histogram_merge(&traffic->service, &other->service);
    histogram_merge(&traffic->connect, &other->connect);
    merge_names(&traffic->paths, &other->paths);
    merge_names(&traffic->dynos, &other->dynos);
    timeline_merge(&traffic->timeline, &other->timeline);
}

/* Those that were counted, and are names for `names` that it does not have. */
static size_t count_new(const struct traffic_names *names,
                        const struct traffic_names *other)
{
    size_t count = 0;
    for (size_t i = 0; i < other->by_name.count; i++) {
        const struct hashmap_entry *entry = &other->by_name.entries[i];
        const struct traffic_count *counted = entry->value;
        count +=
            counted->requests.requests > 0 && !hashmap_find(&names->by_name, entry->key);
    }
    return count;
}

static bool names_fit(const struct traffic_names *names,
                      const struct traffic_names *other, size_t others)
{
    size_t room = TRAFFIC_NAMES - names->by_name.count;
    return other->more == 0 && (room == 0 || other->by_name.count + others <= room ||
                                count_new(names, other) + others <= room);
}

bool traffic_fits(const struct traffic *traffic, const struct traffic *other,
                  size_t others)
{
    return names_fit(&traffic->paths, &other->paths, others) &&
           names_fit(&traffic->dynos, &other->dynos, others);
}

static struct logdoc_latency latency_of(const struct histogram *histogram)
{
    return (struct logdoc_latency){ .count = histogram_count(histogram),
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
        list[i] =
            ((const struct traffic_count *)names->by_name.entries[i].value)->requests;
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
