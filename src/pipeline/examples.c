/* SPDX-License-Identifier: MIT
 * A rule's examples are its tests. */
#include "examples.h"

#include "file_rule.h"
#include "str.h"
#include "strbuf.h"

#include <logdoc/engine.h>

static struct logdoc_engine *diagnose(struct logdoc_ruleset *rules, const char *log)
{
    struct logdoc_options options = { .keep_secrets = true };
    struct logdoc_engine *engine = logdoc_engine_new(rules, &options);
    uint32_t input = logdoc_engine_open(engine, "example");
    logdoc_engine_feed(engine, input, str_from(log), 0);
    logdoc_engine_finish(engine);
    return engine;
}

static bool run_example(struct logdoc_ruleset *rules, const struct rule *rule,
                        const struct rule_example *example, struct strbuf *what)
{
    struct logdoc_engine *engine = diagnose(rules, example->log);
    const struct logdoc_report *report = logdoc_engine_report(engine);
    bool ok = false;
    if (report->diagnosis_count == 0)
        strbuf_add_text(what, "nothing was found");
    else if (strcmp(report->diagnoses[0].id, rule->id) != 0)
        strbuf_add_format(what, "won by '%s'", report->diagnoses[0].id);
    else if (example->subject &&
             strcmp(report->diagnoses[0].subject, example->subject) != 0)
        strbuf_add_format(what, "the subject is '%s'", report->diagnoses[0].subject);
    else if (report->diagnoses[0].fix_count == 0)
        strbuf_add_text(what, "no fix applies");
    else
        ok = true;
    logdoc_engine_free(engine);
    return ok;
}

static bool run_reject(struct logdoc_ruleset *rules, const struct rule *rule,
                       const struct rule_example *reject, struct strbuf *what)
{
    struct logdoc_engine *engine = diagnose(rules, reject->log);
    const struct logdoc_report *report = logdoc_engine_report(engine);
    bool ok = true;
    for (size_t i = 0; i < report->diagnosis_count; i++)
        if (strcmp(report->diagnoses[i].id, rule->id) == 0)
            ok = false;
    if (!ok)
        strbuf_add_format(what, "taken, although %s", reject->because);
    logdoc_engine_free(engine);
    return ok;
}

/* A rule about files: the lines are those of one. */
static bool run_file_example(struct logdoc_ruleset *rules, const struct rule *rule,
                             const struct rule_example *example, struct strbuf *what)
{
    (void)rules;
    bool found = file_rule_finds(rule, str_from(example->log));
    if (!example->because && !found)
        strbuf_add_text(what, "nothing was found");
    if (example->because && found)
        strbuf_add_format(what, "taken, although %s", example->because);
    return found != (example->because != NULL);
}

typedef bool run_one(struct logdoc_ruleset *, const struct rule *,
                     const struct rule_example *, struct strbuf *);

static size_t run_all(struct logdoc_ruleset *rules, const struct rule *rule, bool rejects,
                      examples_failed *failed, void *user)
{
    const struct rule_example *list = rejects ? rule->rejects : rule->examples;
    size_t count = rejects ? rule->reject_count : rule->example_count;
    run_one *run = rule->file_count ? run_file_example
                   : rejects        ? run_reject
                                    : run_example;
    size_t failures = 0;
    for (size_t i = 0; i < count; i++) {
        struct strbuf what;
        strbuf_init(&what, 4096);
        strbuf_add_format(&what, "%s %zu: ", rejects ? "reject" : "example", i + 1);
        if (!run(rules, rule, &list[i], &what)) {
            failures++;
            failed(user, rule, what.at);
        }
        strbuf_release(&what);
    }
    return failures;
}

size_t examples_run(struct logdoc_ruleset *rules, const struct rule *rule,
                    examples_failed *failed, void *user)
{
    return run_all(rules, rule, false, failed, user) +
           run_all(rules, rule, true, failed, user);
}
