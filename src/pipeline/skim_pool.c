/* SPDX-License-Identifier: MIT
 * Parts are claimed in order by whoever is free. The caller claims, too, and between two
 * claims gives what is done next in order. */
#include "skim_pool.h"

#include "entry_calls.h"
#include "str.h"

#include <pthread.h>

#define PARTS_EACH ((size_t)3) /* for each thread */
#define LEAST_RECORD (sizeof("2026-11-22T10:00:00+00:00 ") - 1)

struct skim_pool {
    pthread_mutex_t lock; /* of all below but the parts that are claimed */
    pthread_cond_t work, done;
    logdoc_str bytes;
    size_t part_count, claimed, given; /* from the first on */
    size_t ring;                       /* part n is in the slot n % ring */
    bool *finished, stop;
    struct skim_part *parts;
    VEC(pthread_t) threads;
};

static void count_requests(void *user, const struct request *requests, size_t count)
{
    struct skim_part *part = user;
    for (size_t i = 0; i < count && !*part->tally.app; i++) {
        tally_note_app(&part->tally, requests[i].host);
        part->app_line = *part->tally.app ? requests[i].line : 0;
    }
    tally_entries(&part->tally, requests, count);
    tally_requests(&part->tally, requests, count);
}

/* Of a router's line and of a code more than a number is counted. */
static bool is_counted(const struct entry *entry)
{
    return entry->message.len > 0 && entry->scope != SCOPE_ROUTER &&
           heroku_code(entry->message, entry->scope).len == 0;
}

static void note_entry(void *user, const struct entry *entry)
{
    struct skim_part *part = user;
    struct packed_entry *noted = packed_entries_add(&part->entries, entry);
    noted->counted = is_counted(entry);
    if (!noted->counted) {
        noted->calls = CALLS_RULES;
        part->uncounted++;
        return;
    }
    tally_entry(&part->tally, entry->time);
}

/* It may hold several records. */
static void note_raw(struct skim_part *part, logdoc_str line)
{
    part->uncounted += 1 + line.len / LEAST_RECORD;
    packed_entries_add(&part->entries,
                       &(struct entry){ .message = line,
                                        .line = ++part->stream->framer.number,
                                        .time = part->stream->reached,
                                        .calls = CALLS_RULES });
    part->stream->reached = 0;
}

static size_t skim_marked(struct skim_part *part, const struct byte_marks *marks)
{
    struct skim_taker taker = { count_requests, note_entry, part };
    for (size_t at = 0;;) {
        at = skim_lines(part->stream, marks, at, &taker);
        size_t end = byte_marks_line_end(marks, at);
        if (end >= marks->bytes.len)
            return at;
        note_raw(part, (logdoc_str){ marks->bytes.at + at, end + 1 - at });
        at = end + 1;
    }
}

static void skim_whole_lines(struct skim_part *part, logdoc_str lines)
{
    struct byte_marks marks;
    while (lines.len > 0) {
        byte_marks_set(&marks, lines);
        size_t taken = skim_marked(part, &marks);
        if (taken == 0) {
            const char *end = memchr(lines.at, '\n', lines.len);
            taken = (size_t)(end - lines.at) + 1;
            note_raw(part, (logdoc_str){ lines.at, taken });
        }
        lines = str_from_offset(lines, taken);
    }
}

/* The first line ends in the head, also when it began with the part. */
static void skim_part(struct skim_part *part)
{
    logdoc_str rest = part->bytes;
    const char *end = rest.len > 0 ? memchr(rest.at, '\n', rest.len) : NULL;
    part->head = (logdoc_str){ rest.at, end ? (size_t)(end - rest.at) + 1 : rest.len };
    rest = str_from_offset(rest, part->head.len);
    size_t whole = rest.len;
    while (whole > 0 && rest.at[whole - 1] != '\n')
        whole--;
    part->tail = str_from_offset(rest, whole);
    skim_whole_lines(part, (logdoc_str){ rest.at, whole });
    entry_calls_note(part->rules, &part->entries, 0, part->facts);
}

static void part_begin(struct skim_part *part)
{
    part->app_line = 0;
    part->uncounted = 0;
    packed_entries_reset(&part->entries);
    tally_restart(&part->tally);
    part->stream->framer.widest = SIZE_MAX;
    part->stream->framer.number = 0;
    part->stream->reached = 0;
}

/* Claims a part and skims it; false when none is left, or no room. Called with the lock
 * held. */
static bool skim_next(struct skim_pool *pool)
{
    if (pool->claimed == pool->part_count || pool->claimed - pool->given == pool->ring)
        return false;
    size_t number = pool->claimed++;
    struct skim_part *part = &pool->parts[number % pool->ring];
    part->bytes = str_from_offset(pool->bytes, number * SKIM_PART_SIZE);
    if (part->bytes.len > SKIM_PART_SIZE)
        part->bytes.len = SKIM_PART_SIZE;
    pthread_mutex_unlock(&pool->lock);
    part_begin(part);
    skim_part(part);
    pthread_mutex_lock(&pool->lock);
    pool->finished[number % pool->ring] = true;
    pthread_cond_signal(&pool->done);
    return true;
}

static void *work(void *user)
{
    struct skim_pool *pool = user;
    pthread_mutex_lock(&pool->lock);
    while (!pool->stop)
        if (!skim_next(pool))
            pthread_cond_wait(&pool->work, &pool->lock);
    pthread_mutex_unlock(&pool->lock);
    return NULL;
}

struct skim_pool *skim_pool_new(const struct logdoc_ruleset *rules, size_t threads)
{
    struct skim_pool *pool = mem_zeroed(1, sizeof(*pool));
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->work, NULL);
    pthread_cond_init(&pool->done, NULL);
    pool->ring = threads * PARTS_EACH;
    pool->parts = mem_zeroed(pool->ring, sizeof(*pool->parts));
    pool->finished = mem_zeroed(pool->ring, sizeof(*pool->finished));
    for (size_t i = 0; i < pool->ring; i++) {
        pool->parts[i] =
            (struct skim_part){ .rules = rules, .stream = stream_new(0, "") };
        packed_entries_init(&pool->parts[i].entries, SKIM_PART_SIZE);
        tally_init(&pool->parts[i].tally);
        pool->parts[i].facts = mem_zeroed(rules->facts.count + 1, sizeof(bool));
    }
    pthread_t thread;
    for (size_t i = 1; i < threads && pthread_create(&thread, NULL, work, pool) == 0; i++)
        *vec_push(&pool->threads) = thread;
    return pool;
}

static void part_release(struct skim_part *part)
{
    stream_free(part->stream);
    packed_entries_release(&part->entries);
    tally_release(&part->tally);
    free(part->facts);
}

void skim_pool_free(struct skim_pool *pool)
{
    if (!pool)
        return;
    pthread_mutex_lock(&pool->lock);
    pool->stop = true;
    pthread_cond_broadcast(&pool->work);
    pthread_mutex_unlock(&pool->lock);
    for (size_t i = 0; i < pool->threads.count; i++)
        pthread_join(pool->threads.items[i], NULL);
    for (size_t i = 0; i < pool->ring; i++)
        part_release(&pool->parts[i]);
    free(pool->parts);
    free(pool->finished);
    vec_release(&pool->threads);
    pthread_mutex_destroy(&pool->lock);
    pthread_cond_destroy(&pool->work);
    pthread_cond_destroy(&pool->done);
    free(pool);
}

/* Waits for the part that is to be given next, or skims another meanwhile. */
static struct skim_part *next_part(struct skim_pool *pool)
{
    size_t slot = pool->given % pool->ring;
    while (!pool->finished[slot])
        if (!skim_next(pool))
            pthread_cond_wait(&pool->done, &pool->lock);
    pool->finished[slot] = false;
    return &pool->parts[slot];
}

static void give_parts(struct skim_pool *pool, skim_pool_take *take, void *user)
{
    for (; pool->given < pool->part_count; pool->given++) {
        struct skim_part *part = next_part(pool);
        pthread_mutex_unlock(&pool->lock);
        take(user, part);
        pthread_mutex_lock(&pool->lock);
        pthread_cond_signal(&pool->work);
    }
}

void skim_pool_run(struct skim_pool *pool, logdoc_str bytes, skim_pool_take *take,
                   void *user)
{
    pthread_mutex_lock(&pool->lock);
    pool->bytes = bytes;
    pool->claimed = pool->given = 0;
    pool->part_count = (bytes.len + SKIM_PART_SIZE - 1) / SKIM_PART_SIZE;
    pthread_cond_broadcast(&pool->work);
    give_parts(pool, take, user);
    pool->part_count = pool->claimed = pool->given = 0;
    pthread_mutex_unlock(&pool->lock);
}
