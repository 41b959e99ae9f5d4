/* SPDX-License-Identifier: MIT
 * Loading rules: what a good file becomes, and what every bad one is told. */
#include "rules_check.h"
#include "rules_json.h"
#include "str.h"
#include "strbuf.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

/* A file that uses every key; a backquote is a quote. */
static const char good_file[] =
    "{ `about`: `a family`,\n"
    "  `groups`: { `boot`: [`H10`, `@end`], `end`: [`exit`, `@boot`] },\n"
    "  `tables`: { `stdlib`: [`abc`, `argparse`],\n"
    "              `packages`: { `flask_session`: `Flask-Session` } },\n"
    "  `facts`: { `django`: [`django.core`], `flask`: `flask/app.py` }, `calm`: [\n"
    "    `^INFO`, { `needles`: [`level=`], `match`: `level=info` } ],\n"
    "  `traces`: [ { `language`: `python`, `innermost_last`: true, `cause_last`: false,\n"
    "    `foreign`: `/site-packages/`, `steps`: [\n"
    "      { `from`: [`start`], `needles`: [`Traceback (`], `match`: `^Traceback`,\n"
    "        `to`: `frames`, `role`: `text` },\n"
    "      { `from`: `frames`, `match`: `^ +File (?<file>.*)`, `to`: `frames`,\n"
    "        `role`: `frame` } ] } ],\n"
    "  `rules`: [ { `id`: `no-module-2`,\n"
    "    `title`: `No module '{module}' in {app|the app}`,\n"
    "    `severity`: `fatal`, `fault`: `dependency`, `confidence`: `medium`,\n"
    "    `scope`: [`app`, `router`], `needles`: [`No module`],\n"
    "    `match`: [`No module named '(?<module>[^']+)'`,\n"
    "    `No module (?<module>\\\\w+)`],\n"
    "    `trace`: `python`, `lines`: 2, `unless`: `warning`,\n"
    "    `where`: [`!stdlib-module`, `dotted`], `captures`: { `module`: `module` },\n"
    "    `lookup`: { `package`: { `table`: `packages`, `key`: `{module}` } },\n"
    "    `subject`: `{module}`, `why`: `A \\`why\\` \\u2026 \\ud83d\\ude00`,\n"
    "    `explains`: [`@boot`, `R10`], `symptom`: `missing`,\n"
    "    `code`: `missing-{module}`,\n"
    "    `needs`: `H10`, `window`: 60, `weight`: 70,\n"
    "    `fixes`: [ { `if`: [`package`, `!django`], `summary`: `Add {package}`,\n"
    "      `detail`: `because`, `commands`: [`git add {module}`], `confidence`: `high`,\n"
    "      `edits`: [ { `file`: `requirements.txt`, `op`: `replace-line`,\n"
    "        `text`: `{package}`, `old`: `{module}` } ] } ],\n"
    "    `docs`: [`https://example.com/`],\n"
    "    `examples`: [ { `log`: [`No module named 'a.b'`, `second`],\n"
    "    `subject`: `a.b` } ],\n"
    "    `rejects`: [ { `log`: [`a module`], `because`: `it is there` } ] } ] }\n";

static void add_json(struct strbuf *out, const char *text)
{
    for (; *text; text++)
        strbuf_add_char(out, *text == '`' ? '"' : *text);
}

static bool read_file(struct logdoc_ruleset *set, const char *name, const char *text,
                      struct logdoc_error *error)
{
    struct strbuf json;
    strbuf_init(&json, 100000);
    add_json(&json, text);
    bool read = rules_json_load(set, name, strbuf_str(&json), error);
    strbuf_release(&json);
    return read;
}

static bool link_and_check(struct logdoc_ruleset *set, struct logdoc_error *error)
{
    if (!ruleset_link(set, 0, error))
        return false;
    for (size_t i = 0; i < set->rules.count; i++)
        if (!rules_check_rule(set, set->rules.items[i], error))
            return false;
    return rules_check_set(set, error);
}

static struct logdoc_ruleset *load_text(const char *text)
{
    struct logdoc_error error = { "", "" };
    struct logdoc_ruleset *set = ruleset_new();
    cr_assert(read_file(set, "x.json", text, &error) && link_and_check(set, &error),
              "%s: %s", error.where, error.text);
    return set;
}

static void expect_names(const char *const *names, size_t count, const char *wanted)
{
    struct strbuf got;
    strbuf_init(&got, 1000);
    for (size_t i = 0; i < count; i++)
        strbuf_add_format(&got, "%s ", names[i]);
    cr_expect_str_eq(got.at, wanted);
    strbuf_release(&got);
}

Test(rules_json, a_rule_with_every_key)
{
    struct logdoc_ruleset *set = load_text(good_file);
    const struct rule *rule = ruleset_find(set, STR("no-module-2"));
    cr_assert_not_null(rule);
    cr_expect_str_eq(rule->title, "No module '{module}' in {app|the app}");
    cr_expect_str_eq(rule->why, "A \"why\" \xE2\x80\xA6 \xF0\x9F\x98\x80");
    cr_expect_eq(rule->severity, LOGDOC_FATAL);
    cr_expect_eq(rule->fault, LOGDOC_FAULT_DEPENDENCY);
    cr_expect_eq(rule->confidence, LOGDOC_MEDIUM);
    cr_expect_eq(rule->scope, SCOPE_APP | SCOPE_ROUTER);
    cr_expect(rule->lines == 2 && rule->window == 60 && rule->weight == 70);
    const char *const texts[] = { rule->file, rule->trace, rule->subject, rule->symptom,
                                  rule->code };
    expect_names(texts, 5, "x.json python {module} missing missing-{module} ");
    logdoc_ruleset_free(set);
}

Test(rules_json, lists_of_a_rule)
{
    struct logdoc_ruleset *set = load_text(good_file);
    const struct rule *rule = set->rules.items[0];
    expect_names(rule->needles, rule->needle_count, "No module ");
    expect_names(rule->predicates, rule->predicate_count, "!stdlib-module dotted ");
    expect_names(rule->explains, rule->explain_count, "H10 exit R10 ");
    expect_names(rule->needs, rule->need_count, "H10 ");
    expect_names(rule->docs, rule->doc_count, "https://example.com/ ");
    cr_expect_eq(rule->pattern_count, 2);
    cr_expect_eq(rule->veto_count, 1);
    cr_assert_eq(rule->capture_count, 1);
    cr_expect_str_eq(rule->captures[0].name.at, "module");
    cr_expect_eq(rule->captures[0].type, CAPTURE_MODULE);
    cr_assert_eq(rule->lookup_count, 1);
    cr_expect_str_eq(rule->lookups[0].name, "package");
    cr_expect_str_eq(rule->lookups[0].key, "{module}");
    cr_expect_eq(rule->lookups[0].table, ruleset_table(set, "packages"));
    cr_expect_str_eq(rule->examples[0].log, "No module named 'a.b'\nsecond\n");
    cr_expect_str_eq(rule->examples[0].subject, "a.b");
    cr_expect_null(rule->rejects[0].subject);
    cr_expect_str_eq(rule->rejects[0].because, "it is there");
    logdoc_ruleset_free(set);
}

Test(rules_json, a_fix)
{
    struct logdoc_ruleset *set = load_text(good_file);
    const struct rule *rule = set->rules.items[0];
    cr_assert_eq(rule->fix_count, 1);
    const struct rule_fix *fix = &rule->fixes[0];
    expect_names(fix->conditions, fix->condition_count, "package !django ");
    expect_names(fix->commands, fix->command_count, "git add {module} ");
    cr_expect_str_eq(fix->summary, "Add {package}");
    cr_expect_str_eq(fix->detail, "because");
    cr_expect_eq(fix->confidence, LOGDOC_HIGH);
    cr_assert_eq(fix->edit_count, 1);
    const struct rule_edit *edit = &fix->edits[0];
    const char *const texts[] = { edit->file, edit->op, edit->text, edit->old };
    expect_names(texts, 4, "requirements.txt replace-line {package} {module} ");
    logdoc_ruleset_free(set);
}

Test(rules_json, data_of_a_file)
{
    struct logdoc_ruleset *set = load_text(good_file);
    const struct table *packages = ruleset_table(set, "packages");
    const struct trace_grammar *python = ruleset_grammar(set, "python");
    cr_expect_str_eq(table_find(packages, STR("flask_session")), "Flask-Session");
    cr_expect_null(table_find(packages, STR("flask")));
    cr_expect_null(table_find(NULL, STR("flask")));
    cr_expect_str_eq(table_find(ruleset_table(set, "stdlib"), STR("abc")), "");
    cr_expect_null(ruleset_table(set, "other"));
    cr_assert_not_null(ruleset_fact(set, "flask"));
    expect_names(ruleset_fact(set, "flask")->needles, 1, "flask/app.py ");
    cr_expect_null(ruleset_fact(set, "other"));
    cr_assert_not_null(python);
    cr_expect(python->innermost_last && !python->cause_last);
    cr_assert_eq(python->step_count, 2);
    expect_names(python->steps[1].from, python->steps[1].from_count, "frames ");
    cr_expect_str_eq(python->steps[0].to, "frames");
    cr_expect_eq(python->steps[1].role, TRACE_FRAME);
    logdoc_ruleset_free(set);
}

/* No key but those that must be there. */
static const char small_file[] =
    "{ `rules`: [ { `id`: `a`, `title`: `t`, `needles`: [`abc`], `match`: `abc`,\n"
    "  `why`: `w`, `fixes`: [ { `summary`: `s` } ], `examples`: [ { `log`: [`abc`] } ],\n"
    "  `rejects`: [ { `log`: [`b`], `because`: `c` } ] } ] }\n";

Test(rules_json, defaults)
{
    struct logdoc_ruleset *set = load_text(small_file);
    const struct rule *rule = set->rules.items[0];
    cr_expect_str_eq(rule->subject, "");
    cr_expect_eq(rule->severity, LOGDOC_ERROR);
    cr_expect_eq(rule->fault, LOGDOC_FAULT_APP);
    cr_expect_eq(rule->confidence, LOGDOC_HIGH);
    cr_expect_eq(rule->scope, SCOPE_APP | SCOPE_BUILD | SCOPE_PLAIN);
    cr_expect(rule->lines == 1 && rule->window == 120 && rule->weight == 50);
    cr_expect(!rule->trace && !rule->symptom && !rule->code);
    cr_expect_str_eq(rule->fixes[0].detail, "");
    cr_expect_eq(rule->fixes[0].confidence, LOGDOC_MEDIUM);
    cr_expect_null(rule->examples[0].subject);
    logdoc_ruleset_free(set);
}

Test(rules_json, a_rule_twice)
{
    struct logdoc_error error = { "", "" };
    struct logdoc_ruleset *set = load_text(small_file);
    cr_expect(!read_file(set, "y.json", small_file, &error));
    cr_expect_str_eq(error.where, "y.json: rule 'a': id");
    cr_expect_str_eq(error.text, "the id is taken by a rule of x.json");
    logdoc_ruleset_free(set);
}

Test(rules_json, needles_lead_to_their_uses)
{
    struct logdoc_ruleset *set = load_text(good_file);
    cr_expect_eq(needles_count(set->needles), 4);
    cr_assert_eq(set->calls.uses.count, 4);
    for (uint32_t id = 0; id < 4; id++) {
        const struct needle_call *call = &set->calls.of.items[id];
        uint32_t rules = call[1].first_rule - call->first_rule;
        uint32_t facts = call[1].first_fact - call->first_fact;
        cr_expect_eq(rules + facts + (call->starts != 0), 1);
        cr_expect_eq(call->scopes, rules ? SCOPE_APP | SCOPE_ROUTER : 0U);
    }
    cr_assert_eq(set->starts.count, 1);
    cr_expect_str_eq(set->starts.items[0].step->to, "frames");
    logdoc_ruleset_free(set);
}

/* The good file with one place changed. */
static void change(struct strbuf *out, const char *from, const char *to)
{
    const char *place = strstr(good_file, from);
    cr_assert_not_null(place, "not in the file: %s", from);
    for (const char *at = good_file; at < place; at++)
        strbuf_add_char(out, *at == '`' ? '"' : *at);
    add_json(out, to);
    add_json(out, place + strlen(from));
}

/* "#" is the file, "@" the rule in it. */
static void expect_where(const char *got, const char *wanted)
{
    struct strbuf where;
    strbuf_init(&where, 200);
    if (*wanted == '#' || *wanted == '@')
        strbuf_add_text(&where, "x.json");
    if (*wanted == '@')
        strbuf_add_text(&where, ": rule 'no-module-2'");
    strbuf_add_text(&where, wanted + (where.len > 0));
    cr_expect_str_eq(got, where.at);
    strbuf_release(&where);
}

/* Arrays, not pointers: Criterion passes parameters to another process. */
struct mistake {
    char from[80], to[120], where[80], text[100];
};

static struct mistake mistakes[] = {
    /* not JSON */
    { "{ `about`", "[ `about`", "#", "must be an object" },
    { "{ `about`: `a family`,", "{ `about` `a family`,", "#:1:11", "':' is missing" },
    { "`a family`,", "`a family`", "#:2:3", "',' or '}' is missing" },
    { "`a family`", "`a\tfamily`", "#:1:14", "a control character in a text" },
    { "`a family`", "`a \xFF`", "#:1:17", "the text is not UTF-8" },
    { "`a family`", "`\\x`", "#:1:16", "a bad escape in a text" },
    { "`a family`", "`\\u0000`", "#:1:20", "a bad escape in a text" },
    { "`a family`", "`\\ud83d`", "#:1:20", "a bad escape in a text" },
    { "`a family`,", "`a family`, 5", "#:1:24", "a key is missing" },
    { "`H10`, `@end`]", "`H10`, `@end`}", "#:2:37", "',' or ']' is missing" },
    { "`H10`, `@end`]", "`H10`, ]", "#: groups.boot[1]", "must be a text" },
    { "} ] } ] }\n", "} ] } ] } }\n", "#:33:76", "something follows the end" },
    { "} ] } ] }\n", "} ] } ]", "#:33:73", "the file ends within a value" },
    /* keys and types */
    { "`about`", "`About`", "#: About", "unknown key" },
    { "`about`: `a family`", "`about`: 5", "#: about", "must be a text" },
    { "`about`: `a family`", "`about`: `a`, `about`: `b`", "#: about", "the key is" },
    { "`severity`", "`severty`", "@: severty", "unknown key" },
    { "`summary`", "`sumary`", "@: fixes[0].sumary", "unknown key" },
    { "`old`", "`odl`", "@: fixes[0].edits[0].odl", "unknown key" },
    { "`lines`: 2", "`lines`: 0", "@: lines", "must be a whole number from 1 to 40" },
    { "`lines`: 2", "`lines`: 99999999999", "@: lines", "must be a whole number" },
    { "`lines`: 2", "`lines`: -1", "@: lines", "must be a whole number" },
    { "`window`: 60", "`window`: 86401", "@: window", "must be a whole number" },
    { "`fatal`", "`deadly`", "@: severity", "'deadly' is none of info, warning," },
    { "`dependency`", "`mine`", "@: fault", "'mine' is none of unknown, app" },
    { "`router`", "`rooter`", "@: scope[1]", "'rooter' is none of app, dyno, router" },
    { "[`app`, `router`]", "[]", "@: scope", "must not be empty" },
    { "`title`: `No", "`title`: 5, `x`: `No", "@: title", "must be a text" },
    { "`log`: [`No", "`log`: [5, `No", "@: examples[0].log[0]", "must be a text" },
    { "`log`: [`a module`]", "`log`: []", "@: rejects[0].log", "must be one line" },
    { ", `because`: `it is there`", "", "@: rejects[0]", "the key 'because' is missing" },
    { "`because`: `it", "`subject`: `it", "@: rejects[0].subject", "unknown key" },
    { "`fixes`: [", "`fixes`: 5, `x`: [", "@: fixes", "must be a list" },
    { "_last`: true", "_last`: 1", "#: traces[0].innermost_last", "must be true or" },
    /* the id */
    { "`id`: `no-module-2`,", "", "#: rules[0]", "the key 'id' is missing" },
    { "`no-module-2`", "`No-Module`", "#: rules[0].id", "'No-Module' must be lower" },
    { "`no-module-2`", "`no--module`", "#: rules[0].id", "'no--module' must be lower" },
    { "`no-module-2`", "``", "#: rules[0].id", "'' must be lower-case words" },
    { "`rules`: [ {", "`rules`: [ { `sever`: 1,", "#: rules[0].sever", "unknown key" },
    /* data */
    { "`@end`]", "`@ende`]", "groups", "the group 'boot' refers to an unknown group" },
    { "[`abc`, `argparse`]", "[`abc`, 5]", "#: tables.stdlib[1]", "must be a text" },
    { "`flask_session`: ", "`a`: `b`, `a`: ", "#: tables.packages.a", "the word has" },
    { "[`django.core`]", "[`dj`]", "#: facts.django", "the needle 'dj' is shorter" },
    { "[`django.core`]", "[]", "#: facts.django", "needs at least one needle" },
    { "`^INFO`", "5", "#: calm[0]", "must be a text" },
    { "`^INFO`", "`(?<`", "#: calm[0]", "the pattern has a" },
    { "[`level=`]", "[`le`]", "#: calm[1].needles", "the needle 'le' is shorter" },
    { "[`level=`]", "[]", "#: calm[1].needles", "needs at least one needle" },
    { "`match`: `level=info`", "`x`: 1", "#: calm[1].x", "unknown key" },
    { "`language`: `python`, ", "", "#: traces[0]", "the key 'language' is missing" },
    { "`needles`: [`Traceback (`], ", "", "#: traces[0].steps[0]", "needs at least" },
    { "`from`: `frames`,", "`from`: `frames`, `needles`: [`abc`],",
      "#: traces[0].steps[1]", "only a step from 'start' has needles" },
    { "`from`: `frames`", "`from`: `frame`", "#: traces[0].steps[1]", "no step leads" },
    { "`from`: `frames`", "`from`: []", "#: traces[0].steps[1]", "'from' names no" },
    { "`role`: `text`", "`role`: `words`", "#: traces[0].steps[0].role", "'words' is" },
    { "`/site-packages/`", "`(?<`", "#: traces[0].foreign", "the pattern has a" },
    { "`/site-packages/`", "`(`", "traces of python", "bad pattern at byte 1" },
    /* what the keys of a rule say about each other */
    { "`needles`: [`No module`],", "", "@: needles", "needs at least one needle" },
    { "`needles`: [`No module`]", "`needles`: [`No`]", "@: needles", "the needle 'No'" },
    { "`unless`: `warning`", "`unless`: []", "@: unless", "needs at least one pattern" },
    { "`captures`: { `module`", "`captures`: { `modul`", "@: captures", "no pattern" },
    { "`lookup`: { `package`", "`lookup`: { `module`", "@: lookup", "'module' is a" },
    { "`table`: `packages`", "`table`: `package`", "@: lookup", "the table 'package'" },
    { "`trace`: `python`", "`trace`: `cobol`", "@: trace", "no traces of the language" },
    { "`dotted`", "`doted`", "@: where", "unknown predicate 'doted'" },
    { "`@boot`, `R10`", "`@boots`", "@: explains", "the group '@boots' is unknown" },
    { "`needs`: `H10`", "`needs`: `@x`", "@: needs", "the group '@x' is unknown" },
    /* what is checked of rules that nobody has tested */
    { "No module (?<module>\\\\w+)", "No (module", "@: match", "bad pattern at byte 10" },
    { "`warning`", "`(`", "@: unless", "bad pattern at byte 1" },
    { "in {app|the app}", "in {app}", "@: title", "'app' may be missing" },
    { "in {app|the app}", "in {app", "@: title", "the template is malformed" },
    { "in {app|the app}", "in {apple|x}", "@: title", "'apple' is no capture" },
    { "in {app|the app}", "in it.", "@: title", "must be a sentence without a full" },
    { "`subject`: `{module}`", "`subject`: `{package}`", "@: subject", "'package' may" },
    { "`key`: `{module}`", "`key`: `{modul}`", "@: lookup", "'modul' is no capture" },
    { "missing-{module}", "missing-{x}", "@: code", "'x' is no capture" },
    { "`R10`]", "`R1000`]", "@: explains", "'R1000' is no symptom and no rule" },
    { "`!django`", "`!jango`", "@: fixes.if", "'!jango' is neither a capture" },
    { "Add {package}", "Add {pack}", "@: fixes.summary", "'pack' is no capture" },
    { "`because`, `comm", "`{x}`, `comm", "@: fixes.detail", "'x' is no capture" },
    { "git add {module}", "git add {", "@: fixes.commands", "the template is malformed" },
    { "`replace-line`", "`replace`", "@: fixes.edits.op", "unknown operation 'replace'" },
    { "`replace-line`", "`add-line`", "@: fixes.edits.old", "'add-line' needs no old" },
    { "`replace-line`", "`remove-line`", "@: fixes.edits.text", "'remove-line' needs" },
    { ", `old`: `{module}`", "", "@: fixes.edits.old", "'replace-line' needs the old" },
    { "`text`: `{package}`", "`text`: `{message}`", "@: fixes.edits.text",
      "'message' stands in an edit and has no type" },
    { "`captures`: { `module`: `module` }", "`captures`: {}", "@: fixes.edits.old",
      "'module' stands in an edit and has no type" },
    { "https://", "http://", "@: docs", "'http://example.com/' does not begin with" },
    { "No module named 'a.b'", "no module", "@: examples", "example 1 has none of the" },
};

ParameterizedTestParameters(rules_json, mistakes)
{
    return cr_make_param_array(struct mistake, mistakes,
                               sizeof(mistakes) / sizeof(mistakes[0]));
}

ParameterizedTest(struct mistake *row, rules_json, mistakes)
{
    struct logdoc_error error = { "", "" };
    struct logdoc_ruleset *set = ruleset_new();
    struct strbuf json;

    strbuf_init(&json, 10000);
    change(&json, row->from, row->to);
    cr_expect(!read_file(set, "x.json", json.at, &error) || !link_and_check(set, &error),
              "%s -> %s passed", row->from, row->to);
    expect_where(error.where, row->where);
    cr_expect(str_starts(str_from(error.text), str_from(row->text)),
              "%s -> %s: text is %s", row->from, row->to, error.text);
    strbuf_release(&json);
    logdoc_ruleset_free(set);
}

/* Two files, one after the other. */
struct pair {
    char first[100], second[100], where[40], text[80]; /* "": they go together */
};

static struct pair pairs[] = {
    { "{`groups`:{`a`:[`H10`]}}", "{`groups`:{`a`:[`H20`],`b`:`@a`}}", "", "" },
    { "{`groups`:{`a`:[`@b`]}}", "{`groups`:{`b`:[`@a`,`@b`]}}", "", "" },
    { "{`tables`:{`a`:{`k`:`v`}}}", "{`tables`:{`a`:{`k`:`v`}}}", "", "" },
    { "{`tables`:{`a`:{`k`:`v`}}}", "{`tables`:{`a`:{`k`:`w`}}}", "x.json: tables.a.k",
      "the word has the value 'v' already" },
    { "{`tables`:{`a`:{`k`:`v`}}}", "{`tables`:{`a`:[`k`]}}", "x.json: tables.a[0]",
      "the word has the value 'v' already" },
    { "{`facts`:{`a`:`one`}}", "{`facts`:{`a`:[`two`]}}", "", "" },
    { "{`traces`:[{`language`:`go`,`foreign`:`x`,`steps`:[]}]}", "{}",
      "x.json: traces[0].steps", "must be a list of 1 to 63 steps" },
    { "{}", "", "x.json:1:1", "the file ends within a value" },
    { "{}", "[]", "x.json", "must be an object" },
    { "{}", "{`rules`:[{`id`:`a`}]}", "x.json: rule 'a'", "the key 'title' is missing" },
    { "{}",
      "{`rules`:[{`id`:`a`,`title`:`t`,`why`:`w`,`fixes`:[],`examples`:[],`rejects`:[]}]"
      "}",
      "x.json: rule 'a'", "the key 'match' is missing" },
    { "{}", "{`rules`:[5]}", "x.json: rules[0]", "must be an object" },
};

ParameterizedTestParameters(rules_json, two_files)
{
    return cr_make_param_array(struct pair, pairs, sizeof(pairs) / sizeof(pairs[0]));
}

ParameterizedTest(struct pair *row, rules_json, two_files)
{
    struct logdoc_error error = { "", "" };
    struct logdoc_ruleset *set = ruleset_new();
    bool loaded = read_file(set, "x.json", row->first, &error) &&
                  read_file(set, "x.json", row->second, &error) &&
                  ruleset_link(set, 0, &error);
    cr_expect_eq(loaded, row->text[0] == '\0', "%s: %s", error.where, error.text);
    cr_expect_str_eq(error.where, row->where, "%s: %s", error.where, error.text);
    cr_expect_str_eq(error.text, row->text);
    logdoc_ruleset_free(set);
}

Test(rules_json, files_add_to_each_other)
{
    struct logdoc_error error;
    struct logdoc_ruleset *set = ruleset_new();
    cr_assert(read_file(set, "a.json",
                        "{`groups`:{`a`:[`H10`,`@b`]},`facts`:{`f`:`one`}}", &error));
    cr_assert(read_file(set, "b.json",
                        "{`groups`:{`b`:[`H20`,`@a`],`a`:`R10`},`facts`:{`f`:`two`}}",
                        &error));
    cr_assert(ruleset_link(set, 0, &error));
    const struct name_list *group = hashmap_find(&set->groups, STR("a"));
    expect_names(group->names, group->count, "H10 R10 H20 ");
    const struct rule_fact *fact = ruleset_fact(set, "f");
    expect_names(fact->needles, fact->needle_count, "one two ");
    cr_expect_eq(set->facts.count, 1);
    cr_expect_eq(set->calls.uses.items[1].fact, fact);
    logdoc_ruleset_free(set);
}

Test(rules_json, texts_have_a_cap)
{
    struct logdoc_error error = { "", "" };
    struct logdoc_ruleset *set = ruleset_new();
    static char json[70000];
    (void)snprintf(json, sizeof(json), "{`about`:`%0*d`}", 64 * 1024 + 1, 0);
    cr_expect(!read_file(set, "x.json", json, &error));
    cr_expect_str_eq(error.where, "x.json: about");
    cr_expect_str_eq(error.text, "the text is longer than 65536 bytes");
    logdoc_ruleset_free(set);
}

/* Whatever is loaded, nothing breaks and nothing leaks; an error says where. */
static void try_loading(logdoc_str json)
{
    struct logdoc_error error = { "", "" };
    struct logdoc_ruleset *set = ruleset_new();
    if (!rules_json_load(set, "x.json", json, &error) || !link_and_check(set, &error))
        cr_expect(error.where[0] && error.text[0]);
    logdoc_ruleset_free(set);
}

Test(rules_json, cut_anywhere, .timeout = 60)
{
    struct strbuf json;
    strbuf_init(&json, 10000);
    add_json(&json, good_file);
    for (size_t len = 0; len < json.len; len++) {
        char *exact = mem_alloc(len);
        memcpy(exact, json.at, len);
        try_loading((logdoc_str){ exact, len });
        free(exact);
    }
    strbuf_release(&json);
}

Test(rules_json, changed_anywhere, .timeout = 60)
{
    static const char bytes[] = "\"\\{}[]:,@!(?<>)|0a\n\x01\xC3\xFF";
    uint32_t state = 1;
    for (int round = 0; round < 4000; round++) {
        struct strbuf json;
        strbuf_init(&json, 10000);
        add_json(&json, good_file);
        for (int i = 0; i < 1 + round % 3; i++) {
            state = state * UINT32_C(1664525) + UINT32_C(1013904223);
            json.at[(state >> 8) % json.len] = bytes[(state >> 4) % (sizeof(bytes) - 1)];
        }
        try_loading(strbuf_str(&json));
        strbuf_release(&json);
    }
}
