/* SPDX-License-Identifier: MIT
 * The parts of the drain that need no connection. */
#include "drain_apps.h"
#include "drain_auth.h"
#include "drain_frames.h"
#include "drain_metrics.h"
#include "drain_page.h"
#include "drain_seen.h"
#include "notify_text.h"
#include "str.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#define CAP ((size_t)1024 * 1024)
#define COUNT_OF(array) (sizeof(array) / sizeof(array[0]))
#define HEAD "<190>1 2026-11-22T10:00:00.5+00:00 host app web.1 - "

struct frames_row {
    const char *body, *lines;
    uint64_t frames, bad;
};

ParameterizedTestParameters(frames, rows)
{
    static struct frames_row rows[] = {
        { "", "", 0, 0 },
        { "55 " HEAD "hi\n", HEAD "hi\n", 1, 0 },
        { "55 " HEAD "hi\n"
          "54 " HEAD "ho",
          HEAD "hi\n" HEAD "ho\n", 2, 0 },
        /* A message that looks like a frame. */
        { "66 " HEAD "8 <190>1 lies\n"
          "54 " HEAD "ho",
          HEAD "8 <190>1 lies\n" HEAD "ho\n", 2, 0 },
        /* The last line feed is counted and not sent. */
        { "55 " HEAD "hi", HEAD "hi\n", 1, 0 },
        /* One byte less, and one more, than there is. */
        { "56 " HEAD "hi\n"
          "55 " HEAD "ho\n",
          HEAD "hi\n" HEAD "ho\n", 2, 1 },
        { "54 " HEAD "hiX"
          "55 " HEAD "ho\n",
          HEAD "hiX\n" HEAD "ho\n", 2, 1 },
        /* Several lines in one message: none of them passes for another's. */
        { "109 " HEAD "a\n<158>1 2026-11-22T10:00:00+00:00 host heroku router - x",
          HEAD "a\n" HEAD "<158>1 2026-11-22T10:00:00+00:00 host heroku router - x\n", 1,
          0 },
        /* Without lengths. */
        { HEAD "a\n" HEAD "b\n", HEAD "a\n" HEAD "b\n", 2, 0 },
        /* Rubbish before, between and instead. */
        { "rubbish 55 " HEAD "hi\n", HEAD "hi\n", 1, 1 },
        { "55 " HEAD "hi\nrubbish 55 " HEAD "ho\n", HEAD "hi\n" HEAD "ho\n", 2, 2 },
        { "{\"json\": true}", "", 0, 1 },
        { "9999 " HEAD "cut", HEAD "cut\n", 1, 1 },
        { "99999999999999999999 <", "", 0, 1 },
        { "12 ", "", 0, 1 },
        /* A syslog drain: token as host, structured data. */
        { "72 <190>1 2026-11-22T10:00:00+00:00 d.1 app web.1 - - a\nb                  ",
          "<190>1 2026-11-22T10:00:00+00:00 d.1 app web.1 - - a\n"
          "<190>1 2026-11-22T10:00:00+00:00 d.1 app web.1 - - b\n",
          1, 0 },
    };
    return cr_make_param_array(struct frames_row, rows, COUNT_OF(rows));
}

ParameterizedTest(struct frames_row *row, frames, rows)
{
    struct frame_reader reader = { .rest = str_from(row->body) };
    struct strbuf out;
    logdoc_str frame;
    strbuf_init(&out, CAP);
    while (frame_next(&reader, &frame))
        frame_add_lines(&out, frame);
    cr_expect(str_equal(strbuf_str(&out), str_from(row->lines)), "%s\n->\n%s", row->body,
              out.at);
    cr_expect_eq(reader.frames, row->frames, "%s: %d frames", row->body,
                 (int)reader.frames);
    cr_expect_eq(reader.bad, row->bad, "%s: %d bad", row->body, (int)reader.bad);
    strbuf_release(&out);
}

/* Every body that can be made by cutting and by changing one byte: it ends, and every
 * frame lies in it. */
Test(frames, hostile_bodies_end)
{
    static const char whole[] = "55 " HEAD "hi\n66 " HEAD "8 <190>1 lies\n54 " HEAD "ho";
    static const char changes[] = "09 <>\n\xff";
    char body[sizeof(whole)];
    for (size_t cut = 0; cut < sizeof(whole); cut++) {
        for (size_t i = 0; i < sizeof(changes); i++) {
            memcpy(body, whole, sizeof(whole));
            body[cut] = changes[i];
            struct frame_reader reader = { .rest = { body, sizeof(whole) - 1 } };
            logdoc_str frame;
            while (frame_next(&reader, &frame))
                cr_assert(frame.at >= body &&
                          frame.at + frame.len < body + sizeof(whole));
            cr_assert_leq(frame_whole((logdoc_str){ body, cut }), cut);
        }
    }
}

Test(frames, whole_ones_of_a_stream)
{
    static const char bytes[] = "55 " HEAD "hi\n" HEAD "line\n55 " HEAD "ho\n7";
    cr_expect_eq(frame_whole((logdoc_str){ bytes, 40 }), 0);
    cr_expect_eq(frame_whole((logdoc_str){ bytes, 2 }), 0);
    size_t first = strlen("55 " HEAD "hi\n");
    cr_expect_eq(frame_whole((logdoc_str){ bytes, first + 10 }), first);
    cr_expect_eq(frame_whole((logdoc_str){ bytes, sizeof(bytes) - 1 }),
                 sizeof(bytes) - 2);
    cr_expect_eq(frame_whole(STR("hello\nworld")), 6);
}

Test(frames, losses)
{
    cr_expect(
        frame_is_loss(STR("<172>1 2026-11-22T10:00:05+00:00 host heroku logplex - "
                          "Error L10 (output buffer overflow): 42 messages dropped")));
    cr_expect_not(frame_is_loss(STR(HEAD "Error L10 (I am an app)")));
}

Test(seen, remembers_and_forgets)
{
    static struct drain_seen seen;
    char id[32];
    cr_expect_not(drain_seen_find(&seen, STR("d.1"), STR("A")));
    drain_seen_note(&seen, STR("d.1"), STR("A"));
    cr_expect(drain_seen_find(&seen, STR("d.1"), STR("A")));
    cr_expect_not(drain_seen_find(&seen, STR("d.2"), STR("A")));
    drain_seen_note(&seen, STR("d.1"), STR(""));
    cr_expect_not(drain_seen_find(&seen, STR("d.1"), STR("")));
    for (int i = 0; i < 100000; i++) {
        snprintf(id, sizeof(id), "%d", i);
        drain_seen_note(&seen, STR("d.1"), str_from(id));
        cr_assert(drain_seen_find(&seen, STR("d.1"), str_from(id)));
    }
    cr_expect(drain_seen_find(&seen, STR("d.1"), STR("90000")));
    cr_expect_not(drain_seen_find(&seen, STR("d.1"), STR("A")));
}

Test(auth, basic)
{
    struct drain_auth auth = { 0 };
    cr_expect(drain_auth_admits(&auth, NULL));
    cr_expect_not(drain_auth_set(&auth, STR("nobody")));
    cr_expect_not(drain_auth_set(&auth, STR(":x")));
    cr_expect_not(drain_auth_set(&auth, STR("x:")));
    cr_assert(drain_auth_set(&auth, STR("Aladdin:open sesame")));
    cr_expect_str_eq(auth.expected, "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    cr_expect(drain_auth_admits(&auth, "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="));
    cr_expect(drain_auth_admits(&auth, "basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="));
    static const char *const wrong[] = {
        NULL,
        "",
        "Basic",
        "Basic ",
        "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=",
        "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
        "Bearer QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
        "Basic xWxhZGRpbjpvcGVuIHNlc2FtZQ=="
    };
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        cr_expect_not(drain_auth_admits(&auth, wrong[i]), "%zu", i);
    static const char *const padded[][2] = { { "a:b", "Basic YTpi" },
                                             { "a:bc", "Basic YTpiYw==" },
                                             { "a:bcd", "Basic YTpiY2Q=" } };
    for (size_t i = 0; i < COUNT_OF(padded); i++) {
        drain_auth_set(&auth, str_from(padded[i][0]));
        cr_expect_str_eq(auth.expected, padded[i][1]);
    }
}

Test(apps, names)
{
    struct drain_apps apps = { 0 };
    struct logdoc_error error;
    char name[APP_NAME_SIZE];
    drain_apps_init(&apps);
    cr_assert(drain_apps_read_names(
        &apps, STR("# tokens\nd.1  shop # the shop\n\nd.2 blog\nd.1 store\n"), &error));
    drain_apps_name(&apps, STR("d.1"), STR("other"), name);
    cr_expect_str_eq(name, "store");
    drain_apps_name(&apps, STR("d.3"), STR("said"), name);
    cr_expect_str_eq(name, "said");
    drain_apps_name(&apps, STR("d.3"), STR(""), name);
    cr_expect_str_eq(name, "d.3");
    drain_apps_name(&apps, STR(""), STR("<script>\n\x1b"), name);
    cr_expect_str_eq(name, "_script___");
    drain_apps_name(&apps, STR(""), STR(""), name);
    cr_expect_str_eq(name, "unknown");
    cr_expect_not(drain_apps_read_names(&apps, STR("\nd.5\n"), &error));
    cr_expect(strstr(error.text, "line 2"));
    drain_apps_release(&apps);
}

static void count_news(void *user, const char *app, enum logdoc_happening what,
                       const struct logdoc_diagnosis *diagnosis)
{
    (void)app, (void)what, (void)diagnosis;
    ++*(unsigned *)user;
}

Test(apps, are_given_up)
{
    static const char line[] =
        HEAD "ModuleNotFoundError: No module named 'flask_session'\n";
    struct logdoc_error error;
    unsigned news = 0;
    struct drain_apps apps = { .rules = logdoc_ruleset_new_builtin(&error),
                               .happened = count_news,
                               .user = &news,
                               .most = 8,
                               .idle = 60 * LOGDOC_SECOND };
    logdoc_time steady = LOGDOC_SECOND;
    char name[16];
    cr_assert_not_null(apps.rules);
    drain_apps_init(&apps);
    for (int i = 0; i < 50; i++) {
        snprintf(name, sizeof(name), "app-%d", i);
        drain_apps_feed(&apps, name, STR(line), steady, steady);
        steady += LOGDOC_SECOND / 1000;
        cr_assert_leq(apps.by_name.count, 8);
    }
    cr_expect(drain_apps_wait(&apps));
    drain_apps_tick(&apps, steady + LOGDOC_SECOND / 2, steady + LOGDOC_SECOND / 2);
    cr_expect_not(drain_apps_wait(&apps));
    steady += 2 * LOGDOC_SECOND;
    drain_apps_tick(&apps, steady, steady);
    cr_expect_eq(news, 50, "%u", news);
    drain_apps_tick(&apps, steady + 61 * LOGDOC_SECOND, steady);
    cr_expect_eq(apps.by_name.count, 0);
    cr_expect_eq(apps.evicted, 50);
    drain_apps_release(&apps);
    logdoc_ruleset_free(apps.rules);
}

struct notify_row {
    const char *url, *expected, *never;
};

ParameterizedTestParameters(notify, rows)
{
    static struct notify_row rows[] = {
        { "https://hooks.slack.com/services/T/B/x", "&lt;!channel&gt;", "<!channel>" },
        { "https://discord.com/api/webhooks/1/x", "\"allowed_mentions\":{\"parse\":[]}",
          "\n\"" },
        { "https://example.com/hook", "\"event\":\"update\"", "content" },
    };
    return cr_make_param_array(struct notify_row, rows, COUNT_OF(rows));
}

ParameterizedTest(struct notify_row *row, notify, rows)
{
    const struct logdoc_diagnosis diagnosis = { .id = "own",
                                                .title = "<!channel> @everyone\n\"",
                                                .subject = "" };
    const struct notification told = { "shop", LOGDOC_UPDATED_DIAGNOSIS, &diagnosis,
                                       "{\"app\":\"shop\"}" };
    struct strbuf out;
    strbuf_init(&out, CAP);
    notify_text(&out, row->url, &told, 3);
    cr_expect(str_find(strbuf_str(&out), str_from(row->expected)) != SIZE_MAX, "%s",
              out.at);
    cr_expect(str_find(strbuf_str(&out), str_from(row->never)) == SIZE_MAX, "%s", out.at);
    strbuf_release(&out);
}

Test(page, keeps_the_last_changed)
{
    struct drain_page page = { 0 };
    struct strbuf out;
    char key[16];
    strbuf_init(&out, CAP);
    for (int i = 0; i < PAGE_INCIDENTS + 5; i++) {
        snprintf(key, sizeof(key), "%d", i);
        drain_page_put(&page, key, "{}");
    }
    uint64_t serial = page.serial;
    drain_page_put(&page, key, "{}");
    cr_expect_eq(page.serial, serial);
    drain_page_put(&page, "50", "{\"x\":1}");
    cr_expect_eq(page.incidents.count, PAGE_INCIDENTS);
    cr_expect_null(drain_page_show(&page, "/../etc/passwd", "", &out));
    cr_expect_str_eq(drain_page_show(&page, "/events", "", &out), "text/event-stream");
    cr_expect(str_find(strbuf_str(&out), STR("data: {\"incidents\":[{\"x\":1},{}")) !=
              SIZE_MAX);
    strbuf_release(&out);
    drain_page_release(&page);
}
