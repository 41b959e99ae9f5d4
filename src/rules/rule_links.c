/* SPDX-License-Identifier: MIT
 * Looks names up. */
#include "rule_links.h"

#include "str.h"
#include "trace_grammar.h"

static bool is_listed(const char *const *names, const char *name)
{
    for (; *names; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

static bool link_predicates(const struct logdoc_ruleset *set, const struct rule *rule,
                            struct logdoc_error *error)
{
    for (size_t i = 0; i < rule->predicate_count; i++) {
        const char *name = rule->predicates[i];
        const char *bare = name + (name[0] == '!');
        bool known = rule_is_preflight(rule)
                         ? is_listed(rule_project_fact_names, bare)
                         : hashmap_find(&set->predicates, str_from(bare)) != NULL;
        if (!known)
            return rule_fail(error, rule, "where", "unknown predicate '%.60s'", name);
    }
    return true;
}

static bool link_preflight(const struct logdoc_ruleset *set, const struct rule *rule,
                           struct logdoc_error *error)
{
    if (rule->check && !is_listed(rule_check_names, rule->check))
        return rule_fail(error, rule, "check", "unknown check '%.60s'", rule->check);
    if (rule->refine_count && !rule_is_preflight(rule))
        return rule_fail(error, rule, "refines", "wants 'check' or 'files' beside it");
    for (size_t i = 0; i < rule->refine_count; i++)
        if (!ruleset_find(set, str_from(rule->refines[i])))
            return rule_fail(error, rule, "refines", "unknown rule '%.60s'",
                             rule->refines[i]);
    for (size_t i = 0; i < rule->capture_count; i++)
        if (rule->captures[i].type == CAPTURE_LINE && !rule_is_preflight(rule))
            return rule_fail(error, rule, "captures", "'line' is for an app's own files");
    return true;
}

bool rule_links_check(const struct logdoc_ruleset *set, const struct rule *rule,
                      struct logdoc_error *error)
{
    return link_predicates(set, rule, error) && link_preflight(set, rule, error);
}
