/* SPDX-License-Identifier: MIT
 * Steps and time of the rules. */
#include "rules_cost.h"

#include "rule_cost.h"
#include "wall_clock.h"

#include <stdlib.h>

#define PATTERN_SHOWN 60

struct row {
    const struct rule *rule;
    size_t steps;
    double microseconds; /* for a line */
};

static int by_cost(const void *left, const void *right)
{
    const struct row *a = left, *b = right;
    if (a->steps != b->steps)
        return a->steps < b->steps ? 1 : -1;
    return a->rule->number < b->rule->number ? -1 : 1;
}

static struct row measure(const struct rule *rule)
{
    struct rule_cost cost = rule_cost_measure(rule, RULE_COST_LINE, RULE_COST_CAP);
    (void)rule_cost_search(rule, 1);
    logdoc_time begun = wall_clock_steady();
    size_t texts = rule_cost_search(rule, RULE_COST_LINE);
    double elapsed = (double)(wall_clock_steady() - begun);
    return (struct row){ rule, cost.steps, texts ? elapsed / (double)texts : 0.0 };
}

void rules_cost_table(struct strbuf *out, const struct logdoc_ruleset *rules,
                      size_t first)
{
    size_t count = rules->rules.count - first;
    struct row *rows = mem_zeroed(count + 1, sizeof(*rows));
    for (size_t i = 0; i < count; i++)
        rows[i] = measure(rules->rules.items[first + i]);
    qsort(rows, count, sizeof(*rows), by_cost);
    strbuf_add_format(out, "%10s %12s  on a nasty line of %zu bytes\n", "steps",
                      "microseconds", RULE_COST_LINE);
    for (size_t i = 0; i < count; i++)
        strbuf_add_format(out, "%10zu %12.1f  %s\n", rows[i].steps, rows[i].microseconds,
                          rows[i].rule->id);
    free(rows);
}

bool rules_cost_check(const struct rule *rule, struct strbuf *what)
{
    struct rule_cost cost;
    if (!rule_cost_is_bad(rule, &cost))
        return true;
    strbuf_add_format(
        what, "backtracks badly, %zu steps or more on a line of %zu bytes: %.*s",
        cost.steps, RULE_COST_LINE, PATTERN_SHOWN, regex_pattern(cost.worst));
    return false;
}
