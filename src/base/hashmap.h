/* SPDX-License-Identifier: MIT
 * A map from bytes to a pointer. Keys are copied. Iteration is in order of insertion,
 * so that nothing depends on a hash. */
#ifndef LOGDOC_HASHMAP_H
#define LOGDOC_HASHMAP_H

#include "str.h"

struct hashmap_entry {
    logdoc_str key; /* owned by the map, NUL-terminated behind its end */
    void *value;    /* owned by the caller */
};

/* `tag`: part of the key's hash, so that a slot of another key is seldom looked into. */
struct hashmap_slot {
    uint32_t index; /* index + 1 into the entries; 0 is free */
    uint32_t tag;
};

struct hashmap {
    struct hashmap_entry *entries; /* `count` of them, in order of insertion */
    size_t count, size;
    struct hashmap_slot *slots;
    size_t slot_count;
};

void hashmap_init(struct hashmap *);
void hashmap_release(struct hashmap *);
/* The value, or NULL. */
void *hashmap_find(const struct hashmap *, logdoc_str key);

#define HASHMAP_RECENT 32

/* The short keys that were looked up last: a log has few dynos, and every request names
 * one. */
struct hashmap_recent {
    struct {
        uint64_t first, last; /* two words hold all of a key */
        size_t len;           /* 1 to 16; 0: nothing is kept here */
        void *value;
    } slots[HASHMAP_RECENT];
};

/* hashmap_find(), and the value is kept in a slot if there is one. */
void *hashmap_find_and_keep(const struct hashmap *, struct hashmap_recent *, size_t slot,
                            logdoc_str key);

/* As hashmap_find(); `recent` belongs to this map alone, in which no value is replaced.
 */
static inline void *hashmap_find_recent(const struct hashmap *map,
                                        struct hashmap_recent *recent, logdoc_str key)
{
    if (key.len - 1 >= 16)
        return hashmap_find(map, key);
    bool is_long = key.len > 8;
    uint64_t first = is_long ? str_word(key.at) : str_short_word(key);
    uint64_t last = is_long ? str_word(key.at + key.len - 8) : 0;
    size_t slot =
        ((first ^ last * 31) * UINT64_C(0x9E3779B97F4A7C15) >> 40) % HASHMAP_RECENT;
    if (recent->slots[slot].first == first && recent->slots[slot].last == last &&
        recent->slots[slot].len == key.len)
        return recent->slots[slot].value;
    return hashmap_find_and_keep(map, recent, slot, key);
}

/* Can all keys of `more` and `others` further ones be added without passing `cap`? Also
 * when it has been reached: then none is. */
bool hashmap_fits(const struct hashmap *, const struct hashmap *more, size_t others,
                  size_t cap);
/* Replaces the value of a key that exists. */
void hashmap_set(struct hashmap *, logdoc_str key, void *value);

#endif
