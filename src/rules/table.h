/* SPDX-License-Identifier: MIT
 * A named table of a ruleset: a set of words, or words with a value each (import name →
 * package). Names are matched exactly. */
#ifndef LOGDOC_TABLE_H
#define LOGDOC_TABLE_H

#include "hashmap.h"

struct table {
    const char *name;
    struct hashmap words; /* values are const char *, "" in a set */
};

/* The value, or NULL when the word is not in the table. `table` may be NULL. */
const char *table_find(const struct table *table, logdoc_str word);

#endif
