/* SPDX-License-Identifier: MIT
 * The rules inside the program, which the build splits and a run reads in parts. */
#include "rules_check.h"
#include "rules_json.h"
#include "str.h"
#include "strbuf.h"

#include <criterion/criterion.h>

Test(builtin_rules, hold)
{
    struct logdoc_error error = { "", "" };
    struct logdoc_ruleset *set = logdoc_ruleset_new_builtin(&error);
    cr_assert(set && ruleset_complete_all(set, &error), "%s", error.text);
    for (size_t i = 0; i < set->rules.count; i++) {
        const struct rule *rule = set->rules.items[i];
        cr_expect(rules_check_rule(set, rule, &error), "%s: %s", error.where, error.text);
        for (size_t k = 0; k < rule->lookup_count; k++)
            cr_expect_not(table_is_empty(rule->lookups[k].table), "%s", rule->id);
    }
    cr_expect(rules_check_set(set, &error), "%s: %s", error.where, error.text);
    logdoc_ruleset_free(set);
}

static void expect_same_text(const struct rule *rule, const char *key, const char *got,
                             const char *wanted)
{
    cr_expect(got == wanted || (got && wanted && strcmp(got, wanted) == 0),
              "%s: %s: '%s' is not '%s'", rule->id, key, got ? got : "",
              wanted ? wanted : "");
}

static void expect_same_rule(const struct rule *got, const struct rule *wanted)
{
    const struct {
        const char *key;
        size_t at;
    } texts[] = {
        { "id", offsetof(struct rule, id) },
        { "title", offsetof(struct rule, title) },
        { "why", offsetof(struct rule, why) },
        { "subject", offsetof(struct rule, subject) },
        { "code", offsetof(struct rule, code) },
        { "symptom", offsetof(struct rule, symptom) },
        { "trace", offsetof(struct rule, trace) },
        { "check", offsetof(struct rule, check) },
    };
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        expect_same_text(wanted, texts[i].key,
                         *(const char *const *)((const char *)got + texts[i].at),
                         *(const char *const *)((const char *)wanted + texts[i].at));
    const size_t counts[][2] = {
        { got->needle_count, wanted->needle_count },
        { got->pattern_count, wanted->pattern_count },
        { got->veto_count, wanted->veto_count },
        { got->skip_count, wanted->skip_count },
        { got->predicate_count, wanted->predicate_count },
        { got->capture_count, wanted->capture_count },
        { got->lookup_count, wanted->lookup_count },
        { got->explain_count, wanted->explain_count },
        { got->need_count, wanted->need_count },
        { got->file_count, wanted->file_count },
        { got->refine_count, wanted->refine_count },
        { got->fix_count, wanted->fix_count },
        { got->doc_count, wanted->doc_count },
        { got->example_count, wanted->example_count },
        { got->reject_count, wanted->reject_count },
        { got->scope, wanted->scope },
        { got->severity, wanted->severity },
        { got->fault, wanted->fault },
        { got->confidence, wanted->confidence },
        { got->lines, wanted->lines },
        { got->before, wanted->before },
        { got->window, wanted->window },
        { (size_t)got->weight, (size_t)wanted->weight },
        { got->calm, wanted->calm },
        { got->echo, wanted->echo },
        { got->lasts, wanted->lasts },
        { got->build_goes_on, wanted->build_goes_on },
        { got->same_subject, wanted->same_subject },
        { got->only_refines, wanted->only_refines },
    };
    for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
        cr_expect(counts[i][0] == counts[i][1], "%s: %zu: %zu is not %zu", wanted->id, i,
                  counts[i][0], counts[i][1]);
}

/* What the build splits and the program reads in parts is what the files say. */
Test(builtin_rules, are_those_of_the_files)
{
    struct logdoc_error error = { "", "" };
    struct logdoc_ruleset *got = logdoc_ruleset_new_builtin(&error);
    struct logdoc_ruleset *wanted = ruleset_new();
    cr_assert(got && ruleset_complete_all(got, &error), "%s", error.text);
    cr_assert(logdoc_ruleset_load(wanted, LOGDOC_SOURCE_DIR "/rules", &error), "%s",
              error.text);
    cr_assert_eq(got->rules.count, wanted->rules.count);
    for (size_t i = 0; i < got->rules.count; i++)
        expect_same_rule(got->rules.items[i], wanted->rules.items[i]);
    cr_expect_eq(needles_count(got->needles), needles_count(wanted->needles));
    logdoc_ruleset_free(wanted);
    logdoc_ruleset_free(got);
}

static const char split_heads[] =
    "{\"rules\":[{\"id\":\"a\",\"needles\":[\"abc\"],\"rest\":0},"
    "{\"id\":\"b\",\"needles\":[\"abd\"],\"rest\":%u}]}";
static const char good_rest[] =
    "{\"title\":\"t\",\"match\":\"abc\",\"why\":\"w\",\"window\":7,"
    "\"fixes\":[{\"summary\":\"s\"}]}";

/* A rule that is good and one that has `second` as its rest. */
static struct logdoc_ruleset *load_two(struct strbuf *rests, struct strbuf *heads,
                                       const char *second)
{
    struct logdoc_error error = { "", "" };
    struct logdoc_ruleset *set = ruleset_new();
    strbuf_init(rests, 1000);
    strbuf_init(heads, 1000);
    strbuf_add_format(rests, "%s%s", good_rest, second);
    strbuf_add_format(heads, split_heads, (unsigned)strlen(good_rest));
    cr_assert(rules_json_load_split(set, "x.json", strbuf_str(heads), strbuf_str(rests),
                                    &error) &&
                  ruleset_link(set, 0, &error),
              "%s: %s", error.where, error.text);
    return set;
}

Test(builtin_rules, are_read_when_they_are_wanted)
{
    struct logdoc_error error = { "", "" };
    struct strbuf rests, heads;
    struct logdoc_ruleset *set = load_two(&rests, &heads, good_rest);
    const struct rule *rule = ruleset_find(set, STR("b"));
    cr_assert_eq(rule->waiting, RULE_MATCHING | RULE_TELLING);
    cr_expect(!rule->title && !rule->why && rule->pattern_count == 0);
    cr_assert(ruleset_wake(set, rule, &error));
    cr_expect_eq(rule->waiting, RULE_TELLING);
    cr_expect(rule->pattern_count == 1 && rule->window == 7 && !rule->why);
    cr_assert(ruleset_complete(set, rule, &error));
    cr_expect(rule->waiting == 0 && rule->fix_count == 1);
    cr_expect_str_eq(rule->why, "w");
    cr_expect_eq(ruleset_find(set, STR("a"))->waiting, RULE_MATCHING | RULE_TELLING);
    logdoc_ruleset_free(set);
    strbuf_release(&heads);
    strbuf_release(&rests);
}

/* A defect of the build: nothing is found by such a rule, and nothing breaks. */
Test(builtin_rules, that_do_not_read_are_said)
{
    static const char *const rows[][2] = {
        { "", "the file ends within a value" },
        { "[]", "must be an object" },
        { "{\"title\":\"t\"}", "the key 'match' is missing" },
        { "{\"match\":\"abc\"}", "the key 'title' is missing" },
        { "{\"title\":\"t\",\"match\":\"abc\",\"where\":\"odd\"}",
          "unknown predicate 'odd'" },
        { "{\"title\":\"t\",\"match\":\"abc\"", "the file ends within a value" },
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct logdoc_error error = { "", "" };
        struct strbuf rests, heads;
        struct logdoc_ruleset *set = load_two(&rests, &heads, rows[i][0]);
        cr_expect_not(ruleset_complete(set, ruleset_find(set, STR("b")), &error));
        cr_expect_str_eq(error.text, rows[i][1]);
        logdoc_ruleset_free(set);
        strbuf_release(&heads);
        strbuf_release(&rests);
    }
}

Test(builtin_rules, alone_have_a_rest)
{
    struct logdoc_error error = { "", "" };
    struct logdoc_ruleset *set = ruleset_new();
    cr_expect_not(rules_json_load(
        set, "x.json", STR("{\"rules\":[{\"id\":\"a\",\"rest\":0}]}"), &error));
    cr_expect_str_eq(error.where, "x.json: rule 'a': rest");
    cr_expect_str_eq(error.text, "unknown key");
    logdoc_ruleset_free(set);
}
