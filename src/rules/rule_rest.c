/* SPDX-License-Identifier: MIT
 * Reads what of a built-in rule nobody has wanted yet. */
#include "rule_links.h"
#include "rules_json.h"

bool ruleset_read_matching(struct logdoc_ruleset *set, const struct rule *wanted,
                           struct logdoc_error *error)
{
    struct rule *rule = set->rules.items[wanted->number];
    return rules_json_read_rest(set, rule, RULE_MATCHING, error) &&
           rule_links_check(set, rule, error);
}

bool ruleset_complete(struct logdoc_ruleset *set, const struct rule *wanted,
                      struct logdoc_error *error)
{
    struct rule *rule = set->rules.items[wanted->number];
    return ruleset_wake(set, rule, error) &&
           (!(rule->waiting & RULE_TELLING) ||
            rules_json_read_rest(set, rule, RULE_TELLING, error));
}

bool ruleset_complete_all(struct logdoc_ruleset *set, struct logdoc_error *error)
{
    for (size_t i = 0; i < set->rules.count; i++)
        if (!ruleset_complete(set, set->rules.items[i], error))
            return false;
    return true;
}
