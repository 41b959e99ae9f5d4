/* SPDX-License-Identifier: MIT
 * Which lines begin a trace, and of which language. */
#include "assembler.h"
#include "rules_json.h"
#include "str.h"
#include "strbuf.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

/* A backquote is a quote. */
static const char rules_json[] =
    "{ `traces`: [\n"
    "  { `language`: `python`, `foreign`: `x`, `steps`: [\n"
    "    { `from`: `start`, `needles`: [`Traceback`], `match`: `^Trace`, `to`: `a`,\n"
    "      `role`: `text` },\n"
    "    { `from`: `start`, `needles`: [`File `], `match`: `^(?<file>\\\\w+)`, `to`: "
    "`b`,\n"
    "      `role`: `frame` },\n"
    "    { `from`: `a`, `match`: `^(?<type>\\\\w+Error)`, `to`: `c`,\n"
    "      `role`: `exception` } ] },\n"
    "  { `language`: `ruby`, `foreign`: `x`, `steps`: [\n"
    "    { `from`: `start`, `needles`: [`Error`], `match`: `^(?<type>\\\\w*Error)`,\n"
    "      `to`: `a`, `role`: `exception` } ] } ] }";

static bool read_json(struct logdoc_ruleset *set, struct strbuf *json,
                      struct logdoc_error *error)
{
    for (size_t i = 0; i < json->len; i++)
        json->at[i] = (char)(json->at[i] == '`' ? '"' : json->at[i]);
    return rules_json_load(set, "x.json", strbuf_str(json), error) &&
           ruleset_link(set, 0, error);
}

/* What the events were, in a line. */
static struct strbuf events;

static void note(void *user, const struct event *event)
{
    (void)user;
    strbuf_add_format(&events, "%s:%zu ", event->grammar ? event->grammar->language : "-",
                      event->part_count);
}

struct log {
    char lines[64], events[40];
};

static struct log logs[] = {
    { "Traceback", "" }, /* says nothing yet */
    { "Traceback\nOneError", "python:1 " },
    { "OneError", "ruby:1 " },
    { "OneError\nTwoError", "ruby:1 ruby:1 " },
    { "File OneError", "python:1 " }, /* both: the first language */
    { "Traceback OneError", "" },
    { "one OneError", "" },           /* the needle, but not the pattern */
    { "one Traceback", "python:1 " }, /* a needle of its language, and File's pattern */
    { "File x\nFile y", "python:1 python:1 " },
};

ParameterizedTestParameters(assembler, begins_traces)
{
    return cr_make_param_array(struct log, logs, sizeof(logs) / sizeof(logs[0]));
}

ParameterizedTest(struct log *row, assembler, begins_traces)
{
    struct logdoc_error error = { "", "" };
    struct logdoc_ruleset *set = ruleset_new();
    struct assembler assembler;
    struct strbuf json;
    strbuf_init(&json, 10000);
    strbuf_init(&events, 1000);
    strbuf_add_text(&json, rules_json);
    cr_assert(read_json(set, &json, &error), "%s: %s", error.where, error.text);
    needles_finish(set->needles);
    assembler_init(&assembler, set, note, NULL);
    for (logdoc_str rest = str_from(row->lines); rest.len > 0;) {
        struct entry entry = { .message = str_cut(&rest, '\n'),
                               .process = STR("web.1"),
                               .scope = SCOPE_APP };
        assembler_add(&assembler, &entry);
    }
    assembler_flush(&assembler);
    char wanted[sizeof(row->events) + 8];
    (void)snprintf(wanted, sizeof(wanted), "%s", row->events);
    struct strbuf told;
    strbuf_init(&told, 1000);
    for (logdoc_str rest = strbuf_str(&events); rest.len > 0;) {
        logdoc_str event = str_cut(&rest, ' ');
        if (!str_ends(event, STR(":0")))
            strbuf_add_format(&told, "%.*s ", (int)event.len, event.at);
    }
    cr_expect_str_eq(told.at, wanted, "%s: %s", row->lines, told.at);
    strbuf_release(&told);
    assembler_release(&assembler);
    strbuf_release(&events);
    strbuf_release(&json);
    logdoc_ruleset_free(set);
}

static void add_language(struct strbuf *json, int number, int steps)
{
    strbuf_add_format(json, "{ `language`: `l%d`, `foreign`: `x`, `steps`: [", number);
    for (int i = 0; i < steps; i++)
        strbuf_add_format(json,
                          "%s{ `from`: `start`, `needles`: [`abc%d`], `match`: `a`,"
                          "`to`: `s%d`, `role`: `text` }",
                          i > 0 ? ", " : "", i, i);
    strbuf_add_text(json, "] }");
}

/* Each has a bit. */
Test(assembler, starts_have_a_cap)
{
    struct logdoc_error error = { "", "" };
    for (int steps = 32; steps <= 33; steps++) {
        struct logdoc_ruleset *set = ruleset_new();
        struct strbuf json;
        strbuf_init(&json, 100000);
        strbuf_add_text(&json, "{ `traces`: [");
        add_language(&json, 1, 32);
        strbuf_add_text(&json, ", ");
        add_language(&json, 2, steps);
        strbuf_add_text(&json, "] }");
        cr_expect_eq(read_json(set, &json, &error), steps == 32, "%s", error.text);
        strbuf_release(&json);
        logdoc_ruleset_free(set);
    }
    cr_expect_str_eq(error.text, "there are more than 64 steps from 'start'");
}
