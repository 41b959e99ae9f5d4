/* SPDX-License-Identifier: MIT
 * A word in a table. */
#include "table.h"

#include "mem.h"

const struct hashmap *table_words(const struct table *table)
{
    static const struct hashmap none;
    if (!table)
        return &none;
    struct table_words *words = table->words;
    size_t count = words->later.count;
    words->later.count = 0; /* reading asks for the words, too */
    for (size_t i = 0; i < count; i++)
        table->read(table, words->later.items[i]);
    return &words->by_name;
}

const char *table_find(const struct table *table, logdoc_str word)
{
    return table ? hashmap_find(table_words(table), word) : NULL;
}

bool table_is_empty(const struct table *table)
{
    return table->words->by_name.count + table->words->later.count == 0;
}

void table_release(struct table *table)
{
    hashmap_release(&table->words->by_name);
    vec_release(&table->words->later);
}
