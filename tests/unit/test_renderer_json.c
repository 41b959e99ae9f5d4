/* SPDX-License-Identifier: MIT
 * JSON and ndjson hold exactly the fields of the contract. */
#include "rendering.h"
#include "report_fixtures.h"

#include "str.h"

#include <jansson.h>

enum { OUTPUT_CAP = 1 << 24 };

static void expect_keys(const json_t *object, const char *expected)
{
    struct strbuf keys;
    const char *key;
    json_t *value;
    strbuf_init(&keys, OUTPUT_CAP);
    json_object_foreach((json_t *)object, key, value)
    {
        strbuf_add_format(&keys, "%s%s", keys.len ? " " : "", key);
    }
    cr_expect_str_eq(keys.at, expected);
    strbuf_release(&keys);
}

static json_t *parsed(const char *text, size_t len)
{
    json_error_t error;
    json_t *value = json_loadb(text, len, 0, &error);
    cr_assert_not_null(value, "%s", error.text);
    return value;
}

#define DIAGNOSIS_KEYS                                                                   \
    "id severity status cause_known confidence fault title subject explanation count "   \
    "first_seen "                                                                        \
    "last_seen processes release evidence symptoms fixes docs"
#define STATS_KEYS                                                                       \
    "lines bytes entries requests request_errors status_class first_time last_time "     \
    "more "                                                                              \
    "service_ms connect_ms paths more_paths dynos more_dynos timeline timeline_seconds " \
    "dyno_health"

Test(renderer_json, json_holds_exactly_the_fields_of_the_contract)
{
    const struct render_options options = { .width = 80 };
    struct strbuf out = render("json", &options, &three_report);
    json_t *root = parsed(out.at, out.len);
    const json_t *diagnosis = json_array_get(json_object_get(root, "diagnoses"), 0);
    const json_t *fix = json_array_get(json_object_get(diagnosis, "fixes"), 0);
    expect_keys(root, "logdoc inputs diagnoses codes gaps stats");
    expect_keys(json_array_get(json_object_get(root, "inputs"), 0), "name lines bytes");
    expect_keys(diagnosis, DIAGNOSIS_KEYS);
    expect_keys(json_array_get(json_object_get(diagnosis, "evidence"), 0),
                "input line time source process text decisive");
    expect_keys(json_array_get(json_object_get(diagnosis, "symptoms"), 0),
                "code count first_seen last_seen");
    expect_keys(fix, "summary detail commands edits confidence");
    expect_keys(json_object_get(root, "codes"), "H12 R14");
    expect_keys(json_array_get(json_object_get(root, "gaps"), 0),
                "kind messages input line");
    expect_keys(json_object_get(root, "stats"), STATS_KEYS);
    json_decref(root);
    strbuf_release(&out);
}

static const char *text_at(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

Test(renderer_json, json_tells_the_worked_example)
{
    const struct render_options options = { .width = 80 };
    struct strbuf out = render("json", &options, &missing_package_report);
    json_t *root = parsed(out.at, out.len);
    const json_t *diagnosis = json_array_get(json_object_get(root, "diagnoses"), 0);
    const json_t *fix = json_array_get(json_object_get(diagnosis, "fixes"), 0);
    const json_t *edit = json_array_get(json_object_get(fix, "edits"), 0);
    expect_keys(edit, "file op text old");
    cr_expect_str_eq(text_at(root, "logdoc"), LOGDOC_VERSION);
    cr_expect_str_eq(text_at(diagnosis, "severity"), "fatal");
    cr_expect_str_eq(text_at(diagnosis, "status"), "active");
    cr_expect_str_eq(text_at(diagnosis, "confidence"), "high");
    cr_expect_str_eq(text_at(diagnosis, "fault"), "app");
    cr_expect_str_eq(text_at(diagnosis, "first_seen"), "2026-11-22T10:00:05Z");
    cr_expect_str_eq(text_at(edit, "op"), "add-line");
    cr_expect_str_eq(text_at(edit, "text"), "Flask-Session");
    json_decref(root);
    strbuf_release(&out);
}

Test(renderer_json, json_brings_hostile_text_back_as_it_was)
{
    const struct render_options options = { .width = 80 };
    struct strbuf out = render("json", &options, &hostile_report);
    json_t *root = parsed(out.at, out.len);
    const json_t *diagnosis = json_array_get(json_object_get(root, "diagnoses"), 0);
    const json_t *evidence = json_array_get(json_object_get(diagnosis, "evidence"), 1);
    cr_expect_str_eq(text_at(diagnosis, "title"), HOSTILE);
    cr_expect_str_eq(text_at(evidence, "text"), HOSTILE);
    cr_expect(json_is_null(json_object_get(evidence, "time")));
    cr_expect_eq(json_integer_value(json_object_get(evidence, "line")), INT64_MAX);
    json_decref(root);
    strbuf_release(&out);
}

Test(renderer_json, ndjson_is_one_object_a_line)
{
    static const char *const events[] = { "diagnosis", "diagnosis", "diagnosis", "gap",
                                          "gap",       "gap",       "summary" };
    const struct render_options options = { .width = 80 };
    struct strbuf out = render("ndjson", &options, &three_report);
    size_t count = 0;
    for (logdoc_str rest = strbuf_str(&out); rest.len > 0; count++) {
        logdoc_str line = str_cut(&rest, '\n');
        json_t *event = parsed(line.at, line.len);
        cr_assert_lt(count, COUNT_OF(events));
        cr_expect_str_eq(text_at(event, "event"), events[count]);
        if (count == 0)
            expect_keys(event, "event " DIAGNOSIS_KEYS);
        if (count == 6)
            expect_keys(event, "event logdoc inputs diagnosis_count codes stats");
        json_decref(event);
    }
    cr_assert_eq(count, COUNT_OF(events));
    strbuf_release(&out);
}

Test(renderer_json, ndjson_tells_what_happens)
{
    static const char *const events[] = { "diagnosis", "update", "resolved" };
    const struct render_options options = { .width = 80 };
    for (size_t i = 0; i < COUNT_OF(events); i++) {
        struct strbuf out;
        strbuf_init(&out, OUTPUT_CAP);
        renderer_ndjson.happening(&out, &options, (enum logdoc_happening)i,
                                  &three_report.diagnoses[i]);
        cr_assert_eq(str_find_char(strbuf_str(&out), '\n'), out.len - 1);
        json_t *event = parsed(out.at, out.len);
        cr_expect_str_eq(text_at(event, "event"), events[i]);
        json_decref(event);
        strbuf_release(&out);
    }
}
