/* SPDX-License-Identifier: MIT
 * Built-in rules and the user's. */
#include "rules_loading.h"

struct logdoc_ruleset *rules_loading(const struct options *options,
                                     struct logdoc_error *error)
{
    struct logdoc_ruleset *rules = logdoc_ruleset_new_builtin(error);
    for (size_t i = 0; rules && i < options->rules.list.count; i++) {
        if (!logdoc_ruleset_load(rules, options->rules.list.items[i], error)) {
            logdoc_ruleset_free(rules);
            rules = NULL;
        }
    }
    return rules;
}
