/* SPDX-License-Identifier: MIT
 * A word in a table. */
#include "table.h"

const char *table_find(const struct table *table, logdoc_str word)
{
    return table ? hashmap_find(&table->words, word) : NULL;
}
