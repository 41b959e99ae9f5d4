/* SPDX-License-Identifier: MIT
 * Any number of threads and any cutting give the report of one thread, byte for byte. */
#include "random_log.h"
#include "rendering.h"
#include "str.h"

#include <logdoc/logdoc.h>

#define LOG_CAP ((size_t)8 * 1024 * 1024)
#define LOG_SIZE ((size_t)900 * 1024)

static struct logdoc_ruleset *rules;

static void load_rules(void)
{
    struct logdoc_error error;
    rules = logdoc_ruleset_new_builtin(&error);
    cr_assert_not_null(rules);
}

static void free_rules(void)
{
    logdoc_ruleset_free(rules);
}

static void add_request(struct strbuf *out, uint64_t *random, uint64_t paths)
{
    unsigned path = (unsigned)random_draw(random, paths);
    strbuf_add_format(
        out,
        "2026-11-22T10:%02u:07.%06u+00:00 heroku[router]: at=info method=GET "
        "path=\"/%c%c%c/%u\" host=%s request_id=a1 fwd=\"203.0.113.7\" dyno=web.%u "
        "connect=1ms service=%ums status=%u bytes=7 protocol=https\n",
        (unsigned)(out->len / 40000 % 60), (unsigned)random_draw(random, 1000000),
        'a' + path % 26, 'a' + path / 26 % 26, 'a' + path / 676 % 26, path,
        random_draw(random, 3) ? "demo.example.com" : "demo.herokuapp.com",
        (unsigned)random_draw(random, 9), (unsigned)random_draw(random, 40000),
        random_draw(random, 90) ? 200 : 503);
}

static void add_trace(struct strbuf *out, uint64_t *random)
{
    static const char header[] = "2026-11-22T10:00:09.000000+00:00 app[web.";
    unsigned dyno = (unsigned)random_draw(random, 3);
    strbuf_add_format(out, "%s%u]: Traceback (most recent call last):\n", header, dyno);
    strbuf_add_format(out, "%s%u]:   File \"/app/a.py\", line 7, in <module>\n", header,
                      dyno);
    strbuf_add_format(out, "%s%u]: KeyError: 'total%u'\n", header, dyno,
                      (unsigned)random_draw(random, 20));
}

/* A first line so long that no console is as wide: from then on threads may help. */
static void make_log(struct strbuf *out, uint64_t *random, uint64_t paths)
{
    strbuf_add_format(out, "2026-11-22T10:00:00.000000+00:00 app[web.1]: %0300u\n", 0U);
    while (out->len < LOG_SIZE) {
        uint64_t kind = random_draw(random, 100);
        if (kind == 0)
            add_trace(out, random);
        else if (kind < 30)
            random_log_line(out, random);
        else if (kind == 30 && random_draw(random, 40) == 0)
            strbuf_add_format(out, "%0150000u\n", 0U);
        else
            add_request(out, random, paths);
    }
}

/* In pieces of `most` bytes. */
static struct strbuf report_of(logdoc_str log, size_t threads, size_t most)
{
    struct logdoc_options options = { .threads = threads };
    struct render_options plain = { 0 };
    struct logdoc_engine *engine = logdoc_engine_new(rules, &options);
    uint32_t input = logdoc_engine_open(engine, "log");
    while (log.len > 0) {
        logdoc_str piece = { log.at, log.len < most ? log.len : most };
        logdoc_engine_feed(engine, input, piece, 0);
        log = str_from_offset(log, piece.len);
    }
    logdoc_engine_finish(engine);
    struct strbuf report = render("json", &plain, logdoc_engine_report(engine));
    logdoc_engine_free(engine);
    return report;
}

static void expect_same(logdoc_str log, uint64_t paths)
{
    static const struct {
        size_t threads, most;
    } ways[] = { { 2, SIZE_MAX }, { 3, 300000 }, { 5, 400001 }, { 2, 65536 } };
    struct strbuf expected = report_of(log, 1, SIZE_MAX);
    for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
        struct strbuf report = report_of(log, ways[i].threads, ways[i].most);
        cr_expect_str_eq(report.at, expected.at, "%zu threads, %llu paths",
                         ways[i].threads, (unsigned long long)paths);
        strbuf_release(&report);
    }
    strbuf_release(&expected);
}

/* Few paths; about as many as are told apart; more. */
Test(skim_pool, gives_the_report_of_one_thread, .init = load_rules, .fini = free_rules)
{
    static const uint64_t paths[] = { 20, 600, 1020, 9000 };
    for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
        uint64_t random = 77 + i;
        struct strbuf log;
        strbuf_init(&log, LOG_CAP);
        make_log(&log, &random, paths[i]);
        expect_same(strbuf_str(&log), paths[i]);
        strbuf_release(&log);
    }
}
