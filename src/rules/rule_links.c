/* SPDX-License-Identifier: MIT
 * Looks names up. */
#include "rule_links.h"

#include "error.h"
#include "str.h"
#include "strbuf.h"

#include <stdlib.h>

#define NAME_CAP 1000000
#define UNKNOWN_GROUP "the group '%.60s' is unknown, empty or too large"

static bool is_listed(const char *const *names, const char *name)
{
    return rule_name_index(names, name) != SIZE_MAX;
}

static bool link_predicates(struct logdoc_ruleset *set, struct rule *rule,
                            struct logdoc_error *error)
{
    bool preflight = rule_is_preflight(rule);
    const char *const *names = preflight ? rule_project_fact_names : rule_predicate_names;
    rule->conditions =
        arena_array(&set->arena, rule->predicate_count, sizeof(*rule->conditions));
    for (size_t i = 0; i < rule->predicate_count; i++) {
        bool negated = rule->predicates[i][0] == '!';
        size_t index = rule_name_index(names, rule->predicates[i] + negated);
        if (index == SIZE_MAX)
            return rule_fail(error, rule, "where", "unknown predicate '%.60s'",
                             rule->predicates[i]);
        if (!preflight)
            rule->conditions[i] =
                (struct rule_condition){ (enum rule_predicate)index, !negated };
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

/* What a name stands for: the words of a group, or itself; the name that stands for
 * nothing has no words. */
static struct name_list stands_for(const struct logdoc_ruleset *set,
                                   const char *const *name)
{
    if (*name[0] != '@')
        return (struct name_list){ name, 1 };
    const struct name_list *group = hashmap_find(&set->groups, str_from(*name + 1));
    return group ? *group : (struct name_list){ NULL, 0 };
}

/* Replaces each @group of a list by its words. */
static bool expand(struct logdoc_ruleset *set, struct name_list *list,
                   const char **unknown)
{
    size_t total = 0;
    for (size_t i = 0; i < list->count; i++) {
        struct name_list words = stands_for(set, &list->names[i]);
        *unknown = list->names[i];
        total += words.count;
        if (words.count == 0 || total > NAME_CAP)
            return false;
    }
    const char **names = arena_array(&set->arena, total, sizeof(*names));
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++) {
        struct name_list words = stands_for(set, &list->names[i]);
        for (size_t k = 0; k < words.count; k++)
            names[count++] = words.names[k];
    }
    *list = (struct name_list){ names, count };
    return true;
}

static bool link_names(struct logdoc_ruleset *set, struct rule *rule,
                       struct logdoc_error *error)
{
    const char *unknown = NULL;
    struct name_list explains = { rule->explains, rule->explain_count };
    struct name_list needs = { rule->needs, rule->need_count };
    if (!expand(set, &explains, &unknown))
        return rule_fail(error, rule, "explains", UNKNOWN_GROUP, unknown);
    if (!expand(set, &needs, &unknown))
        return rule_fail(error, rule, "needs", UNKNOWN_GROUP, unknown);
    rule->explains = explains.names;
    rule->explain_count = explains.count;
    rule->needs = needs.names;
    rule->need_count = needs.count;
    return true;
}

bool rule_links_check(struct logdoc_ruleset *set, struct rule *rule,
                      struct logdoc_error *error)
{
    if (rule->trace && !ruleset_grammar(set, rule->trace))
        return rule_fail(error, rule, "trace",
                         "no traces of the language '%.60s' are known", rule->trace);
    for (size_t i = 0; i < rule->lookup_count; i++)
        if (table_is_empty(rule->lookups[i].table))
            return rule_fail(error, rule, "lookup",
                             "the table '%.60s' is unknown or empty",
                             rule->lookups[i].table->name);
    return link_predicates(set, rule, error) && link_preflight(set, rule, error) &&
           link_names(set, rule, error);
}

/* Counts become the places at which rules of a weight begin. */
static void sort_by_weight(struct logdoc_ruleset *set)
{
    size_t places[RULE_MOST_WEIGHT + 1] = { 0 }, before = 0;
    for (size_t i = 0; i < set->rules.count; i++)
        places[set->rules.items[i]->weight]++;
    for (size_t weight = RULE_MOST_WEIGHT + 1; weight-- > 0;) {
        size_t count = places[weight];
        places[weight] = before;
        before += count;
    }
    for (size_t i = 0; i < set->rules.count; i++)
        set->by_weight[places[set->rules.items[i]->weight]++] = set->rules.items[i];
}

static void rank(struct logdoc_ruleset *set)
{
    size_t count = set->rules.count;
    set->by_weight = arena_array(&set->arena, count, sizeof(*set->by_weight));
    set->calm_ranks = arena_array(&set->arena, count / 64 + 1, sizeof(*set->calm_ranks));
    sort_by_weight(set);
    for (size_t i = 0; i < count; i++) {
        set->by_weight[i]->rank = (uint32_t)i;
        set->calm_ranks[i / 64] |= (uint64_t)set->by_weight[i]->calm << i % 64;
    }
}

static void list_catch_alls(struct logdoc_ruleset *set)
{
    set->catch_alls.count = 0;
    for (size_t i = 0; i < set->rules.count; i++)
        if (set->rules.items[i]->needle_count == 0 && set->rules.items[i]->trace)
            *vec_push(&set->catch_alls) = set->rules.items[i];
}

void rule_links_finish(struct logdoc_ruleset *set)
{
    rank(set);
    list_catch_alls(set);
    needle_calls_finish(&set->calls, needles_count(set->needles));
}
