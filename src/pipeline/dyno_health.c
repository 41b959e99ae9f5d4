/* SPDX-License-Identifier: MIT
 * `heroku[web.1]: source=web.1 … sample#memory_total=355.20MB …` and `State changed from
 * up to starting`. */
#include "dyno_health.h"

#include "advisor.h"
#include "str.h"

#include <stdlib.h>

#define HOUR (3600 * LOGDOC_SECOND)
#define DAY_HOURS 24.0 /* dynos are cycled once a day */
/* Less is no trend: memory grows while an app warms up. */
#define LEAST_SAMPLES 15
#define LEAST_SPAN (10 * LOGDOC_SECOND * 60)
#define LEAST_FIT 0.7       /* of the growth that the line explains */
#define LEAST_GROWTH_MB 1.0 /* an hour */

/* Sums over samples since the last start: hours since the first, megabytes. */
struct trend {
    uint64_t count;
    logdoc_time first, last;
    double x, y, xx, xy, yy;
};

struct dyno_samples {
    struct logdoc_dyno seen; /* without name, growth and forecast */
    struct trend trend;
};

void dyno_health_init(struct dyno_health *health)
{
    hashmap_init(&health->dynos);
}

void dyno_health_release(struct dyno_health *health)
{
    for (size_t i = 0; i < health->dynos.count; i++)
        free(health->dynos.entries[i].value);
    hashmap_release(&health->dynos);
}

/* NULL when there are too many. */
static struct dyno_samples *find_dyno(struct dyno_health *health, logdoc_str name)
{
    struct dyno_samples *dyno = hashmap_find(&health->dynos, name);
    if (dyno || health->dynos.count >= DYNO_HEALTH_DYNOS)
        return dyno;
    dyno = mem_zeroed(1, sizeof(*dyno));
    hashmap_set(&health->dynos, name, dyno);
    return dyno;
}

/* "355.20MB"; negative: it is none. */
static double parse_megabytes(logdoc_str value)
{
    double number = 0, unit = 1;
    size_t at = 0, digits = 0;
    bool fraction = false;
    for (; at < value.len; at++) {
        char c = value.at[at];
        if (c == '.' && !fraction) {
            fraction = true;
            continue;
        }
        if (c < '0' || c > '9' || digits++ == 12)
            break;
        unit *= fraction ? 10 : 1;
        number = number * 10 + (c - '0');
    }
    bool megabytes = digits > 0 && str_equal(str_from_offset(value, at), STR("MB"));
    return megabytes ? number / unit : -1;
}

static void add_sample(struct dyno_samples *dyno, double megabytes, logdoc_time time)
{
    struct trend *trend = &dyno->trend;
    dyno->seen.samples++;
    dyno->seen.memory_mb = megabytes;
    if (megabytes > dyno->seen.most_mb)
        dyno->seen.most_mb = megabytes;
    if (time <= trend->last)
        return;
    trend->first = trend->count ? trend->first : time;
    trend->last = time;
    trend->count++;
    double hours = (double)(time - trend->first) / (double)HOUR;
    trend->x += hours;
    trend->y += megabytes;
    trend->xx += hours * hours;
    trend->xy += hours * megabytes;
    trend->yy += megabytes * megabytes;
}

/* Where a sample's name ends that goes on with `rest`, which begins with its #: a byte
 * that is rarer in a line than those of "sample". SIZE_MAX: there is none. */
static size_t find_sample(logdoc_str message, logdoc_str rest)
{
    static const size_t before = sizeof("sample") - 1;
    for (size_t from = 0, at;; from = at + 1) {
        at = str_find(str_from_offset(message, from), rest);
        if (at == SIZE_MAX)
            return SIZE_MAX;
        at += from;
        if (at >= before && memcmp(message.at + at - before, "sample", before) == 0)
            return at + rest.len;
    }
}

/* The value of the sample whose name ends with `key` and its =; negative: there is none.
 */
static double find_megabytes(logdoc_str message, logdoc_str key)
{
    size_t at = find_sample(message, key);
    if (at == SIZE_MAX)
        return -1;
    logdoc_str rest = str_from_offset(message, at);
    return parse_megabytes(str_cut(&rest, ' '));
}

static void note_metrics(struct dyno_samples *dyno, logdoc_str message, logdoc_time time)
{
    double total = find_megabytes(message, STR("#memory_total="));
    double quota = find_megabytes(message, STR("#memory_quota="));
    if (total >= 0)
        add_sample(dyno, total, time);
    if (quota >= 0)
        dyno->seen.quota_mb = quota;
}

static void note_state(struct dyno_samples *dyno, logdoc_str message)
{
    if (str_ends(message, STR(" to starting"))) {
        dyno->seen.starts++;
        dyno->trend = (struct trend){ 0 };
    }
    dyno->seen.crashes += str_ends(message, STR(" to crashed"));
}

void dyno_health_note(struct dyno_health *health, const struct entry *entry)
{
    if (entry->scope != SCOPE_DYNO || entry->process.len == 0)
        return;
    bool state = str_starts(entry->message, STR("State changed from "));
    if (!state && find_sample(entry->message, STR("#memory_")) == SIZE_MAX)
        return;
    struct dyno_samples *dyno = find_dyno(health, entry->process);
    if (dyno && state)
        note_state(dyno, entry->message);
    else if (dyno)
        note_metrics(dyno, entry->message, entry->time);
}

/* Megabytes an hour; 0 when they do not grow steadily. */
static double growth_of(const struct trend *trend)
{
    double count = (double)trend->count;
    if (trend->count < LEAST_SAMPLES || trend->last - trend->first < LEAST_SPAN)
        return 0;
    double xy = count * trend->xy - trend->x * trend->y;
    double xx = count * trend->xx - trend->x * trend->x;
    double yy = count * trend->yy - trend->y * trend->y;
    if (xx <= 0 || yy <= 0 || xy * xy < LEAST_FIT * xx * yy)
        return 0;
    return xy / xx >= LEAST_GROWTH_MB ? xy / xx : 0;
}

static void forecast(struct logdoc_dyno *dyno, const struct trend *trend)
{
    dyno->growth_mb_per_hour = growth_of(trend);
    double left = dyno->quota_mb - dyno->memory_mb;
    if (dyno->growth_mb_per_hour <= 0 || dyno->quota_mb <= 0 || left <= 0 ||
        left > DAY_HOURS * dyno->growth_mb_per_hour)
        return;
    dyno->r14_expected =
        trend->last + (logdoc_time)(left / dyno->growth_mb_per_hour * (double)HOUR);
}

static int by_name(const void *left, const void *right)
{
    return strcmp(((const struct logdoc_dyno *)left)->name,
                  ((const struct logdoc_dyno *)right)->name);
}

const struct logdoc_dynos *dyno_health_report(const struct dyno_health *health,
                                              const struct advisor *advisor,
                                              struct arena *arena)
{
    size_t count = health->dynos.count;
    struct logdoc_dynos *out = arena_alloc(arena, sizeof(*out));
    struct logdoc_dyno *list = arena_array(arena, count + 1, sizeof(*list));
    for (size_t i = 0; i < count; i++) {
        const struct dyno_samples *dyno = health->dynos.entries[i].value;
        list[i] = dyno->seen;
        list[i].name = advisor_show(advisor, health->dynos.entries[i].key, arena);
        forecast(&list[i], &dyno->trend);
    }
    qsort(list, count, sizeof(*list), by_name);
    *out = (struct logdoc_dynos){ list, count };
    return out;
}
