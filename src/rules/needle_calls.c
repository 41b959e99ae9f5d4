/* SPDX-License-Identifier: MIT
 * Sorts the uses of needles by needle. */
#include "needle_calls.h"

void needle_calls_release(struct needle_calls *calls)
{
    vec_release(&calls->uses);
    vec_release(&calls->of);
    vec_release(&calls->rules);
    vec_release(&calls->facts);
}

void needle_calls_add(struct needle_calls *calls, const struct needle_use *use)
{
    *vec_push(&calls->uses) = *use;
}

/* Makes room for the items that the uses have, and says of each needle where its own
 * will end. */
static void count_items(struct needle_calls *calls, size_t needle_count)
{
    calls->of.count = calls->rules.count = calls->facts.count = 0;
    for (size_t i = 0; i <= needle_count; i++)
        *vec_push(&calls->of) = (struct needle_call){ 0 };
    for (size_t i = 0; i < calls->uses.count; i++) {
        const struct needle_use *use = &calls->uses.items[i];
        struct needle_call *call = &calls->of.items[use->needle];
        call->first_rule += use->rule != NULL;
        call->first_fact += use->fact != NULL;
        if (use->rule)
            (void)vec_push(&calls->rules);
        if (use->fact)
            (void)vec_push(&calls->facts);
    }
    for (size_t i = 1; i <= needle_count; i++) {
        calls->of.items[i].first_rule += calls->of.items[i - 1].first_rule;
        calls->of.items[i].first_fact += calls->of.items[i - 1].first_fact;
    }
}

/* The ends go down to the beginnings as the places are filled. */
void needle_calls_finish(struct needle_calls *calls, size_t needle_count)
{
    count_items(calls, needle_count);
    for (size_t i = calls->uses.count; i-- > 0;) {
        const struct needle_use *use = &calls->uses.items[i];
        struct needle_call *call = &calls->of.items[use->needle];
        call->starts |= use->starts;
        if (use->fact)
            calls->facts.items[--call->first_fact] = (uint32_t)use->fact->index;
        if (!use->rule)
            continue;
        call->scopes |= use->rule->scope;
        calls->rules.items[--call->first_rule] =
            (struct called_rule){ use->rule->rank, use->rule->scope };
    }
}
