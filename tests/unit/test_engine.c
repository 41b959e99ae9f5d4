/* SPDX-License-Identifier: MIT
 * The whole engine, on the samples: one answer however the bytes are cut, whatever dirt
 * is around them, and in which order they come. */
#include "mem.h"
#include "str.h"
#include "strbuf.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <logdoc/logdoc.h>
#include <stdio.h>
#include <string.h>

#ifndef LOGDOC_SOURCE_DIR
#error "the build names the source folder"
#endif

#define SAMPLE_CAP ((size_t)1024 * 1024)

static const char *const samples[] = {
    "build-failed",        "crashed-cause-not-shown",
    "database-url-scheme", "empty-database",
    "first-deploy",        "healthy",
    "missing-api-key",     "no-web-process",
    "os-env-getenv",       "port-not-bound",
    "slow-query",          "wrong-branch",
};

static struct strbuf read_sample(const char *name)
{
    char path[512];
    (void)snprintf(path, sizeof(path), "%s/samples/%s.log", LOGDOC_SOURCE_DIR, name);
    FILE *file = fopen(path, "rb");
    cr_assert_not_null(file, "%s", path);
    struct strbuf text;
    char bytes[4096];
    size_t len;
    strbuf_init(&text, SAMPLE_CAP);
    while ((len = fread(bytes, 1, sizeof(bytes), file)) > 0)
        strbuf_add(&text, bytes, len);
    fclose(file);
    return text;
}

static struct logdoc_ruleset *builtin_rules(void)
{
    struct logdoc_error error;
    struct logdoc_ruleset *rules = logdoc_ruleset_new_builtin(&error);
    cr_assert_not_null(rules, "%s: %s", error.where, error.text);
    return rules;
}

static void describe_one(struct strbuf *out, const struct logdoc_diagnosis *diagnosis)
{
    strbuf_add_format(out, "%s|%s|%s|%s|%llu\n", diagnosis->id, diagnosis->subject,
                      diagnosis->title, logdoc_status_name(diagnosis->status),
                      (unsigned long long)diagnosis->count);
    for (size_t i = 0; i < diagnosis->evidence_count; i++)
        strbuf_add_format(out, "  %llu %d %s\n",
                          (unsigned long long)diagnosis->evidence[i].line,
                          diagnosis->evidence[i].decisive, diagnosis->evidence[i].text);
    for (size_t i = 0; i < diagnosis->symptom_count; i++)
        strbuf_add_format(out, "  %s x%llu\n", diagnosis->symptoms[i].code,
                          (unsigned long long)diagnosis->symptoms[i].count);
    for (size_t i = 0; i < diagnosis->fix_count; i++)
        strbuf_add_format(out, "  fix %s\n", diagnosis->fixes[i].summary);
}

static struct strbuf describe(struct logdoc_engine *engine)
{
    struct strbuf out;
    strbuf_init(&out, SAMPLE_CAP);
    const struct logdoc_report *report = logdoc_engine_report(engine);
    for (size_t i = 0; i < report->diagnosis_count; i++)
        describe_one(&out, &report->diagnoses[i]);
    for (size_t i = 0; i < report->code_count; i++)
        strbuf_add_format(&out, "%s=%llu\n", report->codes[i].code,
                          (unsigned long long)report->codes[i].count);
    return out;
}

/* The answer when the log comes in pieces of at most `most` bytes. */
static struct strbuf answer_in_pieces(struct logdoc_ruleset *rules, logdoc_str log,
                                      size_t most, unsigned seed)
{
    struct logdoc_options options = { 0 };
    struct logdoc_engine *engine = logdoc_engine_new(rules, &options);
    uint32_t input = logdoc_engine_open(engine, "log");
    for (size_t at = 0; at < log.len;) {
        seed = seed * 1103515245u + 12345u;
        size_t len = seed ? 1 + (seed >> 8) % most : most;
        if (len > log.len - at)
            len = log.len - at;
        logdoc_engine_feed(engine, input, (logdoc_str){ log.at + at, len }, 0);
        at += len;
    }
    logdoc_engine_finish(engine);
    struct strbuf answer = describe(engine);
    logdoc_engine_free(engine);
    return answer;
}

static struct strbuf answer_at_once(struct logdoc_ruleset *rules, logdoc_str log)
{
    struct logdoc_options options = { 0 };
    struct logdoc_engine *engine = logdoc_engine_new(rules, &options);
    uint32_t input = logdoc_engine_open(engine, "log");
    logdoc_engine_feed(engine, input, log, 0);
    logdoc_engine_finish(engine);
    struct strbuf answer = describe(engine);
    logdoc_engine_free(engine);
    return answer;
}

Test(engine, cutting_makes_no_difference)
{
    static const size_t pieces[] = { 1, 2, 7, 80, 1000 };
    struct logdoc_ruleset *rules = builtin_rules();
    for (size_t s = 0; s < sizeof(samples) / sizeof(*samples); s++) {
        struct strbuf log = read_sample(samples[s]);
        struct strbuf whole = answer_at_once(rules, strbuf_str(&log));
        for (size_t i = 0; i < sizeof(pieces) / sizeof(*pieces); i++) {
            struct strbuf cut =
                answer_in_pieces(rules, strbuf_str(&log), pieces[i], (unsigned)(i + s));
            cr_expect_str_eq(cut.at, whole.at, "%s in pieces of %zu", samples[s],
                             pieces[i]);
            strbuf_release(&cut);
        }
        strbuf_release(&whole);
        strbuf_release(&log);
    }
    logdoc_ruleset_free(rules);
}

/* Each line of `log` with something before and behind it. */
static struct strbuf wrap_lines(logdoc_str log, const char *before, const char *behind)
{
    struct strbuf out;
    strbuf_init(&out, SAMPLE_CAP);
    while (log.len) {
        logdoc_str line = str_cut(&log, '\n');
        strbuf_add_text(&out, before);
        strbuf_add_str(&out, line);
        strbuf_add_text(&out, behind);
    }
    return out;
}

static void expect_same_answer(struct logdoc_ruleset *rules, const char *sample,
                               const char *before, const char *behind)
{
    struct strbuf log = read_sample(sample);
    struct strbuf dirty = wrap_lines(strbuf_str(&log), before, behind);
    struct strbuf clean_answer = answer_at_once(rules, strbuf_str(&log));
    struct strbuf dirty_answer = answer_at_once(rules, strbuf_str(&dirty));
    cr_expect_str_eq(dirty_answer.at, clean_answer.at, "%s", sample);
    strbuf_release(&log);
    strbuf_release(&dirty);
    strbuf_release(&clean_answer);
    strbuf_release(&dirty_answer);
}

Test(engine, dirt_makes_no_difference)
{
    struct logdoc_ruleset *rules = builtin_rules();
    for (size_t s = 0; s < sizeof(samples) / sizeof(*samples); s++) {
        expect_same_answer(rules, samples[s], "", "\r\n");
        expect_same_answer(rules, samples[s], "\033[36m", "\033[0m\n");
    }
    logdoc_ruleset_free(rules);
}

static void add_crash(struct strbuf *log)
{
    struct strbuf sample = read_sample("first-deploy");
    strbuf_add_str(log, strbuf_str(&sample));
    for (int i = 0; i < 38; i++)
        strbuf_add_format(
            log,
            "2026-03-02T09:15:%02d.100000+00:00 heroku[router]: at=error code=H10 "
            "desc=\"App crashed\" method=GET path=\"/\" host=a.herokuapp.com "
            "request_id=%d fwd=\"203.0.113.20\" dyno= connect= service= status=503 "
            "bytes= protocol=https\n",
            10 + i, i);
    strbuf_release(&sample);
}

Test(engine, a_missing_package_is_one_diagnosis_with_its_symptoms)
{
    struct logdoc_ruleset *rules = builtin_rules();
    struct logdoc_options options = { 0 };
    struct logdoc_engine *engine = logdoc_engine_new(rules, &options);
    struct strbuf log;
    strbuf_init(&log, SAMPLE_CAP);
    add_crash(&log);
    logdoc_engine_feed(engine, logdoc_engine_open(engine, "log"), strbuf_str(&log), 0);
    logdoc_engine_finish(engine);
    const struct logdoc_report *report = logdoc_engine_report(engine);
    cr_assert_eq(report->diagnosis_count, 1);
    const struct logdoc_diagnosis *only = &report->diagnoses[0];
    cr_expect_str_eq(only->subject, "flask_session");
    cr_expect_str_eq(only->release, "v7");
    cr_expect_eq(only->severity, LOGDOC_FATAL);
    cr_assert_geq(only->fix_count, 1);
    cr_assert_eq(only->fixes[0].edit_count, 1);
    cr_expect_str_eq(only->fixes[0].edits[0].text, "Flask-Session");
    cr_expect_str_eq(only->symptoms[0].code, "H10");
    cr_expect_eq(only->symptoms[0].count, 40);
    strbuf_release(&log);
    logdoc_engine_free(engine);
    logdoc_ruleset_free(rules);
}

static struct strbuf reversed(logdoc_str log)
{
    struct strbuf out;
    strbuf_init(&out, SAMPLE_CAP);
    size_t end = log.len - 1;
    for (size_t at = end; at-- > 0;)
        if (log.at[at] == '\n') {
            strbuf_add(&out, log.at + at + 1, end - at);
            end = at;
        }
    strbuf_add(&out, log.at, end + 1);
    return out;
}

Test(engine, newest_first_gives_the_same_cause)
{
    struct logdoc_ruleset *rules = builtin_rules();
    struct strbuf log = read_sample("first-deploy");
    struct strbuf backwards = reversed(strbuf_str(&log));
    struct strbuf answer = answer_at_once(rules, strbuf_str(&backwards));
    cr_expect(
        str_starts(strbuf_str(&answer), STR("python-missing-package|flask_session|")),
        "%s", answer.at);
    strbuf_release(&log);
    strbuf_release(&backwards);
    strbuf_release(&answer);
    logdoc_ruleset_free(rules);
}

struct happenings {
    size_t news, updates;
    char first[64];
};

static void note_happening(void *user, enum logdoc_happening what,
                           const struct logdoc_diagnosis *diagnosis)
{
    struct happenings *seen = user;
    if (what == LOGDOC_NEW_DIAGNOSIS && seen->news++ == 0)
        (void)snprintf(seen->first, sizeof(seen->first), "%s", diagnosis->id);
    if (what == LOGDOC_UPDATED_DIAGNOSIS)
        seen->updates++;
}

Test(engine, a_live_source_hears_of_a_cause_once_and_of_its_symptoms_as_updates)
{
    struct logdoc_ruleset *rules = builtin_rules();
    struct happenings seen = { 0 };
    struct logdoc_options options = { .happened = note_happening, .user = &seen };
    struct logdoc_engine *engine = logdoc_engine_new(rules, &options);
    uint32_t input = logdoc_engine_open(engine, "log");
    struct strbuf log = read_sample("first-deploy");
    logdoc_str rest = strbuf_str(&log);
    logdoc_time now = 1000 * LOGDOC_SECOND;
    for (int number = 1; rest.len; number++) {
        logdoc_str line = str_cut(&rest, '\n');
        logdoc_engine_feed(engine, input, (logdoc_str){ line.at, line.len + 1 }, now);
        if (number >= 22)
            logdoc_engine_tick(engine, now += LOGDOC_SECOND / 10);
    }
    logdoc_engine_finish(engine);
    cr_expect_eq(seen.news, 1);
    cr_expect_str_eq(seen.first, "python-missing-package");
    cr_expect_geq(seen.updates, 1);
    strbuf_release(&log);
    logdoc_engine_free(engine);
    logdoc_ruleset_free(rules);
}

Test(engine, what_exceeds_the_bounds_is_counted)
{
    struct logdoc_ruleset *rules = builtin_rules();
    struct logdoc_options options = { 0 };
    struct logdoc_engine *engine = logdoc_engine_new(rules, &options);
    uint32_t input = logdoc_engine_open(engine, "log");
    char line[256];
    for (int i = 0; i < 3000; i++) {
        int len = snprintf(line, sizeof(line),
                           "2026-03-02T09:14:52.310477+00:00 app[web.%d]: "
                           "ModuleNotFoundError: No module named 'zz%d'\n",
                           i, i);
        logdoc_engine_feed(engine, input, (logdoc_str){ line, (size_t)len }, 0);
    }
    logdoc_engine_finish(engine);
    const struct logdoc_report *report = logdoc_engine_report(engine);
    cr_expect_leq(report->diagnosis_count, 1000);
    cr_expect_geq(report->stats.more, 2000);
    logdoc_engine_free(engine);
    logdoc_ruleset_free(rules);
}

Test(engine, any_bytes_are_carried_through)
{
    struct logdoc_ruleset *rules = builtin_rules();
    struct logdoc_options options = { 0 };
    struct logdoc_engine *engine = logdoc_engine_new(rules, &options);
    uint32_t input = logdoc_engine_open(engine, "log");
    unsigned seed = 7;
    char bytes[4096];
    for (int round = 0; round < 64; round++) {
        for (size_t i = 0; i < sizeof(bytes); i++) {
            seed = seed * 1103515245u + 12345u;
            bytes[i] = (char)(seed >> 16);
        }
        logdoc_engine_feed(engine, input, (logdoc_str){ bytes, sizeof(bytes) }, 0);
    }
    logdoc_engine_finish(engine);
    cr_expect_eq(logdoc_engine_report(engine)->stats.bytes, 64 * sizeof(bytes));
    logdoc_engine_free(engine);
    logdoc_ruleset_free(rules);
}

/* The log system cuts at 10,000 bytes, here in the middle of the words that matter. */
Test(engine, a_message_that_was_cut_is_whole_again)
{
    static const char header[] = "2026-01-05T10:00:00.000000+00:00 app[web.1]: ";
    static const char words[] =
        "psycopg2.errors.UndefinedTable: relation \"users\" does not exist";
    struct logdoc_ruleset *rules = builtin_rules();
    struct strbuf log;
    strbuf_init(&log, SAMPLE_CAP);
    strbuf_add_format(&log, "%s%*s", header, 10000 - 50, "{\"text\": \"");
    strbuf_add(&log, words, 50);
    strbuf_add_format(&log, "\n%s%s\"}\n", header, words + 50);
    struct strbuf answer = answer_at_once(rules, strbuf_str(&log));
    cr_expect_not_null(strstr(answer.at, "db-relation-missing|users"), "%s", answer.at);
    strbuf_release(&answer);
    strbuf_release(&log);
    logdoc_ruleset_free(rules);
}
