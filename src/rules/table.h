/* SPDX-License-Identifier: MIT
 * A named table of a ruleset: a set of words, or words with a value each (import name →
 * package). Names are matched exactly. A built-in table is read when it is first asked:
 * most runs ask none. */
#ifndef LOGDOC_TABLE_H
#define LOGDOC_TABLE_H

#include "hashmap.h"
#include "vec.h"

struct table;
/* Reads what a file says of the table. */
typedef void table_read(const struct table *, logdoc_str text);

struct table_words {
    struct hashmap by_name; /* values are const char *, "" in a set */
    VEC(logdoc_str) later;  /* texts to be read; they outlive the table */
};

struct table {
    const char *name;
    struct arena *arena;       /* of the values; not owned */
    struct table_words *words; /* read when they are wanted, also of a const table */
    table_read *read;          /* for what comes later */
};

/* The value, or NULL when the word is not in the table. `table` may be NULL. */
const char *table_find(const struct table *table, logdoc_str word);
/* All words, in order; none of NULL. */
const struct hashmap *table_words(const struct table *table);
bool table_is_empty(const struct table *table);
void table_release(struct table *table);

#endif
