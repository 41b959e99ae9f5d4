/* SPDX-License-Identifier: MIT
 * Decides what is worth saying, and when. */
#include "announcer.h"

#include <string.h>

/* How long what may be a symptom waits for the lines that say why. It is longer than a
 * trace stays open. */
#define WAIT_FOR_CAUSE (3 * LOGDOC_SECOND)
#define UPDATES_APART (2 * LOGDOC_SECOND)
#define CATCH_ALL_WEIGHT 20

static bool may_be_explained(const struct rule *rule)
{
    return rule->symptom || rule->need_count || rule->weight <= CATCH_ALL_WEIGHT;
}

static bool must_wait(const struct announcer *announcer, struct problem *problem)
{
    logdoc_time now = announcer->now;
    if (now == 0)
        return false;
    if (problem->announced)
        return now - problem->told < UPDATES_APART;
    if (!problem->noticed)
        problem->noticed = now;
    return may_be_explained(problem->rule) && now - problem->noticed < WAIT_FOR_CAUSE;
}

static void tell(const struct announcer *announcer, struct problem *problem,
                 enum logdoc_happening what, const struct logdoc_diagnosis *diagnosis)
{
    announcer->happened(announcer->user, what, diagnosis);
    problem->announced = true;
    problem->told = announcer->now;
}

static bool note_symptoms(const struct correlator *correlator, struct problem *problem)
{
    size_t known = problem->told_symptom_count;
    for (size_t i = problem->first_symptom; i;
         i = correlator->symptoms.items[i - 1].next) {
        const char *code = correlator->symptoms.items[i - 1].code;
        if (problem->told_symptom_count < PROBLEM_TOLD_SYMPTOMS &&
            !problem_has_told(problem, code))
            problem->told_symptoms[problem->told_symptom_count++] = code;
    }
    return problem->told_symptom_count > known;
}

static void announce(const struct announcer *announcer, struct problem *problem)
{
    struct logdoc_diagnosis diagnosis;
    bool back = problem->withdrawn;
    reporter_fill(announcer->reporter, problem, announcer->arena, &diagnosis);
    bool worse = note_symptoms(announcer->reporter->correlator, problem);
    bool turned = problem->announced && diagnosis.status != problem->told_status;
    problem->told_status = diagnosis.status;
    problem->withdrawn = false;
    if (!problem->announced)
        tell(announcer, problem, LOGDOC_NEW_DIAGNOSIS, &diagnosis);
    else if (turned && diagnosis.status == LOGDOC_RESOLVED)
        tell(announcer, problem, LOGDOC_RESOLVED_DIAGNOSIS, &diagnosis);
    else if (turned || worse || back)
        tell(announcer, problem, LOGDOC_UPDATED_DIAGNOSIS, &diagnosis);
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
        if (!must_wait(announcer, problems[i]))
            announce(announcer, problems[i]);
    for (size_t i = 0; i < correlator->problems.count; i++) {
        struct problem *problem = correlator->problems.items[i];
        if (problem->announced && !problem_stands(problem))
            withdraw(announcer, problem);
    }
}
