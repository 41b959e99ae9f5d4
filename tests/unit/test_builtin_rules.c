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

static void dump_text(struct strbuf *out, const char *key, const char *text)
{
    if (text)
        strbuf_add_format(out, "%s: %s\n", key, text);
}

static void dump_texts(struct strbuf *out, const char *key, const char *const *texts,
                       size_t count)
{
    for (size_t i = 0; i < count; i++)
        dump_text(out, key, texts[i]);
}

static void dump_regexes(struct strbuf *out, const char *key, struct regex *const *list,
                         size_t count)
{
    for (size_t i = 0; i < count; i++)
        dump_text(out, key, regex_pattern(list[i]));
}

static void dump_start(struct strbuf *out, const struct rule *rule)
{
    dump_text(out, "id", rule->id);
    dump_text(out, "trace", rule->trace);
    dump_text(out, "symptom", rule->symptom);
    dump_text(out, "check", rule->check);
    dump_texts(out, "needle", rule->needles, rule->needle_count);
    dump_texts(out, "file", rule->files, rule->file_count);
    strbuf_add_format(out, "scope %u lines %u weight %d calm %d\n", rule->scope,
                      rule->lines, rule->weight, rule->calm);
}

static void dump_matching(struct strbuf *out, const struct rule *rule)
{
    dump_text(out, "title", rule->title);
    dump_text(out, "subject", rule->subject);
    dump_text(out, "code", rule->code);
    dump_regexes(out, "match", rule->patterns, rule->pattern_count);
    dump_regexes(out, "unless", rule->vetoes, rule->veto_count);
    dump_regexes(out, "skip", rule->skips, rule->skip_count);
    dump_texts(out, "where", rule->predicates, rule->predicate_count);
    dump_texts(out, "explains", rule->explains, rule->explain_count);
    dump_texts(out, "needs", rule->needs, rule->need_count);
    dump_texts(out, "refines", rule->refines, rule->refine_count);
    for (size_t i = 0; i < rule->capture_count; i++)
        strbuf_add_format(out, "capture %s %d\n", rule->captures[i].name.at,
                          (int)rule->captures[i].type);
    for (size_t i = 0; i < rule->lookup_count; i++)
        strbuf_add_format(out, "lookup %s %s %s\n", rule->lookups[i].name,
                          rule->lookups[i].key, rule->lookups[i].table->name);
    strbuf_add_format(out, "%d %d %d %u %u %d%d%d%d%d\n", (int)rule->severity,
                      (int)rule->fault, (int)rule->confidence, rule->before, rule->window,
                      rule->echo, rule->lasts, rule->build_goes_on, rule->same_subject,
                      rule->only_refines);
}

static void dump_fix(struct strbuf *out, const struct rule_fix *fix)
{
    dump_texts(out, "if", fix->conditions, fix->condition_count);
    dump_text(out, "summary", fix->summary);
    dump_text(out, "detail", fix->detail);
    dump_texts(out, "command", fix->commands, fix->command_count);
    for (size_t i = 0; i < fix->edit_count; i++)
        strbuf_add_format(out, "edit %s %s %s %s\n", fix->edits[i].file, fix->edits[i].op,
                          fix->edits[i].text, fix->edits[i].old);
    strbuf_add_format(out, "%d\n", (int)fix->confidence);
}

static void dump_telling(struct strbuf *out, const struct rule *rule)
{
    dump_text(out, "why", rule->why);
    dump_texts(out, "docs", rule->docs, rule->doc_count);
    for (size_t i = 0; i < rule->fix_count; i++)
        dump_fix(out, &rule->fixes[i]);
    for (size_t i = 0; i < rule->example_count; i++) {
        dump_text(out, "example", rule->examples[i].log);
        dump_text(out, "of", rule->examples[i].subject);
    }
    for (size_t i = 0; i < rule->reject_count; i++) {
        dump_text(out, "reject", rule->rejects[i].log);
        dump_text(out, "because", rule->rejects[i].because);
    }
}

static void dump_table(struct strbuf *out, const struct table *table)
{
    const struct hashmap *words = table_words(table);
    for (size_t i = 0; i < words->count; i++)
        strbuf_add_format(out, "%s %s=%s\n", table->name, words->entries[i].key.at,
                          (const char *)words->entries[i].value);
}

/* What rules refer to; the tables in the order that another set has. */
static void dump_data(struct strbuf *out, const struct logdoc_ruleset *set,
                      const struct logdoc_ruleset *other)
{
    cr_assert_eq(set->tables.count, other->tables.count);
    for (size_t i = 0; i < other->tables.count; i++)
        dump_table(out, ruleset_table(set, other->tables.entries[i].key.at));
    for (size_t i = 0; i < set->groups.count; i++) {
        const struct name_list *group = set->groups.entries[i].value;
        dump_texts(out, set->groups.entries[i].key.at, group->names, group->count);
    }
    for (size_t i = 0; i < set->facts.count; i++)
        dump_texts(out, set->facts.items[i]->name, set->facts.items[i]->needles,
                   set->facts.items[i]->needle_count);
    for (size_t i = 0; i < set->starts.count; i++)
        dump_text(out, set->starts.items[i].grammar->language,
                  regex_pattern(set->starts.items[i].step->pattern));
    for (size_t i = 0; i < set->calm.ways.count; i++) {
        const struct calm_line *way = &set->calm.ways.items[i];
        dump_texts(out, regex_pattern(way->pattern), way->needles, way->needle_count);
    }
}

static void expect_same(struct strbuf *got, struct strbuf *wanted)
{
    cr_assert_not(got->truncated || got->len == 0);
    cr_assert_str_eq(got->at, wanted->at);
    strbuf_reset(got);
    strbuf_reset(wanted);
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
    struct strbuf got_text, wanted_text;
    strbuf_init(&got_text, 10000000);
    strbuf_init(&wanted_text, 10000000);
    cr_assert_eq(got->rules.count, wanted->rules.count);
    for (size_t i = 0; i < got->rules.count; i++) {
        void (*const dumps[])(struct strbuf *, const struct rule *) = { dump_start,
                                                                        dump_matching,
                                                                        dump_telling };
        for (size_t k = 0; k < 3; k++) {
            dumps[k](&got_text, got->rules.items[i]);
            dumps[k](&wanted_text, wanted->rules.items[i]);
        }
        expect_same(&got_text, &wanted_text);
    }
    dump_data(&got_text, got, wanted);
    dump_data(&wanted_text, wanted, wanted);
    expect_same(&got_text, &wanted_text);
    strbuf_release(&wanted_text);
    strbuf_release(&got_text);
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
        { "{\"title\":\"t\",\"match\":\"abc\",\"why\":\"w\",\"fixes\":7}",
          "must be a list" },
        { "{\"title\":\"t\",\"match\":\"abc\",\"explains\":\"@odd\"}",
          "the group '@odd' is unknown, empty or too large" },
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct logdoc_error error = { "", "" };
        struct strbuf rests, heads;
        struct logdoc_ruleset *set = load_two(&rests, &heads, rows[i][0]);
        const struct rule *rule = ruleset_find(set, STR("b"));
        cr_expect_not(ruleset_complete(set, rule, &error));
        cr_expect_str_eq(error.text, rows[i][1]);
        cr_expect_not(ruleset_wake(set, rule, &error));
        cr_expect_str_eq(error.text, "could not be read");
        cr_expect_not(ruleset_complete(set, rule, NULL));
        cr_expect(ruleset_complete(set, ruleset_find(set, STR("a")), &error));
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

/* Groups of users reach the built-in rules, and cannot break one that waits. */
Test(builtin_rules, use_the_groups_of_users)
{
    struct logdoc_error error = { "", "" };
    struct logdoc_ruleset *set = logdoc_ruleset_new_builtin(&error);
    struct strbuf json;
    strbuf_init(&json, 1000000);
    strbuf_add_text(&json, "{\"groups\":{\"boot\":[\"no-such-thing\"");
    for (int i = 0; i < 5000; i++)
        strbuf_add_format(&json, ",\"H%d\"", 10 + i % 90);
    strbuf_add_text(&json, "]}}");
    cr_assert(rules_json_load(set, "x.json", strbuf_str(&json), &error), "%s",
              error.text);
    cr_assert(ruleset_link(set, set->rules.count, &error), "%s", error.text);
    const struct rule *rule = ruleset_find(set, STR("python-missing-package"));
    cr_assert(ruleset_complete(set, rule, &error), "%s", error.text);
    bool explains = false;
    for (size_t i = 0; i < rule->explain_count; i++)
        explains |= strcmp(rule->explains[i], "no-such-thing") == 0;
    cr_expect(explains);
    cr_expect_not(rules_check_set(set, &error));
    cr_expect_str_eq(error.text,
                     "'no-such-thing' of the group 'boot' is no symptom and no rule");
    strbuf_reset(&json);
    strbuf_add_text(&json, "{\"groups\":{\"big\":[\"@boot\"");
    for (int i = 0; i < 9990; i++)
        strbuf_add_format(&json, ",\"w%d\"", i);
    strbuf_add_text(&json, "]}}");
    cr_assert(rules_json_load(set, "y.json", strbuf_str(&json), &error), "%s",
              error.text);
    cr_expect_not(ruleset_link(set, set->rules.count, &error));
    cr_expect_str_eq(error.text, "the group 'big' has more than 10000 words");
    strbuf_release(&json);
    logdoc_ruleset_free(set);
}
