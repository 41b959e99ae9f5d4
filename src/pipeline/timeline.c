/* SPDX-License-Identifier: MIT
 * Slots that double their width when they no longer suffice. */
#include "timeline.h"

#include <string.h>

#define MINUTE (60 * LOGDOC_SECOND)

/* Slots keep their numbers' order: 2n and 2n + 1 become n. */
static void widen(struct timeline *timeline)
{
    struct timeline old = *timeline;
    memset(timeline->slots, 0, sizeof(timeline->slots));
    timeline->width *= 2;
    timeline->first = old.first / 2;
    for (size_t i = 0; i < old.used; i++) {
        size_t to = (size_t)((old.first + (int64_t)i) / 2 - timeline->first);
        timeline->slots[to].requests += old.slots[i].requests;
        timeline->slots[to].errors += old.slots[i].errors;
        timeline->used = to + 1;
    }
}

/* Makes slot 0 the one of an earlier number. */
static void begin_earlier(struct timeline *timeline, int64_t number)
{
    size_t shift = (size_t)(timeline->first - number);
    memmove(timeline->slots + shift, timeline->slots,
            timeline->used * sizeof(timeline->slots[0]));
    memset(timeline->slots, 0, shift * sizeof(timeline->slots[0]));
    timeline->used += shift;
    timeline->first = number;
}

static bool fits(const struct timeline *timeline, int64_t number)
{
    int64_t last = timeline->first + (int64_t)timeline->used - 1;
    int64_t from = number < timeline->first ? number : timeline->first;
    return (number > last ? number : last) - from < TIMELINE_SLOTS;
}

struct timeline_slot *timeline_slot_of(struct timeline *timeline, logdoc_time time)
{
    if (time <= 0)
        return &timeline->timeless;
    if (timeline->used == 0)
        *timeline =
            (struct timeline){ .first = time / MINUTE, .used = 1, .width = MINUTE };
    while (!fits(timeline, time / timeline->width))
        widen(timeline);
    int64_t number = time / timeline->width;
    if (number < timeline->first)
        begin_earlier(timeline, number);
    size_t slot = (size_t)(number - timeline->first);
    if (slot >= timeline->used)
        timeline->used = slot + 1;
    timeline->last = number * timeline->width;
    timeline->last_slot = slot;
    return &timeline->slots[slot];
}

void timeline_merge(struct timeline *timeline, const struct timeline *other)
{
    if (other->used == 0)
        return;
    if (timeline->used == 0) {
        *timeline = *other;
        return;
    }
    while (timeline->width < other->width)
        widen(timeline);
    for (size_t i = 0; i < other->used; i++) {
        if (other->slots[i].requests == 0)
            continue;
        struct timeline_slot *slot =
            timeline_slot_of(timeline, (other->first + (int64_t)i) * other->width);
        slot->requests += other->slots[i].requests;
        slot->errors += other->slots[i].errors;
    }
}
