/* SPDX-License-Identifier: MIT
 * A map from bytes to a pointer. Keys are copied. Iteration is in order of insertion,
 * so that nothing depends on a hash. */
#ifndef LOGDOC_HASHMAP_H
#define LOGDOC_HASHMAP_H

#include <logdoc/types.h>

struct hashmap_entry {
    logdoc_str key; /* owned by the map, NUL-terminated behind its end */
    void *value;    /* owned by the caller */
};

struct hashmap {
    struct hashmap_entry *entries; /* `count` of them, in order of insertion */
    size_t count, size;
    uint32_t *slots; /* index + 1 into entries; 0 is free */
    size_t slot_count;
};

void hashmap_init(struct hashmap *);
void hashmap_release(struct hashmap *);
/* The value, or NULL. */
void *hashmap_find(const struct hashmap *, logdoc_str key);
/* Replaces the value of a key that exists. */
void hashmap_set(struct hashmap *, logdoc_str key, void *value);

#endif
