/* SPDX-License-Identifier: MIT
 * The window of entries that waits for stragglers. */
#include "sorter.h"

#include "str.h"

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

static void copy_entry(struct sorter *sorter, const struct entry *entry)
{
    struct sorted_entry *copy = vec_push(&sorter->entries);
    *copy = (struct sorted_entry){ *entry, sorter->bytes.len };
    strbuf_add_str(&sorter->bytes, entry->process);
    strbuf_add_str(&sorter->bytes, entry->source);
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
    return sorter->entries.items[index].entry.time;
}

/* Merges two sorted halves of `order`; ties keep the order of arrival. */
static void merge(const struct sorter *sorter, size_t *order, size_t *scratch,
                  size_t from, size_t middle, size_t to)
{
    size_t left = from, right = middle, out = from;
    if (time_of(sorter, order[middle - 1]) <= time_of(sorter, order[middle]))
        return;
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

static size_t entry_size(const struct entry *entry)
{
    return entry->process.len + entry->source.len + entry->message.len;
}

static void give(const struct sorter *sorter, const struct sorted_entry *sorted,
                 sorter_take *take, void *user)
{
    struct entry entry = sorted->entry;
    entry.process.at = sorter->bytes.at + sorted->offset;
    entry.source.at = entry.process.at + entry.process.len;
    entry.message.at = entry.source.at + entry.source.len;
    entry.raw = entry.message;
    take(user, &entry);
}

static void give_oldest(struct sorter *sorter, const size_t *order, size_t give_count,
                        sorter_take *take, void *user)
{
    for (size_t i = 0; i < give_count; i++)
        give(sorter, &sorter->entries.items[order ? order[i] : i], take, user);
}

/* Keeps what was not given away, in order of arrival. Bytes lie in that order, too. */
static void keep_rest(struct sorter *sorter, const size_t *order, size_t given)
{
    size_t kept = 0, used = 0;
    for (size_t i = 0; i < given; i++)
        sorter->entries.items[order ? order[i] : i].entry.line = 0;
    for (size_t i = 0; i < sorter->entries.count; i++) {
        struct sorted_entry *sorted = &sorter->entries.items[i];
        if (sorted->entry.line == 0)
            continue;
        size_t size = entry_size(&sorted->entry);
        memmove(sorter->bytes.at + used, sorter->bytes.at + sorted->offset, size);
        sorted->offset = used;
        used += size;
        sorter->entries.items[kept++] = *sorted;
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
