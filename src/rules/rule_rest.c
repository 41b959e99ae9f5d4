/* SPDX-License-Identifier: MIT
 * Reads what of a built-in rule nobody has wanted yet. */
#include "rule_links.h"
#include "rules_json.h"

/* Once: the next one would find the rule half filled in. */
static bool read_part(struct logdoc_ruleset *set, struct rule *rule, enum rule_part part,
                      struct logdoc_error *error)
{
    if (rule->waiting & RULE_BROKEN)
        return rule_fail(error, rule, "rest", "could not be read");
    bool read = rules_json_read_rest(set, rule, part, error) &&
                (part != RULE_MATCHING || rule_links_check(set, rule, error));
    rule->waiting &= ~(unsigned)part;
    rule->waiting |= read ? 0 : RULE_BROKEN;
    return read;
}

bool ruleset_read_matching(struct logdoc_ruleset *set, const struct rule *wanted,
                           struct logdoc_error *error)
{
    return read_part(set, set->rules.items[wanted->number], RULE_MATCHING, error);
}

bool ruleset_complete(struct logdoc_ruleset *set, const struct rule *wanted,
                      struct logdoc_error *error)
{
    return ruleset_wake(set, wanted, error) &&
           (!(wanted->waiting & RULE_TELLING) ||
            read_part(set, set->rules.items[wanted->number], RULE_TELLING, error));
}

bool ruleset_complete_all(struct logdoc_ruleset *set, struct logdoc_error *error)
{
    for (size_t i = 0; i < set->rules.count; i++)
        if (!ruleset_complete(set, set->rules.items[i], error))
            return false;
    return true;
}
