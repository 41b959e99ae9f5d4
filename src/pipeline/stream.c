/* SPDX-License-Identifier: MIT
 * Reads an input's lines and counts. */
#include "stream.h"

#include "str.h"

#include <stdio.h>
#include <stdlib.h>

#define MOST_CODES 200
#define MOST_GAPS 1000

struct stream *stream_new(uint32_t number, const char *name)
{
    struct stream *stream = mem_zeroed(1, sizeof(*stream));
    framer_init(&stream->framer);
    stream->number = number;
    stream->name = mem_copy_text(name, strlen(name));
    return stream;
}

void stream_free(struct stream *stream)
{
    if (!stream)
        return;
    framer_release(&stream->framer);
    free(stream->name);
    free(stream);
}

void stream_parse(struct stream *stream, logdoc_str line, uint64_t number,
                  struct entry *out)
{
    *out = (struct entry){ 0 };
    stream->hint = format_parse(line, stream->hint, out);
    out->line = number;
    out->input = stream->number;
    if (out->time)
        stream->reached = out->time;
    else
        out->time = stream->reached;
}

void tally_init(struct tally *tally)
{
    *tally = (struct tally){ 0 };
    hashmap_init(&tally->codes);
    traffic_init(&tally->traffic);
}

void tally_release(struct tally *tally)
{
    for (size_t i = 0; i < tally->codes.count; i++)
        free(tally->codes.entries[i].value);
    hashmap_release(&tally->codes);
    vec_release(&tally->gaps);
    traffic_release(&tally->traffic);
}

void tally_restart(struct tally *tally)
{
    tally->stats = (struct logdoc_stats){ 0 };
    *tally->app = '\0';
    traffic_restart(&tally->traffic);
}

/* "demo.herokuapp.com" and "demo-1a2b3c4d5e6f.herokuapp.com" are the app demo's. */
void tally_note_app(struct tally *tally, logdoc_str host)
{
    size_t end = str_find(host, STR(".herokuapp.com"));
    if (end == SIZE_MAX || end == 0 || end >= sizeof(tally->app))
        return;
    size_t suffix = end > 13 && host.at[end - 13] == '-' ? 13 : 0;
    for (size_t i = end - suffix + 1; suffix && i < end; i++)
        if (!strchr("0123456789abcdef", host.at[i]))
            suffix = 0;
    (void)snprintf(tally->app, sizeof(tally->app), "%.*s", (int)(end - suffix), host.at);
}

void tally_requests(struct tally *tally, const struct request *requests, size_t count)
{
    tally->stats.requests += count;
    for (size_t i = 0; i < count; i++) {
        tally->stats.request_errors += requests[i].failed;
        tally->stats.status_class[requests[i].status_class]++;
    }
    for (size_t i = 0; i < count && !*tally->app; i++)
        tally_note_app(tally, requests[i].host);
    traffic_add(&tally->traffic, requests, count);
}

void tally_merge(struct tally *tally, const struct tally *other)
{
    struct logdoc_stats *stats = &tally->stats;
    stats->entries += other->stats.entries;
    stats->requests += other->stats.requests;
    stats->request_errors += other->stats.request_errors;
    for (size_t i = 0; i < sizeof(stats->status_class) / sizeof(*stats->status_class);
         i++)
        stats->status_class[i] += other->stats.status_class[i];
    tally_time(stats, other->stats.first_time);
    tally_time(stats, other->stats.last_time);
    traffic_merge(&tally->traffic, &other->traffic);
}

void tally_merge_app(struct tally *tally, const struct tally *other)
{
    if (!*tally->app)
        memcpy(tally->app, other->app, sizeof(tally->app));
}

/* The number before or after "dropped" or before "lost": see Dev Center: Error codes. */
static uint64_t lost_messages(logdoc_str message)
{
    uint64_t lost = 0;
    size_t at = str_find(message, STR(" messages"));
    if (at == SIZE_MAX)
        return 0;
    size_t from = at;
    while (from > 0 && message.at[from - 1] >= '0' && message.at[from - 1] <= '9')
        from--;
    (void)str_parse_unsigned((logdoc_str){ message.at + from, at - from }, &lost);
    return lost;
}

void tally_gap(struct tally *tally, const struct logdoc_gap *gap)
{
    if (tally->gaps.count < MOST_GAPS)
        *vec_push(&tally->gaps) = *gap;
}

static void note_gap(struct tally *tally, const struct entry *entry, const char *kind)
{
    if (kind[0] != 'L' || kind[1] != '1' || kind[2] > '3' || kind[3])
        return;
    tally_gap(tally, &(struct logdoc_gap){ .kind = kind,
                                           .messages = lost_messages(entry->message),
                                           .input = entry->input,
                                           .line = entry->line });
}

void tally_code(struct tally *tally, const struct entry *entry, logdoc_str code)
{
    struct logdoc_code *counted = hashmap_find(&tally->codes, code);
    if (!counted && tally->codes.count < MOST_CODES) {
        counted = mem_zeroed(1, sizeof(*counted));
        hashmap_set(&tally->codes, code, counted);
        counted->code = tally->codes.entries[tally->codes.count - 1].key.at;
    }
    if (!counted)
        return;
    counted->count++;
    note_gap(tally, entry, counted->code);
}
