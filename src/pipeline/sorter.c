/* SPDX-License-Identifier: MIT
 * The window of entries that waits for stragglers. */
#include "sorter.h"

#include "str.h"

/* Of a line: what may stand between the source and the message. */
#define MOST_HEADER 256

void sorter_init(struct sorter *sorter)
{
    *sorter = (struct sorter){ 0 };
    strbuf_init(&sorter->bytes, SORTER_BYTES * 2);
}

void sorter_release(struct sorter *sorter)
{
    vec_release(&sorter->entries);
    vec_release(&sorter->order);
    strbuf_release(&sorter->bytes);
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

static void copy_entry(struct sorter *sorter, const struct entry *entry)
{
    struct sorted_entry *copy = vec_push(&sorter->entries);
    *copy = (struct sorted_entry){ .time = entry->time,
                                   .line = entry->line,
                                   .offset = sorter->bytes.len,
                                   .process_at = (uint32_t)entry->source.len,
                                   .source_len = (uint32_t)entry->source.len,
                                   .process_len = (uint32_t)entry->process.len,
                                   .message_len = (uint32_t)entry->message.len,
                                   .input = entry->input,
                                   .scope = entry->scope,
                                   .plain = entry->plain };
    if (lie_in_order(entry)) {
        copy->process_at = (uint32_t)(entry->process.at - entry->source.at);
        copy->message_at = (uint32_t)(entry->message.at - entry->source.at);
        strbuf_add(&sorter->bytes, entry->source.at,
                   copy->message_at + entry->message.len);
        return;
    }
    copy->message_at = copy->process_at + copy->process_len;
    strbuf_add_str(&sorter->bytes, entry->source);
    strbuf_add_str(&sorter->bytes, entry->process);
    strbuf_add_str(&sorter->bytes, entry->message);
}

static void note_direction(struct sorter *sorter, logdoc_time time)
{
    if (sorter->entries.count && time > sorter->newest)
        sorter->rising++;
    else if (sorter->entries.count && time < sorter->newest)
        sorter->falling++;
    sorter->newest = time;
}

static bool runs_backwards(const struct sorter *sorter)
{
    return sorter->falling > 3 && sorter->falling > sorter->rising * 8;
}

static logdoc_time time_of(const struct sorter *sorter, size_t index)
{
    return sorter->entries.items[index].time;
}

/* The first place from `from` to `to` whose time is after `time`, or is not before it. */
static size_t place_of(const struct sorter *sorter, const size_t *order, size_t from,
                       size_t to, logdoc_time time, bool after)
{
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        logdoc_time here = time_of(sorter, order[middle]);
        if (here < time || (after && here == time))
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

/* Merges two sorted halves of `order`; ties keep the order of arrival. What is in its
 * place at both ends, which is nearly all, stays there. */
static void merge(const struct sorter *sorter, size_t *order, size_t *scratch,
                  size_t from, size_t middle, size_t to)
{
    logdoc_time last = time_of(sorter, order[middle - 1]),
                first = time_of(sorter, order[middle]);
    if (last <= first)
        return;
    from = place_of(sorter, order, from, middle, first, true);
    to = place_of(sorter, order, middle, to, last, false);
    size_t left = from, right = middle, out = from;
    while (left < middle && right < to)
        scratch[out++] = time_of(sorter, order[right]) < time_of(sorter, order[left])
                             ? order[right++]
                             : order[left++];
    while (left < middle)
        scratch[out++] = order[left++];
    while (right < to)
        scratch[out++] = order[right++];
    memcpy(order + from, scratch + from, (to - from) * sizeof(*order));
}

static void merge_sort(const struct sorter *sorter, size_t *order, size_t *scratch,
                       size_t count)
{
    for (size_t run = 1; run < count; run *= 2)
        for (size_t from = 0; from + run < count; from += run * 2) {
            size_t to = from + run * 2 < count ? from + run * 2 : count;
            merge(sorter, order, scratch, from, from + run, to);
        }
}

/* Fills `order` and returns it; NULL when it is the order of arrival. */
static const size_t *put_in_order(struct sorter *sorter)
{
    size_t count = sorter->entries.count;
    bool backwards = runs_backwards(sorter);
    if (!sorter->falling)
        return NULL;
    while (sorter->order.count < count * 2)
        *vec_push(&sorter->order) = 0;
    for (size_t i = 0; i < count; i++)
        sorter->order.items[i] = backwards ? count - 1 - i : i;
    merge_sort(sorter, sorter->order.items, sorter->order.items + count, count);
    return sorter->order.items;
}

static size_t text_size(const struct sorted_entry *sorted)
{
    return (size_t)sorted->message_at + sorted->message_len;
}

static void give(const struct sorter *sorter, const struct sorted_entry *sorted,
                 sorter_take *take, void *user)
{
    const char *texts = sorter->bytes.at + sorted->offset;
    struct entry entry = { .source = { texts, sorted->source_len },
                           .process = { texts + sorted->process_at, sorted->process_len },
                           .message = { texts + sorted->message_at, sorted->message_len },
                           .time = sorted->time,
                           .line = sorted->line,
                           .input = sorted->input,
                           .scope = sorted->scope,
                           .plain = sorted->plain };
    entry.raw = entry.message;
    take(user, &entry);
}

static void give_oldest(struct sorter *sorter, const size_t *order, size_t give_count,
                        sorter_take *take, void *user)
{
    for (size_t i = 0; i < give_count; i++)
        give(sorter, &sorter->entries.items[order ? order[i] : i], take, user);
}

/* Were they the first to arrive? */
static bool are_first(const size_t *order, size_t given)
{
    for (size_t i = 0; order && i < given; i++)
        if (order[i] >= given)
            return false;
    return true;
}

/* Moves the entries from `from` to `to`, and their bytes, behind those that are kept. */
static void keep(struct sorter *sorter, size_t from, size_t to, size_t *kept,
                 size_t *used)
{
    struct sorted_entry *entries = sorter->entries.items;
    size_t begin = entries[from].offset;
    size_t end = entries[to - 1].offset + text_size(&entries[to - 1]);
    memmove(sorter->bytes.at + *used, sorter->bytes.at + begin, end - begin);
    memmove(entries + *kept, entries + from, (to - from) * sizeof(*entries));
    for (size_t i = *kept; i < *kept + (to - from); i++)
        entries[i].offset = entries[i].offset - begin + *used;
    *kept += to - from;
    *used += end - begin;
}

/* Keeps what was not given away, in order of arrival, in which the bytes lie, too. */
static void keep_rest(struct sorter *sorter, const size_t *order, size_t given)
{
    size_t kept = 0, used = 0, count = sorter->entries.count;
    if (are_first(order, given)) {
        if (given < count)
            keep(sorter, given, count, &kept, &used);
    } else {
        for (size_t i = 0; i < given; i++)
            sorter->entries.items[order[i]].line = 0;
        for (size_t i = 0; i < count; i++)
            if (sorter->entries.items[i].line != 0)
                keep(sorter, i, i + 1, &kept, &used);
    }
    sorter->bytes.len = used;
    sorter->entries.count = kept;
    sorter->rising = (sorter->rising + 1) / 2;
    sorter->falling = (sorter->falling + 1) / 2;
}

void sorter_add(struct sorter *sorter, const struct entry *entry, sorter_take *take,
                void *user)
{
    note_direction(sorter, entry->time);
    copy_entry(sorter, entry);
    if (sorter->entries.count < SORTER_WINDOW && sorter->bytes.len < SORTER_BYTES)
        return;
    size_t half = (sorter->entries.count + 1) / 2;
    const size_t *order = put_in_order(sorter);
    give_oldest(sorter, order, half, take, user);
    keep_rest(sorter, order, half);
}

void sorter_flush(struct sorter *sorter, sorter_take *take, void *user)
{
    give_oldest(sorter, put_in_order(sorter), sorter->entries.count, take, user);
    sorter->entries.count = 0;
    sorter->rising = sorter->falling = 0;
    strbuf_reset(&sorter->bytes);
}
