/* SPDX-License-Identifier: MIT
 * The ruleset of the program itself. */
#include "builtin_heads.h"
#include "builtin_rests.h"
#include "rules_json.h"

static bool load_all(struct logdoc_ruleset *set, struct logdoc_error *error)
{
    for (size_t i = 0; i < builtin_heads_count; i++)
        if (!rules_json_load_split(set, builtin_heads[i].name,
                                   embedded_text(&builtin_heads[i]),
                                   embedded_text(&builtin_rests[i]), error))
            return false;
    return ruleset_link(set, 0, error);
}

struct logdoc_ruleset *logdoc_ruleset_new_builtin(struct logdoc_error *error)
{
    struct logdoc_ruleset *set = ruleset_new();
    if (load_all(set, error))
        return set;
    logdoc_ruleset_free(set);
    return NULL;
}
