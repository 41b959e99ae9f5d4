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

/* The slot of the key, or the free one where it belongs. */
static size_t slot_of(const struct hashmap *map, logdoc_str key)
{
    size_t slot = str_hash(key) & (map->slot_count - 1);
    while (map->slots[slot] && !str_equal(map->entries[map->slots[slot] - 1].key, key))
        slot = (slot + 1) & (map->slot_count - 1);
    return slot;
}

void *hashmap_find(const struct hashmap *map, logdoc_str key)
{
    if (map->count == 0)
        return NULL;
    uint32_t index = map->slots[slot_of(map, key)];
    return index ? map->entries[index - 1].value : NULL;
}

static void grow(struct hashmap *map)
{
    size_t count = map->slot_count ? map->slot_count * 2 : 16;
    free(map->slots);
    map->slots = mem_zeroed(count, sizeof(*map->slots));
    map->slot_count = count;
    for (size_t i = 0; i < map->count; i++)
        map->slots[slot_of(map, map->entries[i].key)] = (uint32_t)(i + 1);
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
    size_t slot = slot_of(map, key);
    if (map->slots[slot]) {
        map->entries[map->slots[slot] - 1].value = value;
        return;
    }
    append(map, key, value);
    map->slots[slot] = (uint32_t)map->count;
}
