/* SPDX-License-Identifier: MIT
 * An array of entries and the bytes that they point into. */
#include "packed_entries.h"

#include "str.h"

/* Of a line: what may stand between the source and the message. */
#define MOST_HEADER 256

void packed_entries_init(struct packed_entries *packed, size_t cap)
{
    *packed = (struct packed_entries){ .list = { .count = 0 } };
    strbuf_init(&packed->texts, cap);
}

void packed_entries_release(struct packed_entries *packed)
{
    vec_release(&packed->list);
    vec_release(&packed->hits);
    strbuf_release(&packed->texts);
}

void packed_entries_reset(struct packed_entries *packed)
{
    packed->list.count = packed->hits.count = 0;
    strbuf_reset(&packed->texts);
}

/* The texts of an entry are parts of its line, in this order, or come from elsewhere. */
static bool lie_in_order(const struct entry *entry)
{
    uintptr_t source = (uintptr_t)entry->source.at,
              process = (uintptr_t)entry->process.at,
              message = (uintptr_t)entry->message.at;
    return source + entry->source.len <= process &&
           process + entry->process.len <= message && message - source <= MOST_HEADER;
}

struct packed_entry *packed_entries_add(struct packed_entries *packed,
                                        const struct entry *entry)
{
    struct packed_entry *copy = vec_push(&packed->list);
    *copy = (struct packed_entry){ .time = entry->time,
                                   .line = entry->line,
                                   .offset = (uint32_t)packed->texts.len,
                                   .process_at = (uint32_t)entry->source.len,
                                   .source_len = (uint32_t)entry->source.len,
                                   .process_len = (uint32_t)entry->process.len,
                                   .message_len = (uint32_t)entry->message.len,
                                   .input = entry->input,
                                   .scope = (uint16_t)entry->scope,
                                   .calls = (uint8_t)entry->calls,
                                   .plain = entry->plain };
    if (lie_in_order(entry)) {
        copy->process_at = (uint32_t)(entry->process.at - entry->source.at);
        copy->message_at = (uint32_t)(entry->message.at - entry->source.at);
        strbuf_add(&packed->texts, entry->source.at,
                   copy->message_at + entry->message.len);
        return copy;
    }
    copy->message_at = copy->process_at + copy->process_len;
    strbuf_add_str(&packed->texts, entry->source);
    strbuf_add_str(&packed->texts, entry->process);
    strbuf_add_str(&packed->texts, entry->message);
    return copy;
}

static size_t begin_of(const struct packed_entries *packed, size_t index)
{
    return index < packed->list.count ? packed->list.items[index].offset
                                      : packed->texts.len;
}

size_t packed_entries_size(const struct packed_entries *packed, size_t from, size_t to)
{
    return begin_of(packed, to) - begin_of(packed, from);
}

/* The first hit of those from entry `index` on. */
static size_t first_hit(const struct packed_entries *packed, size_t index)
{
    size_t from = 0, to = packed->hits.count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (packed->hits.items[middle].entry < index)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

const struct entry_hit *packed_entries_hits(const struct packed_entries *packed,
                                            size_t index, size_t *hint, size_t *count)
{
    size_t from = *hint;
    if (from >= packed->hits.count || packed->hits.items[from].entry != index ||
        (from > 0 && packed->hits.items[from - 1].entry == index))
        from = first_hit(packed, index);
    size_t to = from;
    while (to < packed->hits.count && packed->hits.items[to].entry == index)
        to++;
    *hint = to;
    *count = to - from;
    return to > from ? packed->hits.items + from : NULL;
}

/* Of entries that will be the next in `packed`. */
static void append_hits(struct packed_entries *packed, const struct packed_entries *more,
                        size_t from, size_t to)
{
    for (size_t i = first_hit(more, from);
         i < more->hits.count && more->hits.items[i].entry < to; i++) {
        struct entry_hit hit = more->hits.items[i];
        hit.entry = (uint32_t)(hit.entry - from + packed->list.count);
        *vec_push(&packed->hits) = hit;
    }
}

void packed_entries_append(struct packed_entries *packed,
                           const struct packed_entries *more, size_t from, size_t to)
{
    size_t before = packed->texts.len, begin = begin_of(more, from);
    strbuf_add(&packed->texts, more->texts.at + begin,
               packed_entries_size(more, from, to));
    append_hits(packed, more, from, to);
    for (size_t i = from; i < to; i++) {
        struct packed_entry *copy = vec_push(&packed->list);
        *copy = more->list.items[i];
        copy->offset = (uint32_t)(copy->offset - begin + before);
    }
}
