/* SPDX-License-Identifier: MIT
 * Config vars, as far as the log tells of them. */
#include "config_vars.h"

#include "str.h"
#include "suggest.h"

#define LONGEST_NAME 63
#define SHORTEST_NAME 5
#define MOST_DISTANCE 2

void config_vars_init(struct config_vars *vars)
{
    hashmap_init(&vars->names);
}

void config_vars_release(struct config_vars *vars)
{
    hashmap_release(&vars->names);
}

static void note_name(struct config_vars *vars, logdoc_str name, bool set)
{
    static char yes;
    bool known = hashmap_find(&vars->names, name) != NULL;
    if (name.len > 0 && name.len <= LONGEST_NAME &&
        (known || (set && vars->names.count < CONFIG_VARS_MOST)))
        hashmap_set(&vars->names, name, set ? &yes : NULL);
}

void config_vars_note(struct config_vars *vars, logdoc_str message)
{
    bool set = str_starts(message, STR("Set "));
    size_t end = str_find(message, STR(" config vars"));
    if (end == SIZE_MAX || (!set && !str_starts(message, STR("Remove "))))
        return;
    logdoc_str names = { message.at, end };
    (void)str_cut(&names, ' ');
    while (names.len > 0)
        note_name(vars, str_trim(str_cut(&names, ',')), set);
}

logdoc_str config_vars_similar(const struct config_vars *vars, logdoc_str wanted)
{
    logdoc_str none = { NULL, 0 };
    char word[LONGEST_NAME + 1];
    if (wanted.len < SHORTEST_NAME || wanted.len > LONGEST_NAME ||
        hashmap_find(&vars->names, wanted))
        return none;
    memcpy(word, wanted.at, wanted.len);
    word[wanted.len] = '\0';
    for (size_t i = 0; i < vars->names.count; i++) {
        const struct hashmap_entry *entry = &vars->names.entries[i];
        if (entry->value && (str_equal_ignoring_case(entry->key, wanted) ||
                             suggest_distance(word, entry->key.at) <= MOST_DISTANCE))
            return entry->key;
    }
    return none;
}
