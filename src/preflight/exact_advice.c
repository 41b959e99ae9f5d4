/* SPDX-License-Identifier: MIT
 * Diagnoses of a log, with the advice for this very app. */
#include "describe.h"

#include "str.h"

static bool refines(const struct rule *rule, const char *id)
{
    for (size_t i = 0; i < rule->refine_count; i++)
        if (strcmp(rule->refines[i], id) == 0)
            return true;
    return false;
}

/* "shop.views" is about the module "shop" too. */
static bool same_subject(const char *subject, const char *of_flaw)
{
    logdoc_str own = str_from(of_flaw), whole = str_from(subject);
    return str_starts(whole, own) && (whole.len == own.len || subject[own.len] == '.');
}

static bool speaks_of(const struct flaw *flaw, const struct logdoc_diagnosis *diagnosis)
{
    return refines(flaw->rule, diagnosis->id) &&
           (!flaw->rule->same_subject || same_subject(diagnosis->subject, flaw->subject));
}

/* The first flaw of the heaviest rule that speaks of it; SIZE_MAX: none. */
static size_t find_flaw(const struct flaws *flaws,
                        const struct logdoc_diagnosis *diagnosis)
{
    size_t found = SIZE_MAX;
    for (size_t i = 0; i < flaws->list.count; i++)
        if (speaks_of(&flaws->list.items[i], diagnosis) &&
            (found == SIZE_MAX ||
             flaws->list.items[i].rule->weight > flaws->list.items[found].rule->weight))
            found = i;
    return found;
}

void preflight_make_exact_one(struct preflight *preflight,
                              const struct logdoc_diagnosis *diagnosis,
                              struct logdoc_diagnosis *out)
{
    size_t flaw = find_flaw(&preflight->flaws, diagnosis);
    *out = *diagnosis;
    if (flaw == SIZE_MAX)
        return;
    const struct rule *rule = preflight->flaws.list.items[flaw].rule;
    size_t count;
    const struct logdoc_fix *fixes = describe_fixes(preflight, flaw, &count);
    if (count == 0)
        return;
    out->fixes = fixes;
    out->fix_count = count;
    out->explanation = describe_text(preflight, flaw, rule->why);
}

const struct logdoc_report *preflight_make_exact(struct preflight *preflight,
                                                 const struct logdoc_report *report)
{
    struct logdoc_diagnosis *all =
        arena_array(&preflight->arena, report->diagnosis_count + 1, sizeof(*all));
    for (size_t i = 0; i < report->diagnosis_count; i++)
        preflight_make_exact_one(preflight, &report->diagnoses[i], &all[i]);
    preflight->report = *report;
    preflight->report.diagnoses = all;
    return &preflight->report;
}
