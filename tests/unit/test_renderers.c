/* SPDX-License-Identifier: MIT
 * What an answer looks like to people: text and Markdown. */
#include "report_fixtures.h"

#include "phrases.h"
#include "rendering.h"
#include "str.h"
#include "utf8.h"

enum { OUTPUT_CAP = 1 << 24, LONG_TOKEN = 10000 };

static const struct logdoc_report *const all_reports[] = {
    &missing_package_report, &slow_requests_report, &three_report,
    &build_report,           &nothing_report,       &empty_report,
};

Test(renderers, every_one_is_found_by_its_name)
{
    for (const struct renderer *const *each = renderers; *each; each++) {
        cr_assert_eq(renderer_find((*each)->name), *each);
        cr_assert_eq(!(*each)->happening, !(*each)->summary_line);
    }
    cr_assert_null(renderer_find("xml"));
    cr_assert_null(renderer_find(""));
}

Test(renderers, text_tells_the_worked_example)
{
    const struct render_options options = { .width = 80, .unicode = true };
    expect_rendered(
        "text", &options, &missing_package_report,
        "FATAL  The Python package 'flask_session' is not installed\n"
        "\n"
        "  It has kept web.1 from running since release v7: 3 crashes (exit status 3),\n"
        "  40 × H10, 10:00:05–10:04:12.\n"
        "\n"
        "    line 37  web.1  File \"/app/.heroku/python/lib/python3.1…609, in "
        "spawn_worker\n"
        "    line 40  web.1  from flask_session import Session\n"
        "  ▶ line 41  web.1  ModuleNotFoundError: No module named 'flask_session'\n"
        "    line 44  web.1  Process exited with status 3\n"
        "    line 45  web.1  State changed from starting to crashed\n"
        "\n"
        "  Fix:  Add Flask-Session to requirements.txt\n"
        "        The package is called Flask-Session, although you import "
        "flask_session.\n"
        "\n"
        "        requirements.txt:  + Flask-Session\n"
        "\n"
        "        $ git add requirements.txt\n"
        "        $ git commit -m \"Add Flask-Session\"\n"
        "        $ git push heroku main\n"
        "\n"
        "  Why:  Heroku installs only what requirements.txt names. Your code imports\n"
        "        flask_session, and no package in that file brings it.\n"
        "\n"
        "  More: https://devcenter.heroku.com/articles/python-pip\n"
        "\n"
        "1 problem in 812 lines of crash.log, 2026-11-22 10:00:01–10:04:12 UTC; 210\n"
        "requests, 40 failed.\n"
        "Heroku code: H10 ×40.\n");
}

Test(renderers, text_is_wider_and_plainer_when_asked)
{
    const struct render_options options = { .width = 120 };
    expect_rendered(
        "text", &options, &build_report,
        "FATAL  There is no version 2.9.99 of the Python package psycopg2\n"
        "\n"
        "  It stopped the deploy.\n"
        "\n"
        "    line 11  build  -----> Installing requirements with pip\n"
        "  > line 14  build  ERROR: Could not find a version that satisfies the "
        "requirement psycopg2==2.9.99 (from -r\n"
        "                    requirements.txt (line 6)) (from versions: 2.9.5, 2.9.6, "
        "2.9.7, 2.9.8, 2.9.9, 2.9.10)\n"
        "    line 20  build  !     Push rejected, failed to compile Python app.\n"
        "\n"
        "  Fix:  Ask for a version that exists\n"
        "\n"
        "        requirements.txt:  - psycopg2==2.9.99\n"
        "        requirements.txt:  + psycopg2==2.9.10\n"
        "\n"
        "        $ git commit -am \"Use psycopg2 2.9.10\"\n"
        "        $ git push heroku main\n"
        "\n"
        "  Or:   Choose the Python version that your package needs (one possibility)\n"
        "\n"
        "        .python-version:  + 3.12\n"
        "\n"
        "  Why:  pip found the package, but not the version that line 6 of "
        "requirements.txt asks for.\n"
        "\n"
        "1 problem in 24 lines.\n");
}

Test(renderers, text_keeps_what_matters_less_short)
{
    const struct render_options options = { .width = 80 };
    struct strbuf out = render("text", &options, &three_report);
    const char *rest = strstr(out.at, "WARNING");
    cr_assert_str_eq(
        rest,
        "WARNING  The dyno uses more memory than it has\n"
        "  Seen 1,204 times in worker.1, 2026-11-22 10:00:40 - 2026-11-23 11:00:00.\n"
        "\n"
        "  > web.log:901  worker.1  Error R14 (Memory quota exceeded)\n"
        "\n"
        "  Fix:  Run fewer processes in the dyno (one possibility)\n"
        "\n"
        "        $ heroku config:set WEB_CONCURRENCY=1 --app my-app\n"
        "\n"
        "  More: logdoc explain memory-quota\n"
        "\n"
        "FATAL (over)  The config variable SECRET_KEY is not set\n"
        "  It kept web.1 from running in release v11: 1 crash (exit status 1),\n"
        "  2026-11-22 10:00:20-10:00:21. Over: a later start got past it.\n"
        "\n"
        "  > deploy.log:12  web.1  KeyError: 'SECRET_KEY'\n"
        "\n"
        "At least 1,191 log lines were lost (L10, L13): this answer may be incomplete.\n"
        "3 problems, 1 of them over, in 4,190,512 lines of 2 files, 2026-11-22 10:00:01 "
        "-\n"
        "2026-11-23 11:00:01 UTC; 2,933,000 requests, 212 failed. 3 further findings "
        "are\n"
        "not shown.\n"
        "Heroku codes: H12 x212, R14 x1,204.\n");
    strbuf_release(&out);
}

Test(renderers, text_says_when_nothing_is_wrong)
{
    const struct render_options options = { .width = 100 };
    expect_rendered(
        "text", &options, &nothing_report,
        "No failure found in 812 lines of crash.log, 2026-11-22 10:00:01-10:04:12 UTC; "
        "700 requests.\nHeroku code: H27 x2.\n");
    expect_rendered("text", &options, &empty_report,
                    "There was nothing to read: the input is empty.\n");
}

Test(renderers, text_says_nothing_happened_when_a_rule_is_explained)
{
    const struct logdoc_diagnosis rule = { .id = "some-rule",
                                           .title = "It broke",
                                           .severity = LOGDOC_ERROR,
                                           .subject = "",
                                           .confidence = LOGDOC_HIGH,
                                           .release = "",
                                           .explanation = "Because." };
    const struct logdoc_report report = { .diagnoses = &rule, .diagnosis_count = 1 };
    const struct render_options options = { .width = 80 };
    expect_rendered("text", &options, &report, "ERROR  It broke\n\n  Why:  Because.\n\n");
    expect_rendered("markdown", &options, &report,
                    "## ERROR: It broke\n\n**Why:** Because.\n\n");
}

Test(renderers, text_tells_what_happens)
{
    const struct render_options options = { .width = 80 };
    struct strbuf out;
    strbuf_init(&out, OUTPUT_CAP);
    renderer_text.happening(&out, &options, LOGDOC_UPDATED_DIAGNOSIS,
                            &three_report.diagnoses[1]);
    renderer_text.happening(&out, &options, LOGDOC_RESOLVED_DIAGNOSIS,
                            &three_report.diagnoses[2]);
    renderer_text.summary_line(&out, &options, &nothing_report);
    cr_assert_str_eq(
        out.at, "WARNING (update)  The dyno uses more memory than it has\n"
                "  Seen 1,204 times in worker.1, 10:00:40-11:00:00.\n"
                "\n"
                "FATAL (over)  The config variable SECRET_KEY is not set\n"
                "  It kept web.1 from running in release v11: 1 crash (exit status 1),\n"
                "  10:00:20-10:00:21. Over: a later start got past it.\n"
                "\n"
                "No failure found in 812 lines of crash.log, 2026-11-22 "
                "10:00:01-10:04:12 UTC;\n700 requests.\nHeroku code: H27 x2.\n");
    strbuf_release(&out);
}

static void expect_width(const struct strbuf *out, size_t width)
{
    for (logdoc_str rest = strbuf_str(out); rest.len > 0;) {
        logdoc_str line = str_cut(&rest, '\n');
        cr_assert_leq(utf8_width(line), width, "too wide for %zu: %.*s", width,
                      (int)line.len, line.at);
        cr_assert_not(str_ends(line, STR(" ")), "blank at the end: %.*s", (int)line.len,
                      line.at);
    }
}

Test(renderers, text_fits_the_terminal)
{
    static const unsigned widths[] = { 80, 81, 100, 120, 200 };
    for (size_t i = 0; i < COUNT_OF(all_reports); i++) {
        for (size_t w = 0; w < COUNT_OF(widths); w++) {
            struct render_options options = { .width = widths[w], .unicode = w % 2 };
            struct strbuf out = render("text", &options, all_reports[i]);
            expect_width(&out, widths[w]);
            strbuf_release(&out);
        }
    }
}

Test(renderers, text_is_the_same_with_colour)
{
    static const char *const codes[] = {
        "\x1b[0m",  "\x1b[1m",  "\x1b[2m",  "\x1b[31m",
        "\x1b[32m", "\x1b[33m", "\x1b[36m", "\x1b[1;31m"
    };
    const struct render_options plain = { .width = 80 },
                                color = { .width = 80, .color = true };
    struct strbuf expected = render("text", &plain, &three_report);
    struct strbuf out = render("text", &color, &three_report), stripped;
    strbuf_init(&stripped, OUTPUT_CAP);
    for (size_t at = 0; at < out.len;) {
        size_t skip = 0;
        for (size_t i = 0; i < COUNT_OF(codes); i++) {
            if (str_starts(str_from(out.at + at), str_from(codes[i])))
                skip = strlen(codes[i]);
        }
        if (skip == 0)
            strbuf_add_char(&stripped, out.at[at]);
        at += skip ? skip : 1;
    }
    cr_assert_gt(out.len, expected.len);
    cr_assert_str_eq(stripped.at, expected.at);
    strbuf_release(&stripped);
    strbuf_release(&out);
    strbuf_release(&expected);
}

struct impact_case {
    const char *code;
    enum logdoc_severity severity;
    enum logdoc_status status;
    const char *release, *expected;
};

static const struct impact_case impact_cases[] = {
    { "H10", LOGDOC_FATAL, LOGDOC_ACTIVE, "", "It keeps web.1 from running: 2 x H10." },
    { "R10", LOGDOC_FATAL, LOGDOC_ACTIVE, "v3",
      "It has kept web.1 from starting since release v3: 2 x R10." },
    { "exit-137", LOGDOC_ERROR, LOGDOC_ACTIVE, "",
      "It crashed web.1: 2 exits with status 137." },
    { "crashed", LOGDOC_FATAL, LOGDOC_RESOLVED, "v3",
      "It kept web.1 from running in release v3: 2 crashes. Over: a later start "
      "got past it." },
    { "build-failed", LOGDOC_FATAL, LOGDOC_RESOLVED, "",
      "It stopped the deploy 5 times. Over: a later deploy got past it." },
    { "release-failed", LOGDOC_FATAL, LOGDOC_ACTIVE, "v9",
      "It stopped release v9 5 times." },
    { "H12", LOGDOC_ERROR, LOGDOC_ACTIVE, "",
      "It made requests to web.1 fail: seen 5 times, 2 x H12." },
    { "H27", LOGDOC_INFO, LOGDOC_ACTIVE, "", "Seen 5 times in web.1, with 2 x H27." },
    { "R14", LOGDOC_WARNING, LOGDOC_ACTIVE, "v3",
      "Seen 5 times in web.1 since release v3, with 2 x R14." },
};

Test(renderers, impact_is_told_in_one_sentence)
{
    const struct wording wording = wording_of(false, NULL);
    const char *const web = "web.1";
    struct strbuf out;
    strbuf_init(&out, OUTPUT_CAP);
    for (size_t i = 0; i < COUNT_OF(impact_cases); i++) {
        const struct impact_case *each = &impact_cases[i];
        const struct logdoc_symptom symptom = { each->code, 2, 0, 0 };
        const struct logdoc_diagnosis diagnosis = {
            .severity = each->severity,
            .status = each->status,
            .count = 5,
            .release = each->release,
            .processes = &web,
            .process_count = 1,
            .symptoms = &symptom,
            .symptom_count = 1,
        };
        strbuf_reset(&out);
        phrase_impact(&out, &wording, &diagnosis);
        cr_expect_str_eq(out.at, each->expected);
    }
    strbuf_release(&out);
}

static void expect_title(const struct logdoc_diagnosis *diagnosis, const char *expected)
{
    const struct wording wording = wording_of(false, NULL);
    struct strbuf out;
    strbuf_init(&out, OUTPUT_CAP);
    phrase_title(&out, &wording, diagnosis);
    cr_expect_str_eq(out.at, expected);
    strbuf_release(&out);
}

Test(renderers, doubt_is_told_in_words)
{
    struct logdoc_diagnosis diagnosis = { .title = "It broke", .cause_known = true };
    diagnosis.confidence = LOGDOC_HIGH;
    expect_title(&diagnosis, "It broke");
    diagnosis.confidence = LOGDOC_MEDIUM;
    expect_title(&diagnosis, "Probably: It broke");
    diagnosis.confidence = LOGDOC_LOW;
    expect_title(&diagnosis, "One possibility: It broke");
    diagnosis.cause_known = false;
    expect_title(&diagnosis, "It broke");
}

Test(renderers, numbers_are_grouped)
{
    static const struct {
        uint64_t number;
        const char *expected;
    } cases[] = { { 0, "0" },
                  { 999, "999" },
                  { 1000, "1,000" },
                  { 4190512, "4,190,512" },
                  { UINT64_MAX, "18,446,744,073,709,551,615" } };
    struct strbuf out;
    strbuf_init(&out, OUTPUT_CAP);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        strbuf_reset(&out);
        phrase_number(&out, cases[i].number);
        cr_expect_str_eq(out.at, cases[i].expected);
    }
    strbuf_release(&out);
}

Test(renderers, links_are_only_addresses)
{
    cr_expect(phrase_is_link("https://devcenter.heroku.com/articles/error-codes#h12"));
    cr_expect(phrase_is_link("http://example.com/a?b=c&d=e"));
    cr_expect_not(phrase_is_link("javascript:alert(1)"));
    cr_expect_not(phrase_is_link("https://example.com/\" onmouseover=\"x"));
    cr_expect_not(phrase_is_link("https://example.com/>"));
    cr_expect_not(phrase_is_link("https://example.com/\nnext"));
    cr_expect_not(phrase_is_link(""));
}

Test(renderers, markdown_tells_the_same)
{
    const struct render_options options = { .width = 80 };
    expect_rendered(
        "markdown", &options, &build_report,
        "## FATAL: There is no version 2.9.99 of the Python package psycopg2\n"
        "\n"
        "It stopped the deploy.\n"
        "\n"
        "```text\n"
        "  line 11  build  -----> Installing requirements with pip\n"
        "> line 14  build  ERROR: Could not find a version that satisfies the "
        "requirement psycopg2==2.9.99 (from -r requirements.txt (line 6)) (from "
        "versions: 2.9.5, 2.9.6, 2.9.7, 2.9.8, 2.9.9, 2.9.10)\n"
        "  line 20  build  !     Push rejected, failed to compile Python app.\n"
        "```\n"
        "\n"
        "**Fix:** Ask for a version that exists\n"
        "\n"
        "```diff\n"
        "# requirements.txt\n"
        "- psycopg2==2.9.99\n"
        "+ psycopg2==2.9.10\n"
        "```\n"
        "\n"
        "```sh\n"
        "git commit -am \"Use psycopg2 2.9.10\"\n"
        "git push heroku main\n"
        "```\n"
        "\n"
        "**Or:** Choose the Python version that your package needs (one possibility)\n"
        "\n"
        "```diff\n"
        "# .python-version\n"
        "+ 3.12\n"
        "```\n"
        "\n"
        "**Why:** pip found the package, but not the version that line 6 of "
        "requirements.txt asks for.\n"
        "\n"
        "**What followed:**\n"
        "\n"
        "- 1 failed build\n"
        "- 1 rejected push\n"
        "\n"
        "---\n"
        "\n"
        "1 problem in 24 lines.\n");
}

Test(renderers, ten_kilobytes_without_a_blank_stay_bounded)
{
    static char token[LONG_TOKEN + 1];
    memset(token, 'x', LONG_TOKEN);
    const struct logdoc_evidence evidence = { 0, 1, 0, "app", token, token, true };
    const struct logdoc_diagnosis diagnosis = {
        .id = "long",
        .title = token,
        .subject = token,
        .explanation = token,
        .release = token,
        .count = 1,
        .confidence = LOGDOC_HIGH,
        .evidence = &evidence,
        .evidence_count = 1,
    };
    const struct logdoc_report report = { .diagnoses = &diagnosis,
                                          .diagnosis_count = 1,
                                          .stats = { .lines = 1 } };
    for (unsigned width = 0; width <= 120; width += 60) {
        const struct render_options options = { .width = width };
        struct strbuf out = render("text", &options, &report);
        cr_assert_lt(out.len, 3 * LONG_TOKEN);
        if (width > 0)
            expect_width(&out, width);
        strbuf_release(&out);
    }
}
