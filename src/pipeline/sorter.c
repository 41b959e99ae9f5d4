/* SPDX-License-Identifier: MIT
 * The window of entries that waits for stragglers. */
#include "sorter.h"

#include "str.h"

void sorter_init(struct sorter *sorter, sorter_take *take, sorter_pass *pass, void *user)
{
    *sorter = (struct sorter){ .take = take, .pass = pass, .user = user };
    packed_entries_init(&sorter->entries, SORTER_BYTES * 2);
}

void sorter_release(struct sorter *sorter)
{
    packed_entries_release(&sorter->entries);
    vec_release(&sorter->order);
}

/* `before`: how many were there before it. */
static void note_direction(struct sorter *sorter, size_t before, logdoc_time time)
{
    if (before > 0 && time > sorter->newest)
        sorter->rising++;
    else if (before > 0 && time < sorter->newest)
        sorter->falling++;
    sorter->newest = time;
}

static bool runs_backwards(const struct sorter *sorter)
{
    return sorter->falling > 3 && sorter->falling > sorter->rising * 8;
}

static logdoc_time time_of(const struct sorter *sorter, size_t index)
{
    return sorter->entries.list.items[index].time;
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
    size_t count = sorter->entries.list.count;
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

static void give_oldest(struct sorter *sorter, const size_t *order, size_t give_count)
{
    for (size_t i = 0; i < give_count; i++) {
        size_t index = order ? order[i] : i;
        if (sorter->entries.list.items[index].calls == CALLS_NOTHING &&
            sorter->pass(sorter->user))
            continue;
        struct entry entry = packed_entries_get(&sorter->entries, index);
        sorter->take(sorter->user, &entry);
    }
}

/* Were they the first to arrive? */
static bool are_first(const size_t *order, size_t given)
{
    for (size_t i = 0; order && i < given; i++)
        if (order[i] >= given)
            return false;
    return true;
}

/* Keeps what was not given away, in order of arrival. */
static void keep_rest(struct sorter *sorter, const size_t *order, size_t given)
{
    if (are_first(order, given)) {
        packed_entries_drop(&sorter->entries, given);
    } else {
        for (size_t i = 0; i < given; i++)
            sorter->entries.list.items[order[i]].line = 0;
        packed_entries_compact(&sorter->entries);
    }
    sorter->rising = (sorter->rising + 1) / 2;
    sorter->falling = (sorter->falling + 1) / 2;
}

static void give_half_when_full(struct sorter *sorter)
{
    size_t count = sorter->entries.list.count;
    if (count < SORTER_WINDOW && sorter->entries.texts.len < SORTER_BYTES)
        return;
    size_t half = (count + 1) / 2;
    const size_t *order = put_in_order(sorter);
    give_oldest(sorter, order, half);
    keep_rest(sorter, order, half);
}

void sorter_add(struct sorter *sorter, const struct entry *entry)
{
    note_direction(sorter, sorter->entries.list.count, entry->time);
    packed_entries_add(&sorter->entries, entry);
    give_half_when_full(sorter);
}

/* How many of those from `from` to `to` can be added before the window is full; at least
 * one. */
static size_t count_fitting(const struct sorter *sorter,
                            const struct packed_entries *packed, size_t from, size_t to)
{
    size_t room = SORTER_WINDOW - sorter->entries.list.count;
    size_t until = to - from > room ? from + room : to;
    size_t size = packed_entries_size(packed, from, until);
    return sorter->entries.texts.len + size < SORTER_BYTES ? until - from : 1;
}

void sorter_add_packed(struct sorter *sorter, const struct packed_entries *packed,
                       size_t from, size_t to)
{
    while (from < to) {
        size_t count = count_fitting(sorter, packed, from, to);
        size_t before = sorter->entries.list.count;
        packed_entries_append(&sorter->entries, packed, from, from + count);
        for (size_t i = 0; i < count; i++)
            note_direction(sorter, before + i, packed->list.items[from + i].time);
        give_half_when_full(sorter);
        from += count;
    }
}

void sorter_flush(struct sorter *sorter)
{
    give_oldest(sorter, put_in_order(sorter), sorter->entries.list.count);
    packed_entries_reset(&sorter->entries);
    sorter->rising = sorter->falling = 0;
}
