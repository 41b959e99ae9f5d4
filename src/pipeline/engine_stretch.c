/* SPDX-License-Identifier: MIT
 * A long stretch of an input: threads skim its parts, the engine takes what they give in
 * the order of the log. */
#include "engine_stages.h"

#include "str.h"

/* How much one thread takes at a time while lines may still be joined. */
#define FEED_SIZE ((size_t)64 * 1024)
/* What is worth several threads. */
#define SHARED_LEAST (SKIM_PART_SIZE * 2)

/* Caps are reached in order, or not within this part. */
static bool fits_caps(const struct logdoc_engine *engine, const struct skim_part *part)
{
    return traffic_fits(&engine->tally.traffic, &part->tally.traffic, part->uncounted);
}

/* The entry of a part that is not counted yet. */
static void take_rest(struct logdoc_engine *engine, struct entry entry)
{
    struct stream *stream = engine->current;
    if (entry.scope) {
        engine_take_entry(engine, &entry);
        return;
    }
    stream->framer.number = entry.line - 1;
    stream->reached = entry.time ? entry.time : stream->reached;
    framer_push(&stream->framer, entry.message, engine_on_line, engine);
}

/* The entries from `from` on that are counted wait for their turn; returns where they
 * end.
 */
static size_t take_counted(struct logdoc_engine *engine, const struct skim_part *part,
                           size_t from)
{
    size_t to = from, count = part->entries.list.count;
    while (to < count && part->entries.list.items[to].counted)
        to++;
    sorter_add_packed(&engine->sorter, &part->entries, from, to);
    return to;
}

static void take_entries(struct logdoc_engine *engine, struct skim_part *part,
                         uint64_t before)
{
    size_t count = part->entries.list.count;
    for (size_t i = 0; i < count; i++) {
        part->entries.list.items[i].line += before;
        part->entries.list.items[i].input = engine->current->number;
    }
    for (size_t i = 0; (i = take_counted(engine, part, i)) < count; i++) {
        struct entry entry = packed_entries_get(&part->entries, i);
        entry.calls = CALLS_UNKNOWN;
        if (part->app_line && part->app_line + before < entry.line)
            tally_merge_app(&engine->tally, &part->tally);
        take_rest(engine, entry);
    }
    tally_merge_app(&engine->tally, &part->tally);
}

static void take_lines(struct logdoc_engine *engine, struct skim_part *part)
{
    struct stream *stream = engine->current;
    uint64_t before = stream->framer.number;
    size_t between = part->bytes.len - part->head.len - part->tail.len;
    if (!fits_caps(engine, part)) {
        framer_push(&stream->framer,
                    (logdoc_str){ part->bytes.at + part->head.len, between },
                    engine_on_line, engine);
        return;
    }
    tally_merge(&engine->tally, &part->tally);
    assembler_add_facts(&engine->assembler, part->facts);
    take_entries(engine, part, before);
    stream->framer.number = before + part->stream->framer.number;
    stream->reached = part->stream->reached ? part->stream->reached : stream->reached;
}

static void take_part(void *user, struct skim_part *part)
{
    struct logdoc_engine *engine = user;
    struct framer *framer = &engine->current->framer;
    engine->current->bytes += part->bytes.len;
    framer_push(framer, part->head, engine_on_line, engine);
    take_lines(engine, part);
    framer_push(framer, part->tail, engine_on_line, engine);
}

/* What is asked of single entries is not asked of parts. */
static bool may_share(const struct logdoc_engine *engine)
{
    return engine->options.threads > 1 && !engine->chooses &&
           framer_is_settled(&engine->current->framer);
}

static void feed(struct logdoc_engine *engine, logdoc_str bytes)
{
    framer_push(&engine->current->framer, bytes, engine_on_line, engine);
    engine->current->bytes += bytes.len;
}

/* Feeds bytes until threads may share the work; returns what is left. */
static logdoc_str feed_alone(struct logdoc_engine *engine, logdoc_str bytes)
{
    while (bytes.len > 0 && !may_share(engine)) {
        size_t len = bytes.len < FEED_SIZE ? bytes.len : FEED_SIZE;
        feed(engine, (logdoc_str){ bytes.at, len });
        bytes = str_from_offset(bytes, len);
    }
    return bytes;
}

/* Threads would not help a live source, which is asked what it has said so far. */
static bool is_long(const struct logdoc_engine *engine, logdoc_str bytes)
{
    return engine->options.threads > 1 && bytes.len >= SHARED_LEAST &&
           engine->assembler.now == 0;
}

void engine_feed_stretch(struct logdoc_engine *engine, logdoc_str bytes)
{
    if (is_long(engine, bytes))
        bytes = feed_alone(engine, bytes);
    if (!is_long(engine, bytes) || !may_share(engine)) {
        feed(engine, bytes);
        return;
    }
    if (!engine->pool)
        engine->pool = skim_pool_new(engine->rules, engine->options.threads);
    skim_pool_run(engine->pool, bytes, take_part, engine);
}
