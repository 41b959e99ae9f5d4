/* SPDX-License-Identifier: MIT
 * The window of entries that waits for stragglers. What arrives goes to one store, what
 * waits is in another, and is sorted already: when the window is full the turns of both
 * are merged. Then the one is nearly always empty, and they change places. */
#include "sorter.h"

#include "str.h"

/* So many are passed over at once, that what is open may be closed in between. */
#define PASSED_MOST 64
#define MOST_INDEX ((1U << 29) - 1)

void sorter_init(struct sorter *sorter, const struct sorter_taker *taker)
{
    *sorter = (struct sorter){ .taker = *taker };
    for (size_t i = 0; i < SORTER_STORES; i++)
        packed_entries_init(&sorter->stores[i], SORTER_BYTES * 2);
}

void sorter_release(struct sorter *sorter)
{
    for (size_t i = 0; i < SORTER_STORES; i++)
        packed_entries_release(&sorter->stores[i]);
    vec_release(&sorter->turns);
    vec_release(&sorter->scratch);
    vec_release(&sorter->ends);
}

static size_t waiting(const struct sorter *sorter)
{
    return sorter->turns.count + sorter->stores[sorter->arriving].list.count;
}

static size_t waiting_bytes(const struct sorter *sorter)
{
    size_t bytes = 0;
    for (size_t i = 0; i < SORTER_STORES; i++)
        bytes += sorter->stores[i].texts.len;
    return bytes;
}

/* `before`: how many were there before it. */
static void note_direction(struct sorter *sorter, size_t before, logdoc_time time)
{
    if (before > 0) {
        sorter->rising += time > sorter->newest;
        sorter->falling += time < sorter->newest;
    }
    sorter->newest = time;
}

static bool runs_backwards(const struct sorter *sorter)
{
    return sorter->falling > 3 && sorter->falling > sorter->rising * 8;
}

static inline bool is_before(const struct sorter_turn *a, const struct sorter_turn *b,
                             bool backwards)
{
    bool arrived = (int32_t)(a->arrival - b->arrival) < 0;
    return a->time < b->time || (a->time == b->time && arrived != backwards);
}

/* Where the turns that are in order from `from` on end; those that are in the reverse of
 * it are turned round. */
static size_t end_of_run(struct sorter_turn *turns, size_t from, size_t count,
                         bool backwards)
{
    size_t to = from + 1;
    if (to == count)
        return to;
    bool falls = is_before(&turns[to], &turns[from], backwards);
    while (++to < count && is_before(&turns[to], &turns[to - 1], backwards) == falls)
        ;
    for (size_t a = from, b = to; falls && a + 1 < b;) {
        struct sorter_turn turn = turns[a];
        turns[a++] = turns[--b];
        turns[b] = turn;
    }
    return to;
}

/* The first place from `from` to `to` that is not before the turn. */
static size_t place_of(const struct sorter_turn *turns, size_t from, size_t to,
                       const struct sorter_turn *turn, bool backwards)
{
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (is_before(&turns[middle], turn, backwards))
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

/* Merges two runs. What is in its place at both ends, which is nearly all, stays there.
 */
static void merge(struct sorter *sorter, size_t from, size_t middle, size_t to,
                  bool backwards)
{
    struct sorter_turn *turns = sorter->turns.items, *out = sorter->scratch.items;
    from = place_of(turns, from, middle, &turns[middle], backwards);
    if (from == middle)
        return;
    to = place_of(turns, middle, to, &turns[middle - 1], backwards);
    size_t left = from, right = middle, count = 0;
    while (left < middle && right < to)
        out[count++] = is_before(&turns[right], &turns[left], backwards) ? turns[right++]
                                                                         : turns[left++];
    memmove(turns + to - (middle - left), turns + left, (middle - left) * sizeof(*turns));
    memcpy(turns + from, out, count * sizeof(*turns));
}

/* Merges neighbouring runs until there is one. */
static void merge_runs(struct sorter *sorter, bool backwards)
{
    size_t *ends = sorter->ends.items, count = sorter->ends.count;
    while (count > 1) {
        size_t pairs = count / 2;
        for (size_t i = 0; i < pairs; i++) {
            merge(sorter, i > 0 ? ends[i - 1] : 0, ends[2 * i], ends[2 * i + 1],
                  backwards);
            ends[i] = ends[2 * i + 1];
        }
        if (count % 2)
            ends[pairs] = ends[count - 1];
        count -= pairs;
    }
}

/* The first `sorted` have been sorted before. */
static void sort_turns(struct sorter *sorter, size_t sorted)
{
    bool backwards = runs_backwards(sorter);
    size_t count = sorter->turns.count, at = 0;
    while (sorter->scratch.count < count)
        (void)vec_push(&sorter->scratch);
    sorter->ends.count = 0;
    if (sorted > 0 && sorter->backwards == backwards)
        *vec_push(&sorter->ends) = at = sorted;
    sorter->backwards = backwards;
    while (at < count) {
        at = end_of_run(sorter->turns.items, at, count, backwards);
        *vec_push(&sorter->ends) = at;
    }
    merge_runs(sorter, backwards);
}

static void note_calls(struct sorter *sorter)
{
    struct packed_entries *arrived = &sorter->stores[sorter->arriving];
    if (sorter->known < arrived->list.count)
        sorter->taker.note_calls(sorter->taker.user, arrived, sorter->known);
    sorter->known = arrived->list.count;
}

static void put_in_order(struct sorter *sorter)
{
    const struct packed_entries *arrived = &sorter->stores[sorter->arriving];
    size_t sorted = sorter->turns.count;
    note_calls(sorter);
    for (size_t i = 0; i < arrived->list.count; i++)
        *vec_push(&sorter->turns) =
            (struct sorter_turn){ .time = arrived->list.items[i].time,
                                  .arrival = sorter->arrivals++,
                                  .index = (unsigned)i & MOST_INDEX,
                                  .store = sorter->arriving & 3,
                                  .passes =
                                      arrived->list.items[i].calls == CALLS_NOBODY };
    sort_turns(sorter, sorted);
}

static size_t end_of_passing(const struct sorter *sorter, size_t from, size_t most)
{
    if (most - from > PASSED_MOST)
        most = from + PASSED_MOST;
    while (from < most && sorter->turns.items[from].passes)
        from++;
    return from;
}

static void give_oldest(struct sorter *sorter, size_t count)
{
    const struct sorter_taker *taker = &sorter->taker;
    size_t hints[SORTER_STORES] = { 0 };
    for (size_t i = 0; i < count;) {
        size_t passing = end_of_passing(sorter, i, count);
        if (passing > i && taker->pass(taker->user, passing - i)) {
            i = passing;
            continue;
        }
        do {
            struct sorter_turn turn = sorter->turns.items[i];
            struct entry entry =
                packed_entries_get(&sorter->stores[turn.store], turn.index);
            if (entry.calls == CALLS_RULES)
                entry.hits = packed_entries_hits(&sorter->stores[turn.store], turn.index,
                                                 &hints[turn.store], &entry.hit_count);
            taker->take(taker->user, &entry);
        } while (++i < passing);
    }
}

/* The store that the fewest entries have to leave so that all are in one; the empty one
 * if that is full of those that were given away. */
static unsigned choose_store(const struct sorter *sorter)
{
    size_t counts[SORTER_STORES] = { 0 };
    unsigned best = 0;
    for (size_t i = 0; i < sorter->turns.count; i++)
        counts[sorter->turns.items[i].store]++;
    for (unsigned i = 0; i < SORTER_STORES; i++)
        if (counts[i] > counts[best])
            best = i;
    if (sorter->stores[best].list.count > SORTER_WINDOW ||
        sorter->stores[best].texts.len > SORTER_BYTES / 2)
        for (unsigned i = 0; i < SORTER_STORES; i++)
            if (sorter->stores[i].list.count == 0)
                return i;
    return best;
}

static void move_turn(struct sorter *sorter, struct sorter_turn *turn, unsigned store)
{
    struct packed_entries *to = &sorter->stores[store];
    unsigned index = (unsigned)to->list.count;
    packed_entries_append(to, &sorter->stores[turn->store], turn->index, turn->index + 1);
    turn->index = index & MOST_INDEX;
    turn->store = store & 3;
}

/* Gathers what was not given away in one store. */
static void keep_rest(struct sorter *sorter, size_t given)
{
    sorter->turns.count -= given;
    memmove(sorter->turns.items, sorter->turns.items + given,
            sorter->turns.count * sizeof(*sorter->turns.items));
    unsigned kept = choose_store(sorter);
    for (size_t i = 0; i < sorter->turns.count; i++)
        if (sorter->turns.items[i].store != kept)
            move_turn(sorter, &sorter->turns.items[i], kept);
    for (unsigned i = 0; i < SORTER_STORES; i++)
        if (i != kept)
            packed_entries_reset(&sorter->stores[i]);
    sorter->arriving = (kept + 1) % SORTER_STORES;
    sorter->known = 0;
    sorter->rising = (sorter->rising + 1) / 2;
    sorter->falling = (sorter->falling + 1) / 2;
}

static void give_half_when_full(struct sorter *sorter)
{
    size_t count = waiting(sorter);
    if (count < SORTER_WINDOW && waiting_bytes(sorter) < SORTER_BYTES)
        return;
    size_t half = (count + 1) / 2;
    put_in_order(sorter);
    give_oldest(sorter, half);
    keep_rest(sorter, half);
}

void sorter_add(struct sorter *sorter, const struct entry *entry)
{
    note_direction(sorter, waiting(sorter), entry->time);
    packed_entries_add(&sorter->stores[sorter->arriving], entry);
    give_half_when_full(sorter);
}

/* How many of those from `from` to `to` can be added before the window is full; at least
 * one. */
static size_t count_fitting(const struct sorter *sorter,
                            const struct packed_entries *packed, size_t from, size_t to)
{
    size_t room = SORTER_WINDOW - waiting(sorter);
    size_t until = to - from > room ? from + room : to;
    size_t size = packed_entries_size(packed, from, until);
    return waiting_bytes(sorter) + size < SORTER_BYTES ? until - from : 1;
}

void sorter_add_packed(struct sorter *sorter, const struct packed_entries *packed,
                       size_t from, size_t to)
{
    while (from < to) {
        size_t count = count_fitting(sorter, packed, from, to), before = waiting(sorter);
        note_calls(sorter);
        packed_entries_append(&sorter->stores[sorter->arriving], packed, from,
                              from + count);
        sorter->known += count;
        for (size_t i = 0; i < count; i++)
            note_direction(sorter, before + i, packed->list.items[from + i].time);
        give_half_when_full(sorter);
        from += count;
    }
}

void sorter_flush(struct sorter *sorter)
{
    put_in_order(sorter);
    give_oldest(sorter, sorter->turns.count);
    for (unsigned i = 0; i < SORTER_STORES; i++)
        packed_entries_reset(&sorter->stores[i]);
    sorter->turns.count = sorter->known = 0;
    sorter->rising = sorter->falling = 0;
}
