/* SPDX-License-Identifier: MIT
 * A log that drips in, with looks at it in between, gives the answer of the file; and
 * what is said meanwhile is said once, and taken back when it turns out to be a symptom.
 */
#include "ruleset.h"
#include "str.h"
#include "strbuf.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <logdoc/logdoc.h>

#define MILLISECOND (LOGDOC_SECOND / 1000)
#define LOOK_EVERY (100 * MILLISECOND)
#define START (1000 * LOGDOC_SECOND)
#define ANSWER_CAP ((size_t)1024 * 1024)

static struct logdoc_ruleset *builtin_rules(void)
{
    struct logdoc_error error;
    struct logdoc_ruleset *rules = logdoc_ruleset_new_builtin(&error);
    cr_assert_not_null(rules, "%s: %s", error.where, error.text);
    cr_assert(ruleset_complete_all(rules, &error), "%s: %s", error.where, error.text);
    return rules;
}

static void pass_time(struct logdoc_engine *engine, logdoc_time *now, logdoc_time pause)
{
    logdoc_time until = *now + pause;
    while (*now + LOOK_EVERY < until)
        logdoc_engine_tick(engine, *now += LOOK_EVERY);
    logdoc_engine_tick(engine, *now = until);
}

static void drip(struct logdoc_engine *engine, logdoc_str log, logdoc_time *now,
                 logdoc_time pause)
{
    uint32_t input = logdoc_engine_open(engine, "log");
    while (log.len) {
        logdoc_str line = str_cut(&log, '\n');
        bool whole = line.at[line.len] == '\n';
        logdoc_engine_feed(engine, input, (logdoc_str){ line.at, line.len + whole },
                           *now);
        pass_time(engine, now, pause);
    }
}

static void write_answer(struct logdoc_engine *engine, struct strbuf *out)
{
    logdoc_engine_finish(engine);
    const struct logdoc_report *report = logdoc_engine_report(engine);
    for (size_t i = 0; i < report->diagnosis_count; i++) {
        const struct logdoc_diagnosis *found = &report->diagnoses[i];
        strbuf_add_format(out, "%s '%s' x%llu, %s;\n", found->id, found->subject,
                          (unsigned long long)found->count, found->title);
        for (size_t k = 0; k < found->symptom_count; k++)
            strbuf_add_format(out, "  %s x%llu\n", found->symptoms[k].code,
                              (unsigned long long)found->symptoms[k].count);
    }
    logdoc_engine_free(engine);
}

/* 0: at once, as a file. */
static void answer(struct logdoc_ruleset *rules, logdoc_str log, logdoc_time pause,
                   struct strbuf *out)
{
    struct logdoc_options options = { .keep_secrets = true };
    struct logdoc_engine *engine = logdoc_engine_new(rules, &options);
    logdoc_time now = START;
    if (pause)
        drip(engine, log, &now, pause);
    else
        logdoc_engine_feed(engine, logdoc_engine_open(engine, "log"), log, 0);
    write_answer(engine, out);
}

/* An order of lines that only the whole file shows cannot be mended in a live log. */
static bool is_in_order(logdoc_str log)
{
    logdoc_str before = { 0 };
    while (log.len) {
        logdoc_str line = str_cut(&log, '\n');
        bool stamped = line.len > 20 && line.at[4] == '-' && line.at[10] == 'T';
        if (stamped && before.len && memcmp(before.at, line.at, 19) > 0)
            return false;
        if (stamped)
            before = line;
    }
    return true;
}

static bool is_same_live(struct logdoc_ruleset *rules, const struct rule *rule,
                         logdoc_str log, logdoc_time pause)
{
    struct strbuf whole, dripped;
    strbuf_init(&whole, ANSWER_CAP);
    strbuf_init(&dripped, ANSWER_CAP);
    answer(rules, log, 0, &whole);
    answer(rules, log, pause, &dripped);
    bool same = str_equal(strbuf_str(&whole), strbuf_str(&dripped));
    if (!same)
        cr_log_error("%s: %.*s\nat once:\n%s\nlive:\n%s", rule->id, (int)log.len, log.at,
                     whole.at, dripped.at);
    strbuf_release(&whole);
    strbuf_release(&dripped);
    return same;
}

ParameterizedTestParameters(live, gives_the_answer_of_the_file)
{
    static logdoc_time pauses[] = { 10 * MILLISECOND, 60 * MILLISECOND, 250 * MILLISECOND,
                                    1000 * MILLISECOND };
    return cr_make_param_array(logdoc_time, pauses, sizeof(pauses) / sizeof(*pauses));
}

ParameterizedTest(logdoc_time *pause, live, gives_the_answer_of_the_file)
{
    struct logdoc_ruleset *rules = builtin_rules();
    size_t done = 0, failures = 0;
    for (size_t i = 0; i < rules->rules.count; i++) {
        const struct rule *rule = rules->rules.items[i];
        for (size_t k = 0; k < rule->example_count && !rule_is_preflight(rule); k++) {
            logdoc_str log = str_from(rule->examples[k].log);
            if (!is_in_order(log))
                continue;
            done++;
            failures += !is_same_live(rules, rule, log, *pause);
        }
    }
    cr_expect_eq(failures, 0, "%zu of %zu differ", failures, done);
    cr_expect_gt(done, 300, "only %zu examples", done);
    logdoc_ruleset_free(rules);
}
