/* SPDX-License-Identifier: MIT
 * Decides what is worth saying, and when. */
#include "announcer.h"

#include <string.h>

/* How long what may be a symptom waits for the lines that say why, and an update for what
 * else has changed. It is longer than a trace stays open. */
#define WAIT (3 * LOGDOC_SECOND)
#define CATCH_ALL_WEIGHT 20

static bool may_be_explained(const struct rule *rule)
{
    return rule->symptom || rule->need_count || rule->weight <= CATCH_ALL_WEIGHT;
}

static bool must_wait(const struct announcer *announcer, struct problem *problem)
{
    logdoc_time now = announcer->now;
    if (!problem->noticed)
        problem->noticed = now;
    return (problem->announced || may_be_explained(problem->rule)) && now &&
           now - problem->noticed < WAIT;
}

static void tell(const struct announcer *announcer, struct problem *problem,
                 enum logdoc_happening what, const struct logdoc_diagnosis *diagnosis)
{
    announcer->happened(announcer->user, what, diagnosis);
    problem->announced = true;
    problem->noticed = 0;
}

static bool has_untold_symptom(const struct correlator *correlator,
                               const struct problem *problem)
{
    if (problem->told_symptom_count == PROBLEM_TOLD_SYMPTOMS)
        return false;
    for (size_t i = problem->first_symptom; i; i = correlator->symptoms.items[i - 1].next)
        if (!problem_has_told(problem, correlator->symptoms.items[i - 1].code))
            return true;
    return false;
}

static void note_symptoms(const struct correlator *correlator, struct problem *problem)
{
    for (size_t i = problem->first_symptom; i;
         i = correlator->symptoms.items[i - 1].next) {
        const char *code = correlator->symptoms.items[i - 1].code;
        if (problem->told_symptom_count < PROBLEM_TOLD_SYMPTOMS &&
            !problem_has_told(problem, code))
            problem->told_symptoms[problem->told_symptom_count++] = code;
    }
}

static bool has_news(const struct reporter *reporter, const struct problem *problem)
{
    return !problem->announced || problem->withdrawn ||
           reporter_status(reporter, problem) != problem->told_status ||
           has_untold_symptom(reporter->correlator, problem);
}

static void announce(const struct announcer *announcer, struct problem *problem)
{
    const struct reporter *reporter = announcer->reporter;
    struct logdoc_diagnosis diagnosis;
    if (!has_news(reporter, problem)) {
        problem->noticed = 0;
        return;
    }
    if (must_wait(announcer, problem))
        return;
    reporter_fill(reporter, problem, announcer->arena, &diagnosis);
    bool over = diagnosis.status == LOGDOC_RESOLVED &&
                (problem->withdrawn || problem->told_status != LOGDOC_RESOLVED);
    tell(announcer, problem,
         !problem->announced ? LOGDOC_NEW_DIAGNOSIS
         : over              ? LOGDOC_RESOLVED_DIAGNOSIS
                             : LOGDOC_UPDATED_DIAGNOSIS,
         &diagnosis);
    note_symptoms(reporter->correlator, problem);
    problem->told_status = diagnosis.status;
    problem->withdrawn = false;
}

/* What was announced is now a symptom of another diagnosis, which is said first; or it
 * means nothing after all. */
static void withdraw(const struct announcer *announcer, struct problem *problem)
{
    struct logdoc_diagnosis diagnosis;
    const struct problem *cause = problem->explained_by;
    if (problem->withdrawn || (cause && !cause->announced && announcer->now))
        return;
    reporter_fill(announcer->reporter, problem, announcer->arena, &diagnosis);
    if (!cause)
        diagnosis.status = LOGDOC_RESOLVED;
    problem->withdrawn = true;
    tell(announcer, problem, cause ? LOGDOC_UPDATED_DIAGNOSIS : LOGDOC_RESOLVED_DIAGNOSIS,
         &diagnosis);
}

void announcer_run(const struct announcer *announcer)
{
    const struct correlator *correlator = announcer->reporter->correlator;
    size_t count;
    struct problem **problems =
        reporter_rank(announcer->reporter, announcer->arena, &count);
    for (size_t i = 0; i < count; i++)
        announce(announcer, problems[i]);
    for (size_t i = 0; i < correlator->problems.count; i++) {
        struct problem *problem = correlator->problems.items[i];
        if (problem->announced && !problem_stands(problem))
            withdraw(announcer, problem);
    }
}
