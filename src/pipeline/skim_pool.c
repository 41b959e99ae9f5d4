/* SPDX-License-Identifier: MIT
 * Parts are claimed in order by whoever is free. The caller claims, too, and between two
 * claims gives what is done next in order. */
#include "skim_pool.h"

#include "str.h"

#include <pthread.h>

#define PART_SIZE ((size_t)256 * 1024)
#define MOST_PARTS ((size_t)64)

struct skim_pool {
    pthread_mutex_t lock; /* of all below but the parts that are claimed */
    pthread_cond_t work, done;
    size_t part_count, claimed;
    bool finished[MOST_PARTS], stop;
    struct skim_part parts[MOST_PARTS];
    VEC(pthread_t) threads;
};

static void count_request(void *user, const struct request *request, uint64_t line)
{
    struct skim_part *part = user;
    tally_entry(&part->tally, request->time);
    tally_request(&part->tally, request);
    if (part->app_line == 0 && *part->tally.app)
        part->app_line = line;
}

static void note_entry(void *user, const struct entry *entry)
{
    struct skim_part *part = user;
    struct entry *noted = vec_push(&part->entries);
    *noted = *entry;
    noted->plain = assembler_is_plain(part->rules, entry);
    *vec_push(&part->reached) = entry->time;
}

/* Up to `end`, which is a line feed. */
static void note_raw(struct skim_part *part, logdoc_str line)
{
    *vec_push(&part->entries) =
        (struct entry){ .raw = line, .line = ++part->stream->framer.number };
    *vec_push(&part->reached) = part->stream->reached;
    part->stream->reached = 0;
}

static size_t skim_marked(struct skim_part *part, const struct byte_marks *marks)
{
    struct skim_taker taker = { count_request, note_entry, part };
    for (size_t at = 0;;) {
        at = skim_lines(part->stream, marks, at, &taker);
        size_t end = byte_marks_next(marks->ends, at);
        if (end >= marks->bytes.len)
            return at;
        note_raw(part, (logdoc_str){ marks->bytes.at + at, end + 1 - at });
        at = end + 1;
    }
}

static void skim_part(struct skim_part *part)
{
    struct byte_marks marks;
    for (logdoc_str rest = part->bytes; rest.len > 0;) {
        byte_marks_set(&marks, rest);
        size_t taken = skim_marked(part, &marks);
        if (taken == 0) {
            const char *end = memchr(rest.at, '\n', rest.len);
            taken = (size_t)(end - rest.at) + 1;
            note_raw(part, (logdoc_str){ rest.at, taken });
        }
        rest = str_from_offset(rest, taken);
    }
}

static void part_begin(struct skim_part *part, logdoc_str bytes)
{
    part->bytes = bytes;
    part->entries.count = part->reached.count = 0;
    part->app_line = 0;
    tally_init(&part->tally);
    part->stream->framer.widest = SIZE_MAX;
    part->stream->framer.number = 0;
    part->stream->reached = 0;
}

static void part_end(struct skim_part *part)
{
    tally_release(&part->tally);
}

/* Claims a part and skims it; false when none is left. Called with the lock held. */
static bool skim_next(struct skim_pool *pool)
{
    if (pool->claimed == pool->part_count)
        return false;
    size_t index = pool->claimed++;
    pthread_mutex_unlock(&pool->lock);
    skim_part(&pool->parts[index]);
    pthread_mutex_lock(&pool->lock);
    pool->finished[index] = true;
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
    for (size_t i = 0; i < MOST_PARTS; i++)
        pool->parts[i] =
            (struct skim_part){ .rules = rules, .stream = stream_new(0, "") };
    pthread_t thread;
    for (size_t i = 1; i < threads && pthread_create(&thread, NULL, work, pool) == 0; i++)
        *vec_push(&pool->threads) = thread;
    return pool;
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
    for (size_t i = 0; i < MOST_PARTS; i++) {
        stream_free(pool->parts[i].stream);
        vec_release(&pool->parts[i].entries);
        vec_release(&pool->parts[i].reached);
    }
    vec_release(&pool->threads);
    pthread_mutex_destroy(&pool->lock);
    pthread_cond_destroy(&pool->work);
    pthread_cond_destroy(&pool->done);
    free(pool);
}

/* Length of the lines at the front that end within PART_SIZE, or of the first line; 0
 * when it does not end. */
static size_t part_length(logdoc_str bytes)
{
    size_t len = bytes.len < PART_SIZE ? bytes.len : PART_SIZE;
    while (len > 0 && bytes.at[len - 1] != '\n')
        len--;
    if (len > 0)
        return len;
    const char *end = memchr(bytes.at, '\n', bytes.len);
    return end ? (size_t)(end - bytes.at) + 1 : 0;
}

/* Returns how many bytes the parts have. */
static size_t cut_parts(struct skim_pool *pool, logdoc_str bytes)
{
    size_t used = 0, count = 0, len;
    while (count < MOST_PARTS && used < bytes.len &&
           (len = part_length(str_from_offset(bytes, used))) > 0) {
        part_begin(&pool->parts[count], (logdoc_str){ bytes.at + used, len });
        pool->finished[count++] = false;
        used += len;
    }
    pool->part_count = count;
    pool->claimed = 0;
    return used;
}

static void give_parts(struct skim_pool *pool, skim_pool_take *take, void *user)
{
    for (size_t next = 0; next < pool->part_count; next++) {
        while (!pool->finished[next])
            if (!skim_next(pool))
                pthread_cond_wait(&pool->done, &pool->lock);
        pthread_mutex_unlock(&pool->lock);
        take(user, &pool->parts[next]);
        part_end(&pool->parts[next]);
        pthread_mutex_lock(&pool->lock);
    }
}

size_t skim_pool_run(struct skim_pool *pool, logdoc_str bytes, skim_pool_take *take,
                     void *user)
{
    pthread_mutex_lock(&pool->lock);
    size_t used = cut_parts(pool, bytes);
    pthread_cond_broadcast(&pool->work);
    give_parts(pool, take, user);
    pool->part_count = pool->claimed = 0;
    pthread_mutex_unlock(&pool->lock);
    return used;
}
