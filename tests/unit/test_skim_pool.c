/* SPDX-License-Identifier: MIT
 * Any number of threads and any cutting give the report of one thread, byte for byte. A
 * plain program: ThreadSanitizer, which is to watch it, does not go with Criterion. */
#include "random_log.h"
#include "renderer.h"
#include "str.h"

#include <logdoc/logdoc.h>
#include <stdio.h>
#include <string.h>

#define LOG_CAP ((size_t)8 * 1024 * 1024)
#define LOG_SIZE ((size_t)1800 * 1024)

struct way {
    size_t threads, most; /* bytes that are fed at once */
};

static void add_request(struct strbuf *out, uint64_t *random, uint64_t paths,
                        const char *host, unsigned status)
{
    unsigned path = (unsigned)random_draw(random, paths);
    strbuf_add_format(
        out,
        "2026-11-22T10:%02u:07.%06u+00:00 heroku[router]: at=info method=GET "
        "path=\"/%c%c%c/%u\" host=%s request_id=a1 fwd=\"203.0.113.7\" dyno=web.%u "
        "connect=1ms service=%ums status=%u bytes=7 protocol=https\n",
        (unsigned)(out->len / 40000 % 60), (unsigned)random_draw(random, 1000000),
        'a' + path % 26, 'a' + path / 26 % 26, 'a' + path / 676 % 26, path, host,
        (unsigned)random_draw(random, 9), (unsigned)random_draw(random, 40000), status);
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

/* A router of old names a framework, which threads must not take for the app's own. */
static void add_old_request(struct strbuf *out)
{
    strbuf_add_text(
        out, "2026-11-22T10:00:09.000000+00:00 heroku[router]: at=info method=GET "
             "path=\"/django/admin\" host=example.com fwd=\"203.0.113.7\" dyno=web.1 "
             "connect=1ms service=5ms status=200 bytes=12\n");
}

static void add_missing_table(struct strbuf *out)
{
    strbuf_add_text(out, "2026-11-22T10:00:09.000000+00:00 app[web.1]: "
                         "psycopg2.errors.UndefinedTable: relation \"users\" does not "
                         "exist\n");
}

/* A first line so long that no console is as wide: from then on threads may help. */
static void make_log(struct strbuf *out, uint64_t *random, uint64_t paths)
{
    strbuf_add_format(out, "2026-11-22T10:00:00.000000+00:00 app[web.1]: %0300u\n", 0U);
    add_request(out, random, paths, "first.herokuapp.com", 503);
    add_missing_table(out);
    while (out->len < LOG_SIZE) {
        uint64_t kind = random_draw(random, 100);
        if (kind == 0)
            add_trace(out, random);
        else if (kind == 1)
            add_old_request(out);
        else if (kind < 30)
            random_log_line(out, random);
        else if (kind == 30 && random_draw(random, 40) == 0)
            strbuf_add_format(out, "%0150000u\n", 0U);
        else
            add_request(out, random, paths,
                        random_draw(random, 3) ? "example.com" : "demo.herokuapp.com",
                        random_draw(random, 90) ? 200 : 503);
    }
}

static void feed(struct logdoc_engine *engine, uint32_t input, logdoc_str log,
                 const struct way *way)
{
    while (log.len > 0) {
        size_t len = way->most < log.len ? way->most : log.len;
        logdoc_engine_feed(engine, input, (logdoc_str){ log.at, len }, 0);
        log = str_from_offset(log, len);
    }
}

static struct strbuf report_of(struct logdoc_ruleset *rules, logdoc_str log,
                               const struct way *way)
{
    struct logdoc_options options = { .threads = way->threads };
    struct render_options plain = { 0 };
    struct logdoc_engine *engine = logdoc_engine_new(rules, &options);
    uint32_t input = logdoc_engine_open(engine, "log");
    feed(engine, input, log, way);
    logdoc_engine_finish(engine);
    struct strbuf report;
    strbuf_init(&report, LOG_CAP);
    renderer_find("json")->report(&report, &plain, logdoc_engine_report(engine));
    logdoc_engine_free(engine);
    return report;
}

static int count_failures(struct logdoc_ruleset *rules, logdoc_str log, uint64_t paths)
{
    static const struct way one = { 1, LOG_CAP };
    static const struct way ways[] = { { 2, LOG_CAP }, { 3, 600000 }, { 5, 800001 },
                                       { 2, 65536 },   { 4, 700000 }, { 1, 500000 } };
    struct strbuf expected = report_of(rules, log, &one);
    int failures = expected.truncated || expected.len < 1000;
    for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
        struct strbuf report = report_of(rules, log, &ways[i]);
        bool same = str_equal(strbuf_str(&report), strbuf_str(&expected));
        if (!same)
            printf("%zu threads, blocks of %zu, %u paths: another report\n",
                   ways[i].threads, ways[i].most, (unsigned)paths);
        failures += !same;
        strbuf_release(&report);
    }
    strbuf_release(&expected);
    return failures;
}

/* Few paths; about as many as are told apart; more. */
int main(void)
{
    static const uint64_t paths[] = { 20, 600, 1020, 9000 };
    struct logdoc_error error;
    struct logdoc_ruleset *rules = logdoc_ruleset_new_builtin(&error);
    int failures = rules ? 0 : 1;
    for (size_t i = 0; rules && i < sizeof(paths) / sizeof(*paths); i++) {
        uint64_t random = 77 + i;
        struct strbuf log;
        strbuf_init(&log, LOG_CAP);
        make_log(&log, &random, paths[i]);
        failures += count_failures(rules, strbuf_str(&log), paths[i]);
        strbuf_release(&log);
    }
    logdoc_ruleset_free(rules);
    return failures > 0;
}
