/* SPDX-License-Identifier: MIT
 * Loading rules: what a good file becomes, and what every bad one is told. */
#include "rules_check.h"
#include "rules_json.h"
#include "str.h"
#include "strbuf.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

/* A file that uses every key. */
static const char good_file[] =
    "{ \"about\": \"a family\",\n"
    "  \"groups\": { \"boot\": [\"H10\", \"@end\"], \"end\": [\"exit\", \"@boot\"] },\n"
    "  \"tables\": { \"stdlib\": [\"abc\", \"argparse\"],\n"
    "              \"packages\": { \"flask_session\": \"Flask-Session\" } },\n"
    "  \"facts\": { \"django\": [\"django.core\"], \"flask\": \"flask/app.py\" },\n"
    "  \"traces\": [ { \"language\": \"python\", \"innermost_last\": true, "
    "\"cause_last\": false,\n"
    "    \"foreign\": \"/site-packages/\", \"steps\": [\n"
    "      { \"from\": [\"start\"], \"needles\": [\"Traceback (\"], \"match\": "
    "\"^Traceback\",\n"
    "        \"to\": \"frames\", \"role\": \"text\" },\n"
    "      { \"from\": \"frames\", \"match\": \"^ +File (?<file>.*)\", \"to\": "
    "\"frames\",\n"
    "        \"role\": \"frame\" } ] } ],\n"
    "  \"rules\": [ { \"id\": \"no-module-2\", \"title\": \"No module '{module}' in "
    "{app|the app}\",\n"
    "    \"severity\": \"fatal\", \"fault\": \"dependency\", \"confidence\": "
    "\"medium\",\n"
    "    \"scope\": [\"app\", \"router\"], \"needles\": [\"No module\"],\n"
    "    \"match\": [\"No module named '(?<module>[^']+)'\", \"No module "
    "(?<module>\\\\w+)\"],\n"
    "    \"trace\": \"python\", \"lines\": 2, \"unless\": \"warning\",\n"
    "    \"where\": [\"!stdlib-module\", \"dotted\"], \"captures\": { \"module\": "
    "\"module\" },\n"
    "    \"lookup\": { \"package\": { \"table\": \"packages\", \"key\": \"{module}\" } "
    "},\n"
    "    \"subject\": \"{module}\", \"why\": \"A \\\"why\\\" \\u2026 \\ud83d\\ude00\",\n"
    "    \"explains\": [\"@boot\", \"R10\"], \"symptom\": \"missing\", \"code\": "
    "\"missing-{module}\",\n"
    "    \"needs\": \"H10\", \"window\": 60, \"weight\": 70,\n"
    "    \"fixes\": [ { \"if\": [\"package\", \"!django\"], \"summary\": \"Add "
    "{package}\",\n"
    "      \"detail\": \"because\", \"commands\": [\"git add {module}\"], "
    "\"confidence\": \"high\",\n"
    "      \"edits\": [ { \"file\": \"requirements.txt\", \"op\": \"replace-line\",\n"
    "        \"text\": \"{package}\", \"old\": \"{module}\" } ] } ],\n"
    "    \"docs\": [\"https://example.com/\"],\n"
    "    \"examples\": [ { \"log\": [\"No module named 'a.b'\", \"second\"], "
    "\"subject\": \"a.b\" } ],\n"
    "    \"rejects\": [ { \"log\": [\"a module\"], \"because\": \"it is there\" } ] } ] "
    "}\n";

static bool load(struct logdoc_ruleset *set, logdoc_str json, struct logdoc_error *error)
{
    if (!rules_json_load(set, "x.json", json, error) || !ruleset_link(set, 0, error))
        return false;
    for (size_t i = 0; i < set->rules.count; i++)
        if (!rules_check_rule(set, set->rules.items[i], error))
            return false;
    return rules_check_set(set, error);
}

static struct logdoc_ruleset *load_good(void)
{
    struct logdoc_error error = { "", "" };
    struct logdoc_ruleset *set = ruleset_new();
    cr_assert(load(set, str_from(good_file), &error), "%s: %s", error.where, error.text);
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
    struct logdoc_ruleset *set = load_good();
    const struct rule *rule = ruleset_find(set, STR("no-module-2"));
    cr_assert_not_null(rule);
    cr_expect_str_eq(rule->file, "x.json");
    cr_expect_str_eq(rule->title, "No module '{module}' in {app|the app}");
    cr_expect_str_eq(rule->why, "A \"why\" \xE2\x80\xA6 \xF0\x9F\x98\x80");
    cr_expect_str_eq(rule->subject, "{module}");
    cr_expect_eq(rule->severity, LOGDOC_FATAL);
    cr_expect_eq(rule->fault, LOGDOC_FAULT_DEPENDENCY);
    cr_expect_eq(rule->confidence, LOGDOC_MEDIUM);
    cr_expect_eq(rule->scope, SCOPE_APP | SCOPE_ROUTER);
    cr_expect_eq(rule->lines, 2);
    cr_expect_eq(rule->window, 60);
    cr_expect_eq(rule->weight, 70);
    cr_expect_str_eq(rule->trace, "python");
    cr_expect_str_eq(rule->symptom, "missing");
    cr_expect_str_eq(rule->code, "missing-{module}");
    logdoc_ruleset_free(set);
}

Test(rules_json, lists_of_a_rule)
{
    struct logdoc_ruleset *set = load_good();
    const struct rule *rule = set->rules.items[0];
    expect_names(rule->needles, rule->needle_count, "No module ");
    expect_names(rule->predicates, rule->predicate_count, "!stdlib-module dotted ");
    expect_names(rule->explains, rule->explain_count, "H10 exit R10 ");
    expect_names(rule->needs, rule->need_count, "H10 ");
    expect_names(rule->docs, rule->doc_count, "https://example.com/ ");
    cr_expect_eq(rule->pattern_count, 2);
    cr_expect_eq(rule->veto_count, 1);
    cr_assert_eq(rule->capture_count, 1);
    cr_expect_str_eq(rule->captures[0].name, "module");
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
    struct logdoc_ruleset *set = load_good();
    const struct rule *rule = set->rules.items[0];
    cr_assert_eq(rule->fix_count, 1);
    const struct rule_fix *fix = &rule->fixes[0];
    expect_names(fix->conditions, fix->condition_count, "package !django ");
    expect_names(fix->commands, fix->command_count, "git add {module} ");
    cr_expect_str_eq(fix->summary, "Add {package}");
    cr_expect_str_eq(fix->detail, "because");
    cr_expect_eq(fix->confidence, LOGDOC_HIGH);
    cr_assert_eq(fix->edit_count, 1);
    cr_expect_str_eq(fix->edits[0].file, "requirements.txt");
    cr_expect_str_eq(fix->edits[0].op, "replace-line");
    cr_expect_str_eq(fix->edits[0].text, "{package}");
    cr_expect_str_eq(fix->edits[0].old, "{module}");
    logdoc_ruleset_free(set);
}

Test(rules_json, data_of_a_file)
{
    struct logdoc_ruleset *set = load_good();
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

Test(rules_json, defaults)
{
    static const char json[] =
        "{\"rules\":[{\"id\":\"a\",\"title\":\"t\",\"needles\":[\"abc\"],"
        "\"match\":\"abc\",\"why\":\"w\",\"fixes\":[{\"summary\":\"s\"}],"
        "\"examples\":[{\"log\":[\"abc\"]}],"
        "\"rejects\":[{\"log\":[\"b\"],\"because\":\"c\"}]}]}";
    struct logdoc_error error = { "", "" };
    struct logdoc_ruleset *set = ruleset_new();
    cr_assert(load(set, str_from(json), &error), "%s: %s", error.where, error.text);
    const struct rule *rule = set->rules.items[0];
    cr_expect_str_eq(rule->subject, "");
    cr_expect_eq(rule->severity, LOGDOC_ERROR);
    cr_expect_eq(rule->fault, LOGDOC_FAULT_APP);
    cr_expect_eq(rule->confidence, LOGDOC_HIGH);
    cr_expect_eq(rule->scope, SCOPE_APP | SCOPE_BUILD | SCOPE_PLAIN);
    cr_expect_eq(rule->lines, 1);
    cr_expect_eq(rule->window, 120);
    cr_expect_eq(rule->weight, 50);
    cr_expect_null(rule->trace);
    cr_expect_null(rule->symptom);
    cr_expect_null(rule->code);
    cr_expect_str_eq(rule->fixes[0].detail, "");
    cr_expect_eq(rule->fixes[0].confidence, LOGDOC_MEDIUM);
    cr_expect_null(rule->examples[0].subject);
    logdoc_ruleset_free(set);
}

static void note_use(void *user, uint32_t id, size_t offset)
{
    const struct logdoc_ruleset *set = user;
    (void)offset;
    cr_assert_lt(id, set->uses_of.count);
    const struct needle_use *use = &set->uses.items[set->uses_of.items[id] - 1];
    cr_expect((use->rule != NULL) + (use->grammar != NULL) + (use->fact != NULL) == 1);
}

Test(rules_json, needles_lead_to_their_uses)
{
    struct logdoc_ruleset *set = load_good();
    cr_expect_eq(needles_count(set->needles), 4);
    cr_expect_eq(set->uses.count, 4);
    needles_scan(set->needles, STR("Traceback (django.core No module flask/app.py"),
                 note_use, set);
    logdoc_ruleset_free(set);
}

/* The good file with one place changed. */
static void change(struct strbuf *out, const char *from, const char *to)
{
    size_t at = str_find(str_from(good_file), str_from(from));
    cr_assert_neq(at, SIZE_MAX, "not in the file: %s", from);
    strbuf_add(out, good_file, at);
    strbuf_add_text(out, to);
    strbuf_add_text(out, good_file + at + strlen(from));
}

/* Arrays, not pointers: Criterion passes parameters to another process. */
struct mistake {
    char from[80], to[120];
    char where[80], text[100];
};

#define RULE "x.json: rule 'no-module-2'"

static struct mistake mistakes[] = {
    /* not JSON */
    { "{ \"about\"", "[ \"about\"", "x.json", "must be an object" },
    { "{ \"about\": \"a family\",", "{ \"about\" \"a family\",", "x.json:1:11",
      "':' is missing behind a key" },
    { "\"a family\",", "\"a family\"", "x.json:2:3", "',' or '}' is missing" },
    { "\"a family\"", "\"a\tfamily\"", "x.json:1:14", "a control character in a text" },
    { "\"a family\"", "\"a \xFF\"", "x.json:1:17", "the text is not UTF-8" },
    { "\"a family\"", "\"\\x\"", "x.json:1:16", "a bad escape in a text" },
    { "\"a family\"", "\"\\u0000\"", "x.json:1:20", "a bad escape in a text" },
    { "\"a family\"", "\"\\u12g4\"", "x.json:1:20", "a bad escape in a text" },
    { "\"a family\"", "\"\\ud83d\"", "x.json:1:20", "a bad escape in a text" },
    { "\"a family\"", "\"\\ude00\"", "x.json:1:20", "a bad escape in a text" },
    { "\"a family\",", "\"a family\", 5", "x.json:1:25", "a key is missing" },
    { "\"H10\", \"@end\"]", "\"H10\", \"@end\"}", "x.json:2:40",
      "',' or ']' is missing" },
    { "\"H10\", \"@end\"]", "\"H10\", ]", "x.json: groups.boot[1]", "must be a text" },
    { "} ] } ] }\n", "} ] } ] } }\n", "x.json:39:80", "something follows the end" },
    { "} ] } ] }\n", "} ] } ]", "x.json:39:77", "the file ends within a value" },
    /* keys and types */
    { "\"about\"", "\"About\"", "x.json: About", "unknown key" },
    { "\"about\": \"a family\"", "\"about\": 5", "x.json: about", "must be a text" },
    { "\"about\": \"a family\"", "\"about\": \"a\", \"about\": \"b\"", "x.json: about",
      "the key is there twice" },
    { "\"severity\"", "\"severty\"", RULE ": severty", "unknown key" },
    { "\"summary\"", "\"sumary\"", RULE ": fixes[0].sumary", "unknown key" },
    { "\"old\"", "\"odl\"", RULE ": fixes[0].edits[0].odl", "unknown key" },
    { "\"lines\": 2", "\"lines\": 0", RULE ": lines",
      "must be a whole number from 1 to 40" },
    { "\"lines\": 2", "\"lines\": 41", RULE ": lines",
      "must be a whole number from 1 to 40" },
    { "\"lines\": 2", "\"lines\": 99999999999", RULE ": lines",
      "must be a whole number" },
    { "\"lines\": 2", "\"lines\": -1", RULE ": lines", "must be a whole number" },
    { "\"lines\": 2", "\"lines\": \"2\"", RULE ": lines", "must be a whole number" },
    { "\"window\": 60", "\"window\": 86401", RULE ": window", "must be a whole number" },
    { "\"weight\": 70", "\"weight\": 101", RULE ": weight", "must be a whole number" },
    { "\"fatal\"", "\"deadly\"", RULE ": severity",
      "'deadly' is none of info, warning, error, fatal" },
    { "\"dependency\"", "\"mine\"", RULE ": fault", "'mine' is none of unknown, app" },
    { "\"medium\"", "\"sure\"", RULE ": confidence",
      "'sure' is none of low, medium, high" },
    { "\"router\"", "\"rooter\"", RULE ": scope[1]",
      "'rooter' is none of app, dyno, router" },
    { "[\"app\", \"router\"]", "[]", RULE ": scope", "must not be empty" },
    { "\"module\": \"module\" }", "\"module\": \"mod\" }", RULE ": captures.module",
      "'mod' is none of text, module, package" },
    { "\"title\": \"No module '{module}' in {app|the app}\"", "\"title\": [\"a\"]",
      RULE ": title", "must be a text" },
    { "\"log\": [\"No module named 'a.b'\", \"second\"]", "\"log\": [5]",
      RULE ": examples[0].log[0]", "must be a text" },
    { "\"log\": [\"a module\"]", "\"log\": []", RULE ": rejects[0].log",
      "must be one line" },
    { ", \"because\": \"it is there\"", "", RULE ": rejects[0]",
      "the key 'because' is missing" },
    { "\"because\"", "\"subject\"", RULE ": rejects[0].subject", "unknown key" },
    { "\"fixes\": [", "\"fixes\": 5, \"x\": [", RULE ": fixes", "must be a list" },
    { "\"innermost_last\": true", "\"innermost_last\": 1",
      "x.json: traces[0].innermost_last", "must be true or false" },
    /* the id */
    { "\"id\": \"no-module-2\", ", "", "x.json: rules[0]", "the key 'id' is missing" },
    { "\"no-module-2\"", "\"No-Module\"", "x.json: rules[0].id",
      "'No-Module' must be lower" },
    { "\"no-module-2\"", "\"no--module\"", "x.json: rules[0].id",
      "'no--module' must be lower" },
    { "\"no-module-2\"", "\"no-\"", "x.json: rules[0].id", "'no-' must be lower-case" },
    { "\"no-module-2\"", "\"\"", "x.json: rules[0].id", "'' must be lower-case words" },
    { "\"rules\": [ {", "\"rules\": [ { \"sever\": 1,", "x.json: rules[0].sever",
      "unknown key" },
    /* data */
    { "\"@end\"]", "\"@ende\"]", "groups",
      "the group 'boot' refers to an unknown group '@ende'" },
    { "[\"abc\", \"argparse\"]", "[\"abc\", 5]", "x.json: tables.stdlib[1]",
      "must be a text" },
    { "\"flask_session\": \"Flask-Session\"", "\"a\": \"b\", \"a\": \"c\"",
      "x.json: tables.packages.a", "the word has the value 'b' already" },
    { "[\"django.core\"]", "[\"dj\"]", "x.json: facts.django",
      "the needle 'dj' is shorter than 3 bytes" },
    { "[\"django.core\"]", "[]", "x.json: facts.django", "needs at least one needle" },
    { "\"language\": \"python\", ", "", "x.json: traces[0]",
      "the key 'language' is missing" },
    { "\"needles\": [\"Traceback (\"], ", "", "x.json: traces[0].steps[0]",
      "needs at least one needle" },
    { "\"from\": \"frames\",", "\"from\": \"frames\", \"needles\": [\"abc\"],",
      "x.json: traces[0].steps[1]", "only a step from 'start' has needles" },
    { "\"from\": \"frames\"", "\"from\": \"frame\"", "x.json: traces[0].steps[1]",
      "no step leads to the state 'frame'" },
    { "\"from\": \"frames\"", "\"from\": []", "x.json: traces[0].steps[1]",
      "'from' names no state" },
    { "\"role\": \"text\"", "\"role\": \"words\"", "x.json: traces[0].steps[0].role",
      "'words' is none of text, frame, exception, chain-cause, chain-context" },
    { "\"/site-packages/\"", "\"(?<\"", "x.json: traces[0].foreign",
      "the pattern has a malformed group name" },
    { "\"/site-packages/\"", "\"(\"", "traces of python", "bad pattern at byte 1" },
    /* what the keys of a rule say about each other */
    { "\"needles\": [\"No module\"],", "", RULE ": needles",
      "needs at least one needle" },
    { "\"needles\": [\"No module\"]", "\"needles\": [\"No\"]", RULE ": needles",
      "the needle 'No' is shorter than 3 bytes" },
    { "\"unless\": \"warning\"", "\"unless\": []", RULE ": unless",
      "needs at least one pattern" },
    { "\"captures\": { \"module\"", "\"captures\": { \"modul\"", RULE ": captures",
      "no pattern has a group 'modul'" },
    { "\"lookup\": { \"package\"", "\"lookup\": { \"module\"", RULE ": lookup",
      "'module' is a group of the pattern already" },
    { "\"table\": \"packages\"", "\"table\": \"package\"", RULE ": lookup",
      "the table 'package' is unknown or empty" },
    { "\"trace\": \"python\"", "\"trace\": \"cobol\"", RULE ": trace",
      "no traces of the language 'cobol' are known" },
    { "\"dotted\"", "\"doted\"", RULE ": where", "unknown predicate 'doted'" },
    { "\"@boot\", \"R10\"", "\"@boots\"", RULE ": explains",
      "the group '@boots' is unknown" },
    { "\"needs\": \"H10\"", "\"needs\": \"@x\"", RULE ": needs",
      "the group '@x' is unknown" },
    /* what is checked of rules that nobody has tested */
    { "No module (?<module>\\\\w+)", "No (module", RULE ": match",
      "bad pattern at byte 10" },
    { "\"warning\"", "\"(\"", RULE ": unless", "bad pattern at byte 1" },
    { "in {app|the app}", "in {app}", RULE ": title", "'app' may be missing" },
    { "in {app|the app}", "in {app", RULE ": title", "the template is malformed" },
    { "in {app|the app}", "in {apple|x}", RULE ": title", "'apple' is no capture" },
    { "in {app|the app}", "in it.", RULE ": title",
      "must be a sentence without a full stop" },
    { "\"subject\": \"{module}\"", "\"subject\": \"{package}\"", RULE ": subject",
      "'package' may be missing" },
    { "\"key\": \"{module}\"", "\"key\": \"{modul}\"", RULE ": lookup",
      "'modul' is no capture" },
    { "missing-{module}", "missing-{x}", RULE ": code", "'x' is no capture" },
    { "\"R10\"]", "\"R1000\"]", RULE ": explains", "'R1000' is no symptom and no rule" },
    { "\"needs\": \"H10\"", "\"needs\": \"crash\"", RULE ": needs",
      "'crash' is no symptom and no rule" },
    { "\"!django\"", "\"!jango\"", RULE ": fixes.if", "'!jango' is neither a capture" },
    { "Add {package}", "Add {pack}", RULE ": fixes.summary", "'pack' is no capture" },
    { "\"because\", \"comm", "\"{x}\", \"comm", RULE ": fixes.detail",
      "'x' is no capture" },
    { "git add {module}", "git add {", RULE ": fixes.commands",
      "the template is malformed" },
    { "\"replace-line\"", "\"replace\"", RULE ": fixes.edits.op",
      "unknown operation 'replace'" },
    { "\"replace-line\"", "\"add-line\"", RULE ": fixes.edits.old",
      "'add-line' needs no old line" },
    { "\"replace-line\"", "\"remove-line\"", RULE ": fixes.edits.text",
      "'remove-line' needs no text" },
    { ", \"old\": \"{module}\"", "", RULE ": fixes.edits.old",
      "'replace-line' needs the old line" },
    { "\"text\": \"{package}\"", "\"text\": \"{message}\"", RULE ": fixes.edits.text",
      "'message' stands in an edit and has no type" },
    { "\"captures\": { \"module\": \"module\" }", "\"captures\": {}",
      RULE ": fixes.edits.old", "'module' stands in an edit and has no type" },
    { "https://", "http://", RULE ": docs", "'http://example.com/' does not begin with" },
    { "No module named 'a.b'", "no module", RULE ": examples",
      "example 1 has none of the needles" },
    { "\"why\": \"A", "\"why\": \"\", \"w\": \"A", RULE ": w", "unknown key" },
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
    cr_expect(!load(set, strbuf_str(&json), &error), "%s -> %s passed", row->from,
              row->to);
    cr_expect_str_eq(error.where, row->where, "%s -> %s: where is %s (%s)", row->from,
                     row->to, error.where, error.text);
    cr_expect(str_starts(str_from(error.text), str_from(row->text)),
              "%s -> %s: text is %s", row->from, row->to, error.text);
    strbuf_release(&json);
    logdoc_ruleset_free(set);
}

struct missing {
    char key[12];
};

static struct missing required[] = { { "title" }, { "match" },    { "why" },
                                     { "fixes" }, { "examples" }, { "rejects" } };

ParameterizedTestParameters(rules_json, required_keys)
{
    return cr_make_param_array(struct missing, required,
                               sizeof(required) / sizeof(required[0]));
}

/* Each key of a small rule but one. */
ParameterizedTest(struct missing *row, rules_json, required_keys)
{
    static const char *const members[][2] = {
        { "title", "\"title\":\"t\"" },
        { "match", "\"match\":\"abc\"" },
        { "why", "\"why\":\"w\"" },
        { "fixes", "\"fixes\":[{\"summary\":\"s\"}]" },
        { "examples", "\"examples\":[{\"log\":[\"abc\"]}]" },
        { "rejects", "\"rejects\":[{\"log\":[\"b\"],\"because\":\"c\"}]" },
    };
    struct logdoc_error error = { "", "" };
    struct logdoc_ruleset *set = ruleset_new();
    struct strbuf json, wanted;

    strbuf_init(&json, 1000);
    strbuf_init(&wanted, 100);
    strbuf_add_text(&json, "{\"rules\":[{\"id\":\"a\",\"needles\":[\"abc\"]");
    for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++)
        if (strcmp(members[i][0], row->key) != 0)
            strbuf_add_format(&json, ",%s", members[i][1]);
    strbuf_add_text(&json, "}]}");
    strbuf_add_format(&wanted, "the key '%s' is missing", row->key);
    cr_expect(!load(set, strbuf_str(&json), &error));
    cr_expect_str_eq(error.where, "x.json: rule 'a'");
    cr_expect_str_eq(error.text, wanted.at);
    strbuf_release(&wanted);
    strbuf_release(&json);
    logdoc_ruleset_free(set);
}

/* Two files, one after the other. */
struct pair {
    char first[100], second[100];
    char where[40], text[80]; /* "": they go together */
};

static struct pair pairs[] = {
    { "{\"groups\":{\"a\":[\"H10\"]}}", "{\"groups\":{\"a\":[\"H20\"],\"b\":\"@a\"}}", "",
      "" },
    { "{\"groups\":{\"a\":[\"@b\"]}}", "{\"groups\":{\"b\":[\"@a\",\"@b\"]}}", "", "" },
    { "{\"tables\":{\"a\":{\"k\":\"v\"}}}", "{\"tables\":{\"a\":{\"k\":\"v\"}}}", "",
      "" },
    { "{\"tables\":{\"a\":{\"k\":\"v\"}}}", "{\"tables\":{\"a\":{\"k\":\"w\"}}}",
      "x.json: tables.a.k", "the word has the value 'v' already" },
    { "{\"tables\":{\"a\":{\"k\":\"v\"}}}", "{\"tables\":{\"a\":[\"k\"]}}",
      "x.json: tables.a[0]", "the word has the value 'v' already" },
    { "{\"facts\":{\"a\":\"one\"}}", "{\"facts\":{\"a\":[\"two\"]}}", "", "" },
    { "{\"traces\":[{\"language\":\"go\",\"foreign\":\"x\",\"steps\":[]}]}", "{}",
      "x.json: traces[0].steps", "must be a list of 1 to 200 steps" },
    { "{}", "{}", "", "" },
    { "{}", "", "x.json:1:1", "the file ends within a value" },
    { "{}", "[]", "x.json", "must be an object" },
    { "{}", "{\"rules\":[5]}", "x.json: rules[0]", "must be an object" },
};

ParameterizedTestParameters(rules_json, two_files)
{
    return cr_make_param_array(struct pair, pairs, sizeof(pairs) / sizeof(pairs[0]));
}

ParameterizedTest(struct pair *row, rules_json, two_files)
{
    struct logdoc_error error = { "", "" };
    struct logdoc_ruleset *set = ruleset_new();
    bool loaded = rules_json_load(set, "x.json", str_from(row->first), &error) &&
                  rules_json_load(set, "x.json", str_from(row->second), &error) &&
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
    static const char first[] =
        "{\"groups\":{\"a\":[\"H10\",\"@b\"]},\"facts\":{\"f\":\"one\"}}";
    static const char second[] =
        "{\"groups\":{\"b\":[\"H20\",\"@a\"],\"a\":\"R10\"},\"facts\":{\"f\":\"two\"}}";
    cr_assert(rules_json_load(set, "a.json", str_from(first), &error));
    cr_assert(rules_json_load(set, "b.json", str_from(second), &error));
    cr_assert(ruleset_link(set, 0, &error));
    const struct name_list *group = hashmap_find(&set->groups, STR("a"));
    expect_names(group->names, group->count, "H10 R10 H20 ");
    const struct rule_fact *fact = ruleset_fact(set, "f");
    expect_names(fact->needles, fact->needle_count, "one two ");
    cr_expect_eq(set->facts.count, 1);
    cr_expect_eq(set->uses.items[1].fact, fact);
    logdoc_ruleset_free(set);
}

Test(rules_json, a_rule_twice)
{
    struct logdoc_error error = { "", "" };
    struct logdoc_ruleset *set = load_good();
    static const char rules[] = "{\"rules\":[{\"id\":\"no-module-2\",\"title\":\"t\","
                                "\"needles\":[\"abc\"],\"match\":\"abc\",\"why\":\"w\","
                                "\"fixes\":[],\"examples\":[],\"rejects\":[]}]}";
    cr_expect(!rules_json_load(set, "y.json", str_from(rules), &error));
    cr_expect_str_eq(error.where, "y.json: rule 'no-module-2': id");
    cr_expect_str_eq(error.text, "the id is taken by a rule of x.json");
    logdoc_ruleset_free(set);
}

Test(rules_json, texts_have_a_cap)
{
    struct logdoc_error error = { "", "" };
    struct logdoc_ruleset *set = ruleset_new();
    struct strbuf json;
    strbuf_init(&json, 100000);
    strbuf_add_text(&json, "{\"about\":\"");
    for (size_t i = 0; i <= 64 * 1024; i++)
        strbuf_add_char(&json, 'a');
    strbuf_add_text(&json, "\"}");
    cr_expect(!rules_json_load(set, "x.json", strbuf_str(&json), &error));
    cr_expect_str_eq(error.where, "x.json: about");
    cr_expect_str_eq(error.text, "the text is longer than 65536 bytes");
    strbuf_release(&json);
    logdoc_ruleset_free(set);
}

/* Whatever is loaded, nothing breaks and nothing leaks; an error says where. */
static void try_loading(logdoc_str json)
{
    struct logdoc_error error = { "", "" };
    struct logdoc_ruleset *set = ruleset_new();
    if (!load(set, json, &error))
        cr_expect(error.where[0] && error.text[0]);
    logdoc_ruleset_free(set);
}

Test(rules_json, cut_anywhere, .timeout = 60)
{
    for (size_t len = 0; len < sizeof(good_file) - 1; len++) {
        char *exact = mem_alloc(len);
        memcpy(exact, good_file, len);
        try_loading((logdoc_str){ exact, len });
        free(exact);
    }
}

Test(rules_json, changed_anywhere, .timeout = 60)
{
    static const char bytes[] = "\"\\{}[]:,@!(?<>)|0a\n\x01\xC3\xFF";
    uint32_t state = 1;
    for (int round = 0; round < 4000; round++) {
        char *copy = mem_copy_text(good_file, sizeof(good_file) - 1);
        for (int i = 0; i < 1 + round % 3; i++) {
            state = state * UINT32_C(1664525) + UINT32_C(1013904223);
            copy[(state >> 8) % (sizeof(good_file) - 1)] =
                bytes[(state >> 4) % (sizeof(bytes) - 1)];
        }
        try_loading((logdoc_str){ copy, sizeof(good_file) - 1 });
        free(copy);
    }
}

Test(rules_json, built_in_rules_hold)
{
    struct logdoc_error error = { "", "" };
    struct logdoc_ruleset *set = logdoc_ruleset_new_builtin(&error);
    cr_assert_not_null(set, "%s: %s", error.where, error.text);
    for (size_t i = 0; i < set->rules.count; i++)
        cr_expect(rules_check_rule(set, set->rules.items[i], &error), "%s: %s",
                  error.where, error.text);
    cr_expect(rules_check_set(set, &error), "%s: %s", error.where, error.text);
    logdoc_ruleset_free(set);
}
