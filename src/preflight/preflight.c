/* SPDX-License-Identifier: MIT
 * Runs every rule about folders; ranks what they found. */
#include "preflight.h"

#include "checks.h"
#include "describe.h"
#include "file_checks.h"
#include "str.h"

void preflight_run(struct preflight *preflight, const struct logdoc_ruleset *rules,
                   const struct project *project, bool keep_secrets)
{
    *preflight =
        (struct preflight){ .rules = rules, .project = project, .shows_edits = true };
    arena_init(&preflight->arena);
    hashmap_init(&preflight->inputs);
    preflight->flaws.rules = rules;
    preflight->flaws.project = project;
    preflight->flaws.keep_secrets = keep_secrets;
    preflight->flaws.arena = &preflight->arena;
    for (size_t i = 0; i < rules->rules.count; i++) {
        const struct rule *rule = rules->rules.items[i];
        check_run *run = rule->check ? checks_find(rule->check) : NULL;
        if (run)
            run(&preflight->flaws, rule);
        else if (rule->file_count > 0)
            file_checks_run(&preflight->flaws, rule);
    }
}

void preflight_release(struct preflight *preflight)
{
    vec_release(&preflight->flaws.list);
    hashmap_release(&preflight->inputs);
    arena_release(&preflight->arena);
}

static int by_severity(const void *left, const void *right)
{
    const struct logdoc_diagnosis *a = left, *b = right;
    if (a->severity != b->severity)
        return a->severity < b->severity ? 1 : -1;
    if (a->confidence != b->confidence)
        return a->confidence < b->confidence ? 1 : -1;
    int order = strcmp(a->id, b->id);
    return order ? order : strcmp(a->subject, b->subject);
}

static bool is_first(const struct flaws *flaws, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (describe_is_like(&flaws->list.items[i], &flaws->list.items[index]))
            return false;
    return true;
}

static void fill_inputs(struct preflight *preflight)
{
    size_t count = preflight->inputs.count;
    struct logdoc_input *inputs =
        arena_array(&preflight->arena, count + 1, sizeof(*inputs));
    for (size_t i = 0; i < count; i++)
        inputs[i].name = arena_text(&preflight->arena, preflight->inputs.entries[i].key);
    preflight->report.inputs = inputs;
    preflight->report.input_count = count;
}

static uint64_t count_lines(logdoc_str text)
{
    uint64_t count = 0;
    for (; text.len > 0; count++)
        str_cut(&text, '\n');
    return count;
}

/* What was looked at, so that a report without findings says more than silence. */
static void fill_stats(const struct project *project, struct logdoc_stats *stats)
{
    stats->lines = count_lines(project->requirements_file.text) +
                   count_lines(project->procfile_file.text);
    stats->bytes = project->requirements_file.text.len + project->procfile_file.text.len;
    for (size_t i = 0; i < project->sources.count; i++) {
        stats->lines += count_lines(project->sources.items[i].text);
        stats->bytes += project->sources.items[i].text.len;
    }
}

const struct logdoc_report *preflight_report(struct preflight *preflight,
                                             enum logdoc_severity min_severity)
{
    const struct flaws *flaws = &preflight->flaws;
    struct logdoc_diagnosis *all =
        arena_array(&preflight->arena, flaws->list.count + 1, sizeof(*all));
    size_t count = 0;
    for (size_t i = 0; i < flaws->list.count; i++) {
        const struct rule *rule = flaws->list.items[i].rule;
        if (!rule->only_refines && rule->severity >= min_severity && is_first(flaws, i))
            describe_flaw(preflight, i, &all[count++]);
    }
    qsort(all, count, sizeof(*all), by_severity);
    preflight->report =
        (struct logdoc_report){ .diagnoses = all, .diagnosis_count = count };
    fill_inputs(preflight);
    fill_stats(preflight->project, &preflight->report.stats);
    return &preflight->report;
}

const char *const *preflight_facts(struct preflight *preflight)
{
    const struct hashmap *facts = &preflight->project->facts;
    const char **names = arena_array(&preflight->arena, facts->count + 1, sizeof(*names));
    for (size_t i = 0; i < facts->count; i++)
        names[i] = facts->entries[i].key.at;
    return names;
}
