/* SPDX-License-Identifier: MIT
 * logdoc explain: what a code, a rule or an error message means. */
#include "commands.h"
#include "diag.h"
#include "error.h"
#include "escape.h"
#include "options.h"
#include "report_output.h"
#include "rule_entry.h"
#include "rule_search.h"
#include "rules_loading.h"
#include "ruleset.h"
#include "str.h"
#include "strbuf.h"
#include "terminal.h"

#include <logdoc/engine.h>

#define TEXT_CAP ((size_t)1024 * 1024)

struct explanation {
    const struct options *options;
    struct logdoc_ruleset *rules;
    struct strbuf text; /* what was asked */
    struct output output;
    struct arena arena;
    VEC(struct logdoc_diagnosis) entries;
};

static void join_operands(struct strbuf *out, const struct options *options)
{
    for (size_t i = 0; i < options->operands.list.count; i++) {
        if (i > 0)
            strbuf_add_char(out, ' ');
        strbuf_add_text(out, options->operands.list.items[i]);
    }
}

/* The rule with that id, or all that stand for that code. */
static void find_entries(struct explanation *explanation)
{
    const struct logdoc_ruleset *rules = explanation->rules;
    logdoc_str word = strbuf_str(&explanation->text);
    for (size_t i = 0; i < rules->rules.count; i++) {
        const struct rule *rule = rules->rules.items[i];
        if (str_equal(str_from(rule->id), word) ||
            (rule->symptom && str_equal_ignoring_case(str_from(rule->symptom), word)))
            rule_entry(&explanation->arena, rule, vec_push(&explanation->entries));
    }
}

static void print_entries(struct explanation *explanation)
{
    const struct renderer *renderer = renderers[explanation->options->format];
    struct render_options render =
        terminal_render_options(explanation->options, explanation->output.fd);
    struct logdoc_report report = { .diagnoses = explanation->entries.items,
                                    .diagnosis_count = explanation->entries.count };
    if (!renderer->happening) {
        report_output(&explanation->output, renderer->report, &render, &report);
        return;
    }
    struct strbuf text;
    strbuf_init(&text, TEXT_CAP);
    for (size_t i = 0; i < report.diagnosis_count; i++)
        renderer->happening(&text, &render, LOGDOC_NEW_DIAGNOSIS, &report.diagnoses[i]);
    output_write(&explanation->output, strbuf_str(&text));
    strbuf_release(&text);
}

/* The text as if it were a log. False when no rule knows it. */
static bool print_diagnosis(struct explanation *explanation)
{
    const struct options *options = explanation->options;
    struct logdoc_engine *engine =
        logdoc_engine_new(explanation->rules,
                          &(struct logdoc_options){ .keep_secrets = options->no_redact });
    uint32_t input = logdoc_engine_open(engine, "your text");
    logdoc_engine_feed(engine, input, strbuf_str(&explanation->text), 0);
    logdoc_engine_finish(engine);
    const struct logdoc_report *report = logdoc_engine_report(engine);
    bool known = report->diagnosis_count > 0;
    if (known) {
        struct render_options render =
            terminal_render_options(options, explanation->output.fd);
        report_output(&explanation->output, renderers[options->format]->report, &render,
                      report);
    }
    logdoc_engine_free(engine);
    return known;
}

/* Nothing fits exactly: what comes near. False when nothing does. */
static bool print_nearest(struct explanation *explanation)
{
    const struct rule *found[RULE_SEARCH_FOUND];
    size_t count = rule_search(explanation->rules, strbuf_str(&explanation->text), found);
    for (size_t i = 0; i < count; i++)
        rule_entry(&explanation->arena, found[i], vec_push(&explanation->entries));
    if (count == 0 || explanation->options->format != 0) {
        if (count > 0)
            print_entries(explanation);
        return count > 0;
    }
    struct strbuf text;
    strbuf_init(&text, TEXT_CAP);
    strbuf_add_text(&text, "No rule is called so or takes it for an error text. "
                           "The nearest ones:\n\n");
    for (size_t i = 0; i < count; i++) {
        const struct logdoc_diagnosis *entry = &explanation->entries.items[i];
        strbuf_add_format(&text, "  logdoc explain %s\n      ", entry->id);
        escape_terminal(&text, str_from(entry->title));
        strbuf_add_char(&text, '\n');
    }
    output_write(&explanation->output, strbuf_str(&text));
    strbuf_release(&text);
    return true;
}

static bool explain(struct explanation *explanation, struct logdoc_error *error)
{
    const struct options *options = explanation->options;
    if (options->operands.list.count == 0)
        return error_set(error, "", "'explain' wants a code, a rule or an error message");
    join_operands(&explanation->text, options);
    explanation->rules = rules_loading(options, error);
    if (!explanation->rules || !ruleset_complete_all(explanation->rules, error) ||
        !output_open(&explanation->output, options->output, false, error))
        return false;
    find_entries(explanation);
    if (explanation->entries.count > 0)
        print_entries(explanation);
    else if (!print_diagnosis(explanation) && !print_nearest(explanation))
        return error_set(error, "", "no rule knows '%.160s'",
                         options->operands.list.items[0]);
    return output_finish(&explanation->output, error);
}

enum exit_status cmd_explain(const struct options *options)
{
    struct logdoc_error error;
    struct explanation explanation = { .options = options };
    enum exit_status status = STATUS_FINE;
    strbuf_init(&explanation.text, TEXT_CAP);
    arena_init(&explanation.arena);
    if (!explain(&explanation, &error)) {
        diag_error(&error);
        status = STATUS_TROUBLE;
    }
    vec_release(&explanation.entries);
    arena_release(&explanation.arena);
    strbuf_release(&explanation.text);
    output_release(&explanation.output);
    logdoc_ruleset_free(explanation.rules);
    return status;
}
