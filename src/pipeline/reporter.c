/* SPDX-License-Identifier: MIT
 * Ranks and describes. */
#include "reporter.h"

#include "str.h"
#include "strbuf.h"

#include <string.h>

static bool is_up_again(const struct reporter *reporter, const struct problem *problem,
                        const char *process)
{
    return lifecycle_recovered(reporter->lifecycle, str_from(process),
                               problem->last_sequence, reporter->last_time);
}

static bool recovered(const struct reporter *reporter, const struct problem *problem)
{
    if (problem->process_count == 0)
        return problem->scope == SCOPE_ROUTER && is_up_again(reporter, problem, "web");
    for (size_t i = 0; i < problem->process_count; i++)
        if (!is_up_again(reporter, problem, problem->processes[i]))
            return false;
    return true;
}

/* A restart mends what kept a dyno from running; what fails in a request it does not. */
static bool restart_is_proof(const struct reporter *reporter,
                             const struct problem *problem)
{
    return problem->rule->severity == LOGDOC_FATAL || problem->explained_count ||
           reporter->lifecycle->released > problem->last_seen;
}

/* A later build succeeded, or at least got as far as to meet other trouble. */
static bool build_went_on(const struct reporter *reporter, const struct problem *problem)
{
    const struct lifecycle *lifecycle = reporter->lifecycle;
    bool stops_it =
        problem->rule->severity >= LOGDOC_ERROR && !problem->rule->build_goes_on;
    return (stops_it && lifecycle->build_done > problem->last_sequence) ||
           lifecycle->build_begun > problem->last_sequence;
}

static bool share_a_process(const struct problem *a, const struct problem *b)
{
    for (size_t i = 0; i < a->process_count; i++)
        for (size_t k = 0; k < b->process_count; k++)
            if (a->processes[i] == b->processes[k])
                return true;
    return false;
}

static bool stops_a_start(const struct problem *problem)
{
    return problem->rule->severity == LOGDOC_FATAL && !problem->rule->symptom &&
           problem->explained_count > 0;
}

/* A later release got past it, only to be stopped by another cause. */
static bool superseded(const struct reporter *reporter, const struct problem *problem)
{
    const struct correlator *correlator = reporter->correlator;
    if (!stops_a_start(problem))
        return false;
    for (size_t i = 0; i < correlator->problems.count; i++) {
        const struct problem *other = correlator->problems.items[i];
        if (other->first_sequence > problem->last_sequence && stops_a_start(other) &&
            share_a_process(problem, other) &&
            lifecycle_released_between(reporter->lifecycle, problem->last_sequence,
                                       other->first_sequence))
            return true;
    }
    return false;
}

enum logdoc_status reporter_status(const struct reporter *reporter,
                                   const struct problem *problem)
{
    bool over = problem->scope == SCOPE_BUILD ? build_went_on(reporter, problem)
                                              : (restart_is_proof(reporter, problem) &&
                                                 recovered(reporter, problem)) ||
                                                    superseded(reporter, problem);
    return over ? LOGDOC_RESOLVED : LOGDOC_ACTIVE;
}

struct ranked {
    struct problem *problem;
    int status, urgency;
};

/* Severity first; what is only a symptom without its cause tells less than a cause. */
static int urgency(const struct problem *problem)
{
    int value = (int)problem->rule->severity * 1000;
    if (problem->rule->symptom)
        value -= 600;
    if (problem_is_catch_all(problem))
        value -= 100;
    if (problem->explained_count)
        value += 300;
    return value + (int)problem->rule->confidence * 30;
}

static int compare(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;
    if (a->status != b->status)
        return a->status - b->status;
    if (a->urgency != b->urgency)
        return b->urgency - a->urgency;
    if (a->problem->explained_count != b->problem->explained_count)
        return a->problem->explained_count < b->problem->explained_count ? 1 : -1;
    if (a->problem->last_seen != b->problem->last_seen)
        return a->problem->last_seen < b->problem->last_seen ? 1 : -1;
    return a->problem->number < b->problem->number ? -1 : 1;
}

struct problem **reporter_rank(const struct reporter *reporter, struct arena *arena,
                               size_t *count)
{
    const struct correlator *correlator = reporter->correlator;
    size_t total = correlator->problems.count;
    struct ranked *ranked = arena_array(arena, total + 1, sizeof(*ranked));
    struct problem **problems = arena_array(arena, total + 1, sizeof(*problems));
    *count = 0;
    for (size_t i = 0; i < total; i++) {
        struct problem *problem = correlator->problems.items[i];
        if (problem_stands(problem) && problem->rule->severity >= reporter->min_severity)
            ranked[(*count)++] =
                (struct ranked){ problem, (int)reporter_status(reporter, problem),
                                 urgency(problem) };
    }
    qsort(ranked, *count, sizeof(*ranked), compare);
    for (size_t i = 0; i < *count; i++)
        problems[i] = ranked[i].problem;
    return problems;
}

static int by_place(const void *left, const void *right)
{
    const struct logdoc_evidence *a = left, *b = right;
    if (a->input != b->input)
        return a->input < b->input ? -1 : 1;
    return a->line < b->line ? -1 : a->line > b->line;
}

static void fill_evidence(const struct reporter *reporter, const struct problem *problem,
                          struct arena *arena, struct logdoc_diagnosis *out)
{
    size_t count = problem->evidence_count;
    struct logdoc_evidence *lines = arena_array(arena, count + 1, sizeof(*lines));
    for (size_t i = 0; i < count; i++) {
        const struct kept_line *kept = &problem->evidence[i];
        lines[i] = (struct logdoc_evidence){
            .input = kept->input,
            .line = kept->number,
            .time = kept->time,
            .source = advisor_show(&reporter->advisor, str_from(kept->source), arena),
            .process = advisor_show(&reporter->advisor, str_from(kept->process), arena),
            .text = advisor_show(&reporter->advisor, str_from(kept->text), arena),
            .decisive = kept->decisive,
        };
    }
    qsort(lines, count, sizeof(*lines), by_place);
    out->evidence = lines;
    out->evidence_count = count;
}

static int by_count(const void *left, const void *right)
{
    const struct logdoc_symptom *a = left, *b = right;
    if (a->count != b->count)
        return a->count < b->count ? 1 : -1;
    return strcmp(a->code, b->code);
}

static void fill_symptoms(const struct reporter *reporter, const struct problem *problem,
                          struct arena *arena, struct logdoc_diagnosis *out)
{
    const struct correlator *correlator = reporter->correlator;
    struct logdoc_symptom *symptoms =
        arena_array(arena, correlator->symptoms.count + 1, sizeof(*symptoms));
    size_t count = 0;
    for (size_t i = problem->first_symptom; i;
         i = correlator->symptoms.items[i - 1].next) {
        const struct problem_symptom *symptom = &correlator->symptoms.items[i - 1];
        symptoms[count++] =
            (struct logdoc_symptom){ advisor_show(&reporter->advisor,
                                                  str_from(symptom->code), arena),
                                     symptom->count, symptom->first, symptom->last };
    }
    qsort(symptoms, count, sizeof(*symptoms), by_count);
    out->symptoms = symptoms;
    out->symptom_count = count;
}

static void fill_processes(const struct reporter *reporter, const struct problem *problem,
                           struct arena *arena, struct logdoc_diagnosis *out)
{
    const char **names = arena_array(arena, problem->process_count + 1, sizeof(*names));
    for (size_t i = 0; i < problem->process_count; i++)
        names[i] =
            advisor_show(&reporter->advisor, str_from(problem->processes[i]), arena);
    out->processes = names;
    out->process_count = problem->process_count;
}

/* What happened is sure, but a symptom that stands alone does not say why. */
static enum logdoc_confidence confidence_of(const struct rule *rule)
{
    return rule->symptom && rule->confidence == LOGDOC_HIGH ? LOGDOC_MEDIUM
                                                            : rule->confidence;
}

void reporter_fill(const struct reporter *reporter, const struct problem *problem,
                   struct arena *arena, struct logdoc_diagnosis *out)
{
    const struct rule *rule = problem->rule;
    const struct advisor *advisor = &reporter->advisor;
    *out = (struct logdoc_diagnosis){
        .id = rule->id,
        .title = advisor_text(advisor, problem, rule->title, arena),
        .subject = advisor_show(advisor, str_from(problem->subject), arena),
        .explanation = advisor_text(advisor, problem, rule->why, arena),
        .severity = rule->severity,
        .status =
            problem->explained_by ? LOGDOC_RESOLVED : reporter_status(reporter, problem),
        .confidence = confidence_of(rule),
        .fault = rule->fault,
        .explained_by = problem->explained_by
                            ? advisor_text(advisor, problem->explained_by,
                                           problem->explained_by->rule->title, arena)
                            : NULL,
        .cause_known = !rule->symptom,
        .count = problem->count,
        .first_seen = problem->first_seen,
        .last_seen = problem->last_seen,
        .release = advisor_show(advisor, str_from(problem->release), arena),
        .docs = rule->docs,
        .doc_count = rule->doc_count,
    };
    fill_processes(reporter, problem, arena, out);
    fill_evidence(reporter, problem, arena, out);
    fill_symptoms(reporter, problem, arena, out);
    out->fixes = advisor_fixes(advisor, problem, arena, &out->fix_count);
}
