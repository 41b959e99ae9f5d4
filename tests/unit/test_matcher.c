/* SPDX-License-Identifier: MIT
 * Rules that ask the same about one event: each gets the answer to its own question. */
#include "rules_json.h"
#include "str.h"
#include "strbuf.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <logdoc/logdoc.h>

/* The heavier rule looks at the first word, the other at the second; a backquote is a
 * quote. */
static const char rules_json[] =
    "{ `tables`: { `stdlib`: [`os`] }, `rules`: [\n"
    "  { `id`: `first`, `title`: `t`, `weight`: 70, `needles`: [`need `],\n"
    "    `match`: `need (?<module>\\\\S+)`, `captures`: { `module`: `module` },\n"
    "    `where`: [`%s`], `subject`: `{module}`, `why`: `w`,\n"
    "    `fixes`: [ { `summary`: `s` } ] },\n"
    "  { `id`: `second`, `title`: `t`, `needles`: [`need `],\n"
    "    `match`: `need \\\\S+ (?<module>\\\\S+)`, `captures`: { `module`: `module` },\n"
    "    `where`: [`%s`], `subject`: `{module}`, `why`: `w`,\n"
    "    `fixes`: [ { `summary`: `s` } ] },\n"
    "  { `id`: `third`, `title`: `t`, `weight`: 30, `needles`: [`need `],\n"
    "    `match`: `need `, `where`: [`!stdlib-module`], `why`: `w`,\n"
    "    `fixes`: [ { `summary`: `s` } ] } ] }";

struct question {
    char first[16], second[16], line[40], id[8], subject[16];
};

static struct question questions[] = {
    { "stdlib-module", "stdlib-module", "need os flask", "first", "os" },
    { "stdlib-module", "stdlib-module", "need flask os", "second", "os" },
    { "!stdlib-module", "!stdlib-module", "need flask os", "first", "flask" },
    { "!stdlib-module", "!stdlib-module", "need os flask", "second", "flask" },
    { "stdlib-module", "!stdlib-module", "need flask os", "third", "" },
    { "dotted", "dotted", "need a.b c", "first", "a.b" },
    { "dotted", "dotted", "need a b.c", "second", "b.c" },
    { "dotted", "dotted", "need a b", "third", "" },
    { "stdlib-module", "!stdlib-module", "need 1os flask", "second", "flask" },
    { "stdlib-module", "!stdlib-module", "need 1os 1flask", "third", "" },
};

ParameterizedTestParameters(matcher, questions)
{
    return cr_make_param_array(struct question, questions,
                               sizeof(questions) / sizeof(questions[0]));
}

static struct logdoc_ruleset *load(const struct question *row)
{
    struct logdoc_error error = { "", "" };
    struct logdoc_ruleset *set = ruleset_new();
    struct strbuf json;
    strbuf_init(&json, 10000);
    strbuf_add_format(&json, rules_json, row->first, row->second);
    for (size_t i = 0; i < json.len; i++)
        json.at[i] = (char)(json.at[i] == '`' ? '"' : json.at[i]);
    cr_assert(rules_json_load(set, "x.json", strbuf_str(&json), &error) &&
                  ruleset_link(set, 0, &error),
              "%s: %s", error.where, error.text);
    strbuf_release(&json);
    return set;
}

ParameterizedTest(struct question *row, matcher, questions)
{
    struct logdoc_options options = { 0 };
    struct logdoc_ruleset *set = load(row);
    struct logdoc_engine *engine = logdoc_engine_new(set, &options);
    uint32_t input = logdoc_engine_open(engine, "log");
    logdoc_engine_feed(engine, input, str_from(row->line), 0);
    logdoc_engine_finish(engine);
    const struct logdoc_report *report = logdoc_engine_report(engine);
    cr_assert_eq(report->diagnosis_count, 1, "%s", row->line);
    cr_expect_str_eq(report->diagnoses[0].id, row->id);
    cr_expect_str_eq(report->diagnoses[0].subject, row->subject);
    logdoc_engine_free(engine);
    logdoc_ruleset_free(set);
}
