/* SPDX-License-Identifier: MIT
 * Two tables of hashes: when the young one is half full it becomes the old one. */
#include "drain_seen.h"

#include "str.h"

#define MULTIPLIER 0x9E3779B97F4A7C15U

static uint64_t key_of(logdoc_str token, logdoc_str id)
{
    uint64_t key = (str_hash(token) * MULTIPLIER) ^ str_hash(id);
    return key ? key : 1;
}

static size_t slot_of(const uint64_t *table, uint64_t key)
{
    size_t slot = (key >> 17) % SEEN_SLOTS;
    while (table[slot] && table[slot] != key)
        slot = (slot + 1) % SEEN_SLOTS;
    return slot;
}

bool drain_seen_find(const struct drain_seen *seen, logdoc_str token, logdoc_str id)
{
    uint64_t key = key_of(token, id);
    return id.len > 0 && (seen->young[slot_of(seen->young, key)] == key ||
                          seen->old[slot_of(seen->old, key)] == key);
}

void drain_seen_note(struct drain_seen *seen, logdoc_str token, logdoc_str id)
{
    if (id.len == 0)
        return;
    if (seen->count >= SEEN_SLOTS / 2) {
        memcpy(seen->old, seen->young, sizeof(seen->old));
        memset(seen->young, 0, sizeof(seen->young));
        seen->count = 0;
    }
    uint64_t key = key_of(token, id);
    size_t slot = slot_of(seen->young, key);
    seen->count += seen->young[slot] == 0;
    seen->young[slot] = key;
}
