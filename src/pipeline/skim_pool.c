/* SPDX-License-Identifier: MIT
 * Parts are claimed in order by whoever is free. The caller claims, too, and between two
 * claims gives what is done next in order. */
#include "skim_pool.h"

#include "str.h"

#include <assert.h>
#include <pthread.h>

#define PART_SIZE ((size_t)256 * 1024)
#define MOST_PARTS ((size_t)64)
#define LEAST_RECORD (sizeof("2026-11-22T10:00:00+00:00 ") - 1)

struct skim_pool {
    pthread_mutex_t lock; /* of all below but the parts that are claimed */
    pthread_cond_t work, done;
    const struct logdoc_block *block;
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
    noted->plain = assembler_is_plain(part->rules, entry);
    noted->counted = is_counted(entry);
    if (noted->counted)
        tally_entry(&part->tally, entry->time);
    else
        part->uncounted++;
}

/* It may hold several records. */
static void note_raw(struct skim_part *part, logdoc_str line)
{
    part->uncounted += 1 + line.len / LEAST_RECORD;
    packed_entries_add(&part->entries,
                       &(struct entry){ .message = line,
                                        .line = ++part->stream->framer.number,
                                        .time = part->stream->reached });
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
}

static void part_begin(struct skim_part *part, logdoc_str bytes)
{
    part->bytes = bytes;
    part->app_line = 0;
    part->uncounted = 0;
    packed_entries_reset(&part->entries);
    tally_init(&part->tally);
    part->stream->framer.widest = SIZE_MAX;
    part->stream->framer.number = 0;
    part->stream->reached = 0;
}

/* The end of the input shortens a part. */
static void fetch_part(const struct logdoc_block *block, struct skim_part *part)
{
    size_t from = (size_t)(part->bytes.at - block->at), wanted = part->bytes.len;
    if (block->fetch)
        part->bytes.len = block->fetch(block->user, block->at + from, wanted);
    assert(part->bytes.len <= wanted);
}

/* Claims a part and skims it; false when none is left. Called with the lock held. */
static bool skim_next(struct skim_pool *pool)
{
    if (pool->claimed == pool->part_count)
        return false;
    size_t index = pool->claimed++;
    pthread_mutex_unlock(&pool->lock);
    fetch_part(pool->block, &pool->parts[index]);
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
    for (size_t i = 0; i < MOST_PARTS; i++) {
        pool->parts[i] =
            (struct skim_part){ .rules = rules, .stream = stream_new(0, "") };
        packed_entries_init(&pool->parts[i].entries, PART_SIZE);
    }
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
        packed_entries_release(&pool->parts[i].entries);
    }
    vec_release(&pool->threads);
    pthread_mutex_destroy(&pool->lock);
    pthread_cond_destroy(&pool->work);
    pthread_cond_destroy(&pool->done);
    free(pool);
}

static size_t part_length(const struct logdoc_block *block, size_t from)
{
    return block->len - from < PART_SIZE ? block->len - from : PART_SIZE;
}

/* As many parts as there are, from an offset on. Called with the lock held. */
static void cut_parts(struct skim_pool *pool, size_t from)
{
    size_t count = 0;
    for (; count < MOST_PARTS && from < pool->block->len; count++) {
        size_t len = part_length(pool->block, from);
        part_begin(&pool->parts[count], (logdoc_str){ pool->block->at + from, len });
        pool->finished[count] = false;
        from += len;
    }
    pool->part_count = count;
    pool->claimed = 0;
}

/* Returns how many bytes the parts had, up to the first that was shorter than wanted. */
static size_t give_parts(struct skim_pool *pool, size_t from, skim_pool_take *take,
                         void *user)
{
    size_t given = 0;
    bool ended = false;
    for (size_t next = 0; next < pool->part_count; next++) {
        while (!pool->finished[next])
            if (!skim_next(pool))
                pthread_cond_wait(&pool->done, &pool->lock);
        pthread_mutex_unlock(&pool->lock);
        struct skim_part *part = &pool->parts[next];
        size_t wanted = part_length(pool->block, from + next * PART_SIZE);
        if (!ended)
            take(user, part);
        given += ended ? 0 : part->bytes.len;
        ended |= part->bytes.len < wanted;
        tally_release(&part->tally);
        pthread_mutex_lock(&pool->lock);
    }
    return given;
}

size_t skim_pool_run(struct skim_pool *pool, const struct logdoc_block *block,
                     skim_pool_take *take, void *user)
{
    size_t used = 0, given = 0, wanted = 0;
    pthread_mutex_lock(&pool->lock);
    pool->block = block;
    for (; used < block->len && given == wanted; used += given) {
        cut_parts(pool, used);
        wanted = block->len - used < MOST_PARTS * PART_SIZE ? block->len - used
                                                            : MOST_PARTS * PART_SIZE;
        pthread_cond_broadcast(&pool->work);
        given = give_parts(pool, used, take, user);
    }
    pool->part_count = pool->claimed = 0;
    pthread_mutex_unlock(&pool->lock);
    return used;
}
