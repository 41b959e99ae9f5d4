/* SPDX-License-Identifier: MIT
 * The examples of all rules, made dirty: the same rule wins, with the same subject. */
#include "log_mutations.h"
#include "ruleset.h"
#include "str.h"

#include <criterion/criterion.h>
#include <logdoc/logdoc.h>

#define LOG_CAP ((size_t)1024 * 1024)

static struct logdoc_ruleset *builtin_rules(void)
{
    struct logdoc_error error;
    struct logdoc_ruleset *rules = logdoc_ruleset_new_builtin(&error);
    cr_assert_not_null(rules, "%s: %s", error.where, error.text);
    cr_assert(ruleset_complete_all(rules, &error), "%s: %s", error.where, error.text);
    return rules;
}

static struct logdoc_engine *diagnose(struct logdoc_ruleset *rules, logdoc_str log)
{
    struct logdoc_options options = { .keep_secrets = true };
    struct logdoc_engine *engine = logdoc_engine_new(rules, &options);
    uint32_t input = logdoc_engine_open(engine, "example");
    logdoc_engine_feed(engine, input, log, 0);
    logdoc_engine_finish(engine);
    return engine;
}

static bool is_won(const struct logdoc_report *report, const struct rule *rule,
                   const char *subject)
{
    if (report->diagnosis_count == 0 || strcmp(report->diagnoses[0].id, rule->id) != 0)
        return false;
    return !subject || strcmp(report->diagnoses[0].subject, subject) == 0;
}

struct trial {
    struct logdoc_ruleset *rules;
    const struct rule *rule;
    const struct rule_example *example;
    size_t number; /* of the example */
    const struct log_mutation *mutation;
    size_t done, failures;
};

static void try_all(struct trial *trial, void (*attempt)(struct trial *))
{
    for (size_t i = 0; i < trial->rules->rules.count; i++) {
        trial->rule = trial->rules->rules.items[i];
        if (rule_is_preflight(trial->rule))
            continue; /* its examples are files, not logs */
        for (size_t k = 0; k < trial->rule->example_count; k++) {
            trial->example = &trial->rule->examples[k];
            trial->number = k + 1;
            attempt(trial);
        }
    }
}

static void expect_won(struct trial *trial, logdoc_str log)
{
    struct logdoc_engine *engine = diagnose(trial->rules, log);
    const struct logdoc_report *report = logdoc_engine_report(engine);
    trial->done++;
    if (!is_won(report, trial->rule, trial->example->subject)) {
        trial->failures++;
        cr_log_error("%s, example %zu, %s: '%s' of '%s' wins", trial->rule->id,
                     trial->number, trial->mutation->name,
                     report->diagnosis_count ? report->diagnoses[0].id : "nothing",
                     report->diagnosis_count ? report->diagnoses[0].subject : "");
    }
    logdoc_engine_free(engine);
}

static void try_dirty(struct trial *trial)
{
    struct strbuf dirty;
    strbuf_init(&dirty, LOG_CAP);
    if (trial->mutation->mutate(str_from(trial->example->log), trial->rule->scope,
                                &dirty))
        expect_won(trial, strbuf_str(&dirty));
    strbuf_release(&dirty);
}

/* Line by line with the clock running, as a live source gives it. */
static void try_dripping(struct trial *trial)
{
    struct logdoc_options options = { .keep_secrets = true };
    struct logdoc_engine *engine = logdoc_engine_new(trial->rules, &options);
    uint32_t input = logdoc_engine_open(engine, "example");
    logdoc_time now = 1000 * LOGDOC_SECOND;
    for (logdoc_str rest = str_from(trial->example->log); rest.len > 0;) {
        logdoc_str line = str_cut(&rest, '\n');
        logdoc_engine_feed(engine, input, line, now);
        logdoc_engine_feed(engine, input, STR("\n"), now);
        now += LOGDOC_SECOND / 4;
        logdoc_engine_tick(engine, now);
    }
    logdoc_engine_finish(engine);
    const struct logdoc_report *report = logdoc_engine_report(engine);
    trial->done++;
    trial->failures += !is_won(report, trial->rule, trial->example->subject);
    cr_expect(is_won(report, trial->rule, trial->example->subject),
              "%s, example %zu, dripping: '%s' wins", trial->rule->id, trial->number,
              report->diagnosis_count ? report->diagnoses[0].id : "nothing");
    logdoc_engine_free(engine);
}

Test(rule_examples, a_log_that_drips_in_says_the_same)
{
    struct trial trial = { .rules = builtin_rules() };
    try_all(&trial, try_dripping);
    cr_expect_gt(trial.done, 500);
    logdoc_ruleset_free(trial.rules);
}

Test(rule_examples, dirt_makes_no_difference)
{
    struct trial trial = { .rules = builtin_rules() };
    for (size_t i = 0; i < log_mutation_count; i++) {
        trial.mutation = &log_mutations[i];
        trial.done = trial.failures = 0;
        try_all(&trial, try_dirty);
        cr_expect_eq(trial.failures, 0, "%s: %zu failures", trial.mutation->name,
                     trial.failures);
        cr_expect(trial.done >= 10, "%s: only %zu examples", trial.mutation->name,
                  trial.done);
    }
    logdoc_ruleset_free(trial.rules);
}

static bool is_decisive(const struct logdoc_diagnosis *diagnosis, logdoc_str line)
{
    for (size_t i = 0; i < diagnosis->evidence_count; i++)
        if (diagnosis->evidence[i].decisive &&
            str_find(line, str_from(diagnosis->evidence[i].text)) != SIZE_MAX)
            return true;
    return false;
}

static void leave_out(const struct logdoc_diagnosis *diagnosis, logdoc_str log,
                      struct strbuf *out)
{
    while (log.len) {
        logdoc_str line = str_cut(&log, '\n');
        if (is_decisive(diagnosis, line))
            continue;
        strbuf_add_str(out, line);
        strbuf_add_char(out, '\n');
    }
}

static bool was_given(const struct logdoc_report *report,
                      const struct logdoc_diagnosis *diagnosis)
{
    for (size_t i = 0; i < report->diagnosis_count; i++)
        if (strcmp(report->diagnoses[i].id, diagnosis->id) == 0 &&
            strcmp(report->diagnoses[i].subject, diagnosis->subject) == 0)
            return true;
    return false;
}

static void expect_no_claim(struct trial *trial, const struct logdoc_report *whole,
                            logdoc_str log)
{
    struct logdoc_engine *engine = diagnose(trial->rules, log);
    const struct logdoc_report *report = logdoc_engine_report(engine);
    for (size_t i = 0; i < report->diagnosis_count; i++) {
        const struct logdoc_diagnosis *claim = &report->diagnoses[i];
        if (claim->confidence < LOGDOC_HIGH || was_given(whole, claim))
            continue;
        trial->failures++;
        cr_log_error("%s, example %zu, blind: claims '%s' of '%s'", trial->rule->id,
                     trial->number, claim->id, claim->subject);
    }
    logdoc_engine_free(engine);
}

static void try_blind(struct trial *trial)
{
    struct strbuf blind;
    struct logdoc_engine *engine = diagnose(trial->rules, str_from(trial->example->log));
    const struct logdoc_report *whole = logdoc_engine_report(engine);
    strbuf_init(&blind, LOG_CAP);
    leave_out(&whole->diagnoses[0], str_from(trial->example->log), &blind);
    expect_no_claim(trial, whole, strbuf_str(&blind));
    strbuf_release(&blind);
    logdoc_engine_free(engine);
}

/* Without the line that says what is wrong nobody can be sure of another cause. */
Test(rule_examples, without_the_decisive_line_nothing_is_certain)
{
    struct trial trial = { .rules = builtin_rules() };
    try_all(&trial, try_blind);
    cr_expect_eq(trial.failures, 0, "%zu claims", trial.failures);
    logdoc_ruleset_free(trial.rules);
}
