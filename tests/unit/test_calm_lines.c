/* SPDX-License-Identifier: MIT
 * What lines of log libraries and servers look like that mean no harm
 * (rules/levels.json).
 */
#include "rules_json.h"
#include "str.h"
#include "strbuf.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <logdoc/logdoc.h>

struct line {
    char text[160];
    bool calm;
};

static struct line lines[] = {
    { "INFO order 7 was sent", true },
    { "2026-11-30 10:00:00,123 [INFO] order 7", true },
    { "[2026-11-30 10:00:00 +0000] [4] [INFO] Booting worker with pid: 7", true },
    { "DEBUG: Error: of no interest", true },
    { "I, [2026-11-30T10:00:00.123 #4]  INFO -- : Error: of no interest", true },
    { "2026/11/30 10:00:00 [notice] 4#4: start worker", true },
    { "{\"time\":1,\"level\":\"info\",\"msg\":\"Error: of no interest\"}", true },
    { "{\"level\":30,\"msg\":\"pino counts\"}", true },
    { "{\"severity\": \"INFO\", \"message\": \"m\"}", true },
    { "time=\"2026-11-30\" level=info msg=\"Error: of no interest\"", true },
    { "4 TID-abc INFO: start", true },
    { "10.0.0.1 - - [30/Nov/2026:10:00:00 +0000] \"GET /Error HTTP/1.1\" 404 9", true },
    { "10.0.0.1 - bob [30/Nov/2026:10:00:00 +0000] \"PROPFIND / HTTP/1.1\" 207 9", true },
    { "10.0.0.1 - - [30/Nov/2026:10:00:00 +0000] \"LOCK /Error HTTP/1.1\" 200 9", true },
    { "10.0.0.1 - - [30/Nov/2026:10:00:00 +0000] \"GET /Error\" 200 9", true },
    { "GET /Error 404 1.2 ms", true },
    { "Started GET \"/\" for 10.0.0.1", true },
    { "[0b1c2d3e] Processing by HomeController#index as HTML", true },
    { "Completed 404 Not Found in 2ms", true },
    { "  Parameters: {\"q\"=>\"Error\"}", true },
    { "", false },
    { "Error: no INFO at all", false },
    { "ERROR order 7 was not sent", false },
    { "INFORMATION", false },
    { "INFO = 7", false },
    { "{\"level\":\"error\",\"msg\":\"m\"}", false },
    { "{\"level\":50,\"msg\":\"m\"}", false },
    { "time=\"2026-11-30\" level=error msg=\"m\"", false },
    { "10.0.0.1 - - [30/Nov/2026:10:00:00 +0000] \"GET / HTTP/1.1\" 500 9", false },
    { "GET / 503 1.2 ms", false },
    { "Completed 500 Internal Server Error in 2ms", false },
    { "Traceback (most recent call last):", false },
};

ParameterizedTestParameters(calm_lines, of_log_libraries)
{
    return cr_make_param_array(struct line, lines, sizeof(lines) / sizeof(lines[0]));
}

ParameterizedTest(struct line *row, calm_lines, of_log_libraries)
{
    struct logdoc_error error;
    struct logdoc_ruleset *rules = logdoc_ruleset_new_builtin(&error);
    cr_assert_not_null(rules);
    cr_expect_eq(calm_lines_fit(&rules->calm, str_from(row->text)), row->calm, "%s",
                 row->text);
    logdoc_ruleset_free(rules);
}

/* A way without needles is asked of every line; needles may come after the first look. */
Test(calm_lines, with_and_without_needles)
{
    struct logdoc_error error;
    struct calm_lines calm = { .needles = NULL };
    const char *const quiet[] = { "quiet" }, *const still[] = { "still", "quiet" };
    struct regex *any = regex_new("^any", "", &error),
                 *a = regex_new("^a .*quiet", "", &error),
                 *b = regex_new("^b .*(?:quiet|still)", "", &error);
    cr_expect_not(calm_lines_fit(&calm, STR("any")));
    cr_assert(calm_lines_add(&calm, &(struct calm_line){ NULL, 0, any }));
    cr_expect(calm_lines_fit(&calm, STR("any")));
    cr_assert(calm_lines_add(&calm, &(struct calm_line){ quiet, 1, a }));
    cr_expect(calm_lines_fit(&calm, STR("a quiet")));
    cr_expect_not(calm_lines_fit(&calm, STR("b still")));
    cr_assert(calm_lines_add(&calm, &(struct calm_line){ still, 2, b }));
    cr_expect(calm_lines_fit(&calm, STR("b still")));
    cr_expect(calm_lines_fit(&calm, STR("b quiet")));
    cr_expect(calm_lines_fit(&calm, STR("any quiet")));
    cr_expect_not(calm_lines_fit(&calm, STR("a still")));
    while (calm.ways.count < CALM_LINES_CAP)
        cr_assert(calm_lines_add(&calm, &(struct calm_line){ still, 2, b }));
    cr_expect_not(calm_lines_add(&calm, &(struct calm_line){ quiet, 1, a }));
    cr_expect(calm_lines_fit(&calm, STR("a quiet")));
    calm_lines_release(&calm);
    regex_free(any);
    regex_free(a);
    regex_free(b);
}

Test(calm_lines, of_a_file_have_a_cap)
{
    struct logdoc_error error = { "", "" };
    struct logdoc_ruleset *set = ruleset_new();
    struct strbuf json;
    strbuf_init(&json, 10000);
    strbuf_add_text(&json, "{\"calm\":[\"a\"");
    for (int i = 1; i < CALM_LINES_CAP; i++)
        strbuf_add_text(&json, ",\"a\"");
    strbuf_add_text(&json, "]}");
    cr_expect(rules_json_load(set, "x.json", strbuf_str(&json), &error));
    cr_expect_not(rules_json_load(set, "y.json", STR("{\"calm\":\"b\"}"), &error));
    cr_expect_str_eq(error.text, "there are more than 64 patterns");
    cr_expect_not(rules_json_load(set, "z.json", STR("{\"calm\":[]}"), &error));
    cr_expect_str_eq(error.text, "needs at least one pattern");
    strbuf_release(&json);
    logdoc_ruleset_free(set);
}
