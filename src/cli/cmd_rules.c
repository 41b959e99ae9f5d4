/* SPDX-License-Identifier: MIT
 * logdoc rules: list, show, test. */
#include "commands.h"
#include "diag.h"
#include "error.h"
#include "examples.h"
#include "options.h"
#include "output.h"
#include "renderer.h"
#include "rules_catalog.h"
#include "rules_check.h"
#include "rules_cost.h"
#include "rules_loading.h"
#include "ruleset.h"
#include "str.h"
#include "strbuf.h"
#include "suggest.h"

#define TEXT_CAP ((size_t)64 * 1024 * 1024)
#define SEVERITY_COLUMNS 8
#define LABEL_COLUMNS 12

struct rules_run {
    const struct options *options;
    struct logdoc_ruleset *rules;
    struct strbuf text; /* what is printed */
    const char *const *operands;
    size_t operand_count;
    bool as_json;
};

typedef bool rules_action(struct rules_run *, enum exit_status *, struct logdoc_error *);

static void list_as_text(struct rules_run *run)
{
    int widest = 0;
    for (size_t i = 0; i < run->rules->rules.count; i++) {
        int len = (int)strlen(run->rules->rules.items[i]->id);
        widest = len > widest ? len : widest;
    }
    for (size_t i = 0; i < run->rules->rules.count; i++) {
        const struct rule *rule = run->rules->rules.items[i];
        strbuf_add_format(&run->text, "%-*s  %-*s %s\n", widest, rule->id,
                          SEVERITY_COLUMNS, logdoc_severity_name(rule->severity),
                          rule->title);
    }
}

static bool list_rules(struct rules_run *run, enum exit_status *status,
                       struct logdoc_error *error)
{
    (void)status;
    if (run->operand_count > 0)
        return error_set(error, "", "'rules list' takes no operand");
    if (run->as_json)
        rules_catalog(&run->text, run->rules);
    else
        list_as_text(run);
    return true;
}

static void show_texts(struct strbuf *out, const char *label, const char *const *texts,
                       size_t count)
{
    for (size_t i = 0; i < count; i++)
        strbuf_add_format(out, "%-*s%s\n", LABEL_COLUMNS, i == 0 ? label : "", texts[i]);
}

static void show_text(struct strbuf *out, const char *label, const char *text)
{
    if (text && text[0])
        show_texts(out, label, &text, 1);
}

static void show_scope(struct strbuf *out, unsigned scope)
{
    strbuf_add_format(out, "%-*s", LABEL_COLUMNS - 1, "scope");
    for (unsigned bit = 0; scope_name(bit); bit++) {
        if (scope >> bit & 1)
            strbuf_add_format(out, " %s", scope_name(bit));
    }
    strbuf_add_char(out, '\n');
}

static void show_fix(struct strbuf *out, const struct rule_fix *fix)
{
    show_text(out, "fix", fix->summary);
    show_text(out, "", fix->detail);
    for (size_t i = 0; i < fix->edit_count; i++)
        strbuf_add_format(out, "%*s%s: %s %s\n", LABEL_COLUMNS, "", fix->edits[i].file,
                          fix->edits[i].op, fix->edits[i].text);
    for (size_t i = 0; i < fix->command_count; i++)
        strbuf_add_format(out, "%*s$ %s\n", LABEL_COLUMNS, "", fix->commands[i]);
}

static void show_as_text(struct strbuf *out, const struct rule *rule)
{
    show_text(out, "id", rule->id);
    show_text(out, "title", rule->title);
    show_text(out, "severity", logdoc_severity_name(rule->severity));
    show_text(out, "fault", logdoc_fault_name(rule->fault));
    show_text(out, "confidence", logdoc_confidence_name(rule->confidence));
    show_text(out, "file", rule->file);
    show_scope(out, rule->scope);
    show_text(out, "trace", rule->trace);
    show_text(out, "symptom", rule->symptom);
    show_texts(out, "needles", rule->needles, rule->needle_count);
    for (size_t i = 0; i < rule->pattern_count; i++)
        show_text(out, i == 0 ? "match" : "", regex_pattern(rule->patterns[i]));
    show_texts(out, "where", rule->predicates, rule->predicate_count);
    show_texts(out, "explains", rule->explains, rule->explain_count);
    show_texts(out, "needs", rule->needs, rule->need_count);
    show_text(out, "why", rule->why);
    for (size_t i = 0; i < rule->fix_count; i++)
        show_fix(out, &rule->fixes[i]);
    show_texts(out, "docs", rule->docs, rule->doc_count);
    strbuf_add_format(out, "%-*s%zu examples, %zu rejects\n", LABEL_COLUMNS, "tests",
                      rule->example_count, rule->reject_count);
}

static bool show_rule(struct rules_run *run, enum exit_status *status,
                      struct logdoc_error *error)
{
    (void)status;
    if (run->operand_count != 1)
        return error_set(error, "", "'rules show' wants the id of one rule");
    const struct rule *rule = ruleset_find(run->rules, str_from(run->operands[0]));
    if (!rule)
        return error_set(error, "", "there is no rule '%.100s' (see 'logdoc rules list')",
                         run->operands[0]);
    if (run->as_json)
        rules_catalog_entry(&run->text, rule);
    else
        show_as_text(&run->text, rule);
    return true;
}

static void note_failure(void *user, const struct rule *rule, const char *what)
{
    struct rules_run *run = user;
    strbuf_add_format(&run->text, "%s: %s: %s\n", rule->file, rule->id, what);
}

static size_t test_rule(struct rules_run *run, const struct rule *rule)
{
    size_t failed = examples_run(run->rules, rule, note_failure, run);
    struct logdoc_error error;
    struct strbuf what;
    if (!rules_check_rule(run->rules, rule, &error)) {
        note_failure(run, rule, error.text);
        failed++;
    }
    strbuf_init(&what, 4096);
    if (!rules_cost_check(rule, &what)) {
        note_failure(run, rule, what.at);
        failed++;
    }
    strbuf_release(&what);
    return failed;
}

static void sum_up(struct rules_run *run, size_t first, size_t failures, size_t failing)
{
    size_t rules = run->rules->rules.count - first, examples = 0;
    for (size_t i = first; i < run->rules->rules.count; i++)
        examples += run->rules->rules.items[i]->example_count +
                    run->rules->rules.items[i]->reject_count;
    strbuf_add_format(&run->text, "%zu rule%s, %zu examples and rejects: ", rules,
                      rules == 1 ? "" : "s", examples);
    if (failures > 0)
        strbuf_add_format(&run->text, "%zu failed, of %zu rule%s\n", failures, failing,
                          failing == 1 ? "" : "s");
    else
        strbuf_add_text(&run->text, "all passed\n");
}

static bool test_rules(struct rules_run *run, enum exit_status *status,
                       struct logdoc_error *error)
{
    size_t first = run->operand_count > 0 ? run->rules->rules.count : 0;
    size_t failures = 0, failing = 0;
    for (size_t i = 0; i < run->operand_count; i++) {
        if (!logdoc_ruleset_load(run->rules, run->operands[i], error))
            return false;
    }
    for (size_t i = first; i < run->rules->rules.count; i++) {
        size_t failed = test_rule(run, run->rules->rules.items[i]);
        failures += failed;
        failing += failed > 0;
    }
    if (run->options->cost)
        rules_cost_table(&run->text, run->rules, first);
    sum_up(run, first, failures, failing);
    *status = failures > 0 ? STATUS_PROBLEMS : STATUS_FINE;
    return true;
}

struct rules_verb {
    const char *name;
    rules_action *act;
    bool has_json;
};

static const struct rules_verb verbs[] = {
    { "list", list_rules, true },
    { "show", show_rule, true },
    { "test", test_rules, false },
};

#define VERB_COUNT (sizeof(verbs) / sizeof(verbs[0]))

static const char *verb_name(size_t index)
{
    return index < VERB_COUNT ? verbs[index].name : NULL;
}

static bool refuse_verb(const char *name, struct logdoc_error *error)
{
    const char *meant = name ? suggest(name, verb_name) : NULL;
    if (!name)
        return error_set(error, "", "'rules' wants to be told: list, show or test");
    if (meant)
        return error_set(error, "", "'rules' knows no '%.60s' (did you mean '%s'?)", name,
                         meant);
    return error_set(error, "", "'rules' knows no '%.60s': it wants list, show or test",
                     name);
}

static const struct rules_verb *find_verb(const struct options *options,
                                          struct logdoc_error *error)
{
    const char *name =
        options->operands.list.count > 0 ? options->operands.list.items[0] : NULL;
    for (size_t i = 0; name && i < VERB_COUNT; i++) {
        if (strcmp(verbs[i].name, name) == 0)
            return &verbs[i];
    }
    refuse_verb(name, error);
    return NULL;
}

static bool print_text(struct rules_run *run, struct logdoc_error *error)
{
    struct output output;
    if (!output_open(&output, run->options->output, false, error))
        return false;
    output_write(&output, strbuf_str(&run->text));
    bool written = output_finish(&output, error);
    output_release(&output);
    return written;
}

static bool run_verb(struct rules_run *run, enum exit_status *status,
                     struct logdoc_error *error)
{
    const struct rules_verb *verb = find_verb(run->options, error);
    const char *format = renderers[run->options->format]->name;
    if (!verb)
        return false;
    run->as_json = strcmp(format, "json") == 0;
    if (run->options->format != 0 && !(run->as_json && verb->has_json))
        return error_set(error, "", "'rules %s' has no format '%s'", verb->name, format);
    run->operands = run->options->operands.list.items + 1;
    run->operand_count = run->options->operands.list.count - 1;
    run->rules = rules_loading(run->options, error);
    return run->rules && ruleset_complete_all(run->rules, error) &&
           verb->act(run, status, error) && print_text(run, error);
}

enum exit_status cmd_rules(const struct options *options)
{
    struct logdoc_error error;
    struct rules_run run = { .options = options };
    enum exit_status status = STATUS_FINE;
    strbuf_init(&run.text, TEXT_CAP);
    if (!run_verb(&run, &status, &error)) {
        diag_error(&error);
        status = STATUS_TROUBLE;
    }
    strbuf_release(&run.text);
    logdoc_ruleset_free(run.rules);
    return status;
}
