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

/* Replaces the value of a key that exists. */
void hashmap_set(struct hashmap *, logdoc_str key, void *value);

#endif
