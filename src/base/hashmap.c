/* SPDX-License-Identifier: MIT
 * Open addressing over an array of entries in order of insertion. */
#include "hashmap.h"

#include "mem.h"
#include "str.h"

#include <stdlib.h>

void hashmap_init(struct hashmap *map)
{
    *map = (struct hashmap){ 0 };
}

void hashmap_release(struct hashmap *map)
{
    for (size_t i = 0; i < map->count; i++)
        free((void *)map->entries[i].key.at);
    free(map->entries);
    free(map->slots);
    hashmap_init(map);
}

/* Most keys are short: one word or two that overlap hold them. */
static inline bool is_same(logdoc_str a, logdoc_str b)
{
    if (a.len != b.len || a.len > 16)
        return str_equal(a, b);
    if (a.len <= 8)
        return str_short_word(a) == str_short_word(b);
    return str_word(a.at) == str_word(b.at) &&
           str_word(a.at + a.len - 8) == str_word(b.at + b.len - 8);
}

/* The slot of the key with this hash, or the free one where it belongs. */
static struct hashmap_slot *slot_of(const struct hashmap *map, logdoc_str key,
                                    uint64_t hash)
{
    uint32_t tag = (uint32_t)(hash >> 32);
    for (size_t place = hash;; place++) {
        struct hashmap_slot *slot = &map->slots[place & (map->slot_count - 1)];
        if (slot->index == 0 ||
            (slot->tag == tag && is_same(map->entries[slot->index - 1].key, key)))
            return slot;
    }
}

void *hashmap_find(const struct hashmap *map, logdoc_str key)
{
    if (map->count == 0)
        return NULL;
    uint32_t index = slot_of(map, key, str_hash(key))->index;
    return index ? map->entries[index - 1].value : NULL;
}

static void enter(const struct hashmap *map, size_t entry)
{
    uint64_t hash = str_hash(map->entries[entry].key);
    *slot_of(map, map->entries[entry].key, hash) =
        (struct hashmap_slot){ (uint32_t)(entry + 1), (uint32_t)(hash >> 32) };
}

static void grow(struct hashmap *map)
{
    size_t count = map->slot_count ? map->slot_count * 2 : 16;
    free(map->slots);
    map->slots = mem_zeroed(count, sizeof(*map->slots));
    map->slot_count = count;
    for (size_t i = 0; i < map->count; i++)
        enter(map, i);
}

static void append(struct hashmap *map, logdoc_str key, void *value)
{
    if (map->count == map->size) {
        map->size = map->size ? map->size * 2 : 8;
        map->entries = mem_resize(map->entries, map->size, sizeof(*map->entries));
    }
    logdoc_str copy = { mem_copy_text(key.at, key.len), key.len };
    map->entries[map->count++] = (struct hashmap_entry){ copy, value };
}

void hashmap_set(struct hashmap *map, logdoc_str key, void *value)
{
    if ((map->count + 1) * 4 > map->slot_count * 3)
        grow(map);
    uint32_t index = slot_of(map, key, str_hash(key))->index;
    if (index) {
        map->entries[index - 1].value = value;
        return;
    }
    append(map, key, value);
    enter(map, map->count - 1);
}
