/* SPDX-License-Identifier: MIT
 * The parts of a log session that need no connection. */
#include "git_remote.h"
#include "heroku_host.h"
#include "netrc.h"
#include "session_api.h"
#include "session_backoff.h"
#include "session_lines.h"
#include "session_seam.h"
#include "sse.h"
#include "str.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#define CAP ((size_t)65536)
#define COUNT_OF(array) (sizeof(array) / sizeof(array[0]))
#define STAMP "2026-01-05T10:00:00.000000+00:00 "

static void collect(void *user, logdoc_str text)
{
    struct strbuf *out = user;
    strbuf_add_str(out, text);
    strbuf_add_char(out, '|');
}

struct events {
    const char *bytes, *expected;
};

ParameterizedTestParameters(sse, events)
{
    static struct events rows[] = {
        { "id: 1\ndata: one\n\n\n", "one|" },
        { "data: one\r\ndata: two\r\n\r\ndata:three\r\rdata: cut", "one\ntwo|three|" },
        { ": \n: \ndata: x\n: keep\n\n", "x|" },
        { "\xEF\xBB\xBF"
          "data: bom\n\n",
          "bom|" },
        { "data:  two blanks\n\n", " two blanks|" },
        { "data\n\n", "|" },
        { "event: a\nretry: 10\n\n", "" },
        { "data: a\n\ndata: b\n\n", "a|b|" },
    };
    return cr_make_param_array(struct events, rows, COUNT_OF(rows));
}

ParameterizedTest(struct events *row, sse, events)
{
    for (size_t piece = 1; piece <= strlen(row->bytes); piece++) {
        struct sse sse;
        struct strbuf out;
        sse_init(&sse);
        strbuf_init(&out, CAP);
        logdoc_str rest = str_from(row->bytes);
        while (rest.len > 0) {
            size_t len = rest.len < piece ? rest.len : piece;
            sse_push(&sse, (logdoc_str){ rest.at, len }, collect, &out);
            rest = str_from_offset(rest, len);
        }
        cr_expect_eq(strcmp(strbuf_str(&out).len ? out.at : "", row->expected), 0,
                     "pieces of %zu: %s", piece, out.at);
        sse_release(&sse);
        strbuf_release(&out);
    }
}

Test(session_lines, nuls_and_glued_records)
{
    static const char bytes[] =
        "\0" STAMP "app[web.1]: a\0\n\0\0" STAMP "heroku-router[web]: b" STAMP
        "app[web.1]: c\r\n\n" STAMP "app[web.1]: d";
    struct session_lines lines;
    struct strbuf out;
    session_lines_init(&lines);
    strbuf_init(&out, CAP);
    for (size_t i = 0; i < sizeof(bytes) - 1; i++)
        session_lines_push(&lines, (logdoc_str){ bytes + i, 1 }, collect, &out);
    cr_expect_str_eq(out.at, STAMP "app[web.1]: a|" STAMP "heroku-router[web]: b|" STAMP
                                   "app[web.1]: c|");
    session_lines_flush(&lines, collect, &out);
    cr_expect(str_ends(strbuf_str(&out), STR("app[web.1]: d|")));
    session_lines_release(&lines);
    strbuf_release(&out);
}

static enum seam_verdict take(struct seam *seam, unsigned second, const char *message)
{
    char record[128];
    snprintf(record, sizeof(record),
             "2026-01-05T10:%02u:%02u.000000+00:00 app[web.1]: %s", second / 60,
             second % 60, message);
    return seam_take(seam, str_from(record));
}

Test(seam, equal_lines_of_one_session_are_real)
{
    static struct seam seam;
    seam_begin(&seam, 100);
    cr_expect(seam_overlaps(&seam));
    for (int i = 0; i < 3; i++)
        cr_expect_eq(take(&seam, 1, "same"), SEAM_NEW);
}

Test(seam, drops_what_was_given_as_often_as_it_was)
{
    static struct seam seam;
    seam_begin(&seam, 100);
    take(&seam, 1, "a");
    take(&seam, 2, "b");
    take(&seam, 2, "b");
    seam_begin(&seam, 100);
    cr_expect_eq(take(&seam, 0, "older than all"), SEAM_REPLAYED);
    cr_expect_not(seam_overlaps(&seam));
    cr_expect_eq(take(&seam, 1, "a"), SEAM_REPLAYED);
    cr_expect(seam_overlaps(&seam));
    cr_expect_eq(take(&seam, 2, "b"), SEAM_REPLAYED);
    cr_expect_eq(take(&seam, 2, "b"), SEAM_REPLAYED);
    cr_expect_eq(take(&seam, 2, "b"), SEAM_NEW);
    cr_expect_eq(take(&seam, 3, "c"), SEAM_NEW);
    cr_expect_not(seam_missed(&seam));
}

Test(seam, a_hole_is_seen)
{
    static struct seam seam;
    seam_begin(&seam, 10);
    take(&seam, 1, "a");
    seam_begin(&seam, 10);
    cr_expect_eq(take(&seam, 5, "b"), SEAM_NEW);
    cr_expect(seam_missed(&seam));
}

Test(seam, without_a_replay_lines_may_be_missing)
{
    static struct seam seam;
    seam_begin(&seam, 0);
    take(&seam, 1, "a");
    seam_begin(&seam, 0);
    cr_expect(seam_missed(&seam));
    cr_expect_eq(take(&seam, 1, "a"), SEAM_NEW);
}

Test(seam, a_long_tail_is_enough)
{
    static struct seam seam;
    unsigned count = SEAM_TAIL + 500, replay = 1500, new_ones = 0;
    seam_begin(&seam, 100);
    for (unsigned i = 0; i < count; i++)
        take(&seam, i, "x");
    seam_begin(&seam, replay);
    for (unsigned i = count + 10 - replay; i < count + 10; i++)
        new_ones += take(&seam, i, "x") == SEAM_NEW;
    cr_expect_eq(new_ones, 10);
    cr_expect_not(seam_missed(&seam));
}

Test(backoff, doubles_with_jitter_and_ends)
{
    static const unsigned most[] = { 500, 1000, 2000, 4000, 5000 };
    struct backoff backoff = { 0 };
    unsigned wait;
    for (uint32_t chance = 0; chance < 5000; chance += 617) {
        backoff_succeeded(&backoff);
        for (size_t i = 0; i < BACKOFF_TRIES; i++) {
            cr_assert(backoff_failed(&backoff, chance, &wait));
            cr_expect(wait >= most[i] / 2 && wait <= most[i]);
        }
        cr_expect_not(backoff_failed(&backoff, chance, &wait));
    }
}

struct netrc_row {
    const char *text, *password;
};

ParameterizedTestParameters(netrc, rows)
{
    static struct netrc_row rows[] = {
        { "machine api.heroku.com\n  login me\n  password key\n", "key" },
        { "machine api.heroku.com login me password key", "key" },
        { "# machine api.heroku.com password no\nmachine api.heroku.com password yes",
          "yes" },
        { "machine api.heroku.com password a\nmachine api.heroku.com password b", "a" },
        { "machine x password no machine api.heroku.com password yes", "yes" },
        { "default login a password no", "" },
        { "macdef m\nmachine api.heroku.com password no\n\nmachine api.heroku.com "
          "password y",
          "y" },
        { "machine api.heroku.com login password password key", "key" },
        { "machine api.heroku.com password \"a b\"", "a b" },
        { "machine api.heroku.com.evil password no", "" },
        { "machine api.heroku.com password", "" },
        { "", "" },
    };
    return cr_make_param_array(struct netrc_row, rows, COUNT_OF(rows));
}

ParameterizedTest(struct netrc_row *row, netrc, rows)
{
    logdoc_str found = netrc_password(str_from(row->text), STR("api.heroku.com"));
    cr_expect(str_equal(found, str_from(row->password)), "%s: %.*s", row->text,
              (int)found.len, found.at);
}

struct host_row {
    const char *value, *api, *name; /* `api` NULL: refused */
};

ParameterizedTestParameters(heroku_host, rows)
{
    static struct host_row rows[] = {
        { NULL, "https://api.heroku.com", "api.heroku.com" },
        { "", "https://api.heroku.com", "api.heroku.com" },
        { "staging.herokudev.com", "https://api.staging.herokudev.com",
          "api.staging.herokudev.com" },
        { "http://localhost:5000", "http://localhost:5000", "localhost" },
        { "http://127.0.0.1:5000/", "http://127.0.0.1:5000", "127.0.0.1" },
        { "http://[::1]:80", "http://[::1]:80", "[::1]" },
        { "https://api.heroku.com", "https://api.heroku.com", "api.heroku.com" },
        { "http://api.heroku.com", NULL, NULL },
        { "evilheroku.com", NULL, NULL },
        { "https://heroku.com@evil.com", NULL, NULL },
        { "https://heroku.com.evil.com", NULL, NULL },
        { "http://localhost:5000/x", NULL, NULL },
        { "http://localhost:123456", NULL, NULL },
        { "heroku.com\nX: y", NULL, NULL },
        { "https://", NULL, NULL },
    };
    return cr_make_param_array(struct host_row, rows, COUNT_OF(rows));
}

ParameterizedTest(struct host_row *row, heroku_host, rows)
{
    struct heroku_host host;
    struct logdoc_error error;
    bool parsed = heroku_host_parse(row->value, &host, &error);
    cr_assert_eq(parsed, row->api != NULL, "%s", row->value ? row->value : "NULL");
    if (!parsed)
        return;
    cr_expect_str_eq(host.api, row->api);
    cr_expect_str_eq(host.name, row->name);
}

struct git_row {
    const char *config, *wanted, *app; /* `app` NULL: refused */
};

#define ONE "[remote \"heroku\"]\n\turl = https://git.heroku.com/one.git\n"
#define TWO "[remote \"staging\"]\n\turl = git@heroku.com:two.git\n"

ParameterizedTestParameters(git_remote, rows)
{
    static struct git_row rows[] = {
        { ONE, NULL, "one" },
        { ONE, "heroku", "one" },
        { ONE, "origin", NULL },
        { TWO, NULL, "two" },
        { "[remote \"x\"]\nurl=ssh://git@heroku.com/three.git", NULL, "three" },
        { ONE TWO, NULL, NULL },
        { ONE TWO, "staging", "two" },
        { ONE TWO "[heroku]\n\tremote = staging\n", NULL, "two" },
        { "[remote \"origin\"]\n\turl = git@github.com:a/b.git\n", NULL, NULL },
        { "[remote \"o\"]\n\turl = https://git.heroku.com.evil.com/x.git\n", NULL, NULL },
        { "[remote \"o\"]\n\turl = https://git.heroku.com/../x.git\n", NULL, NULL },
        { "", NULL, NULL },
    };
    return cr_make_param_array(struct git_row, rows, COUNT_OF(rows));
}

ParameterizedTest(struct git_row *row, git_remote, rows)
{
    char app[GIT_APP_SIZE] = "";
    struct logdoc_error error;
    bool found = git_remote_parse(str_from(row->config), row->wanted, "git.heroku.com",
                                  app, &error);
    cr_assert_eq(found, row->app != NULL, "%s: %s", row->config, app);
    if (found)
        cr_expect_str_eq(app, row->app);
}

Test(session_api, urls)
{
    char *url = session_api_url(STR("{\"logplex_url\":\"https://x/y?srv=1\"}"), false);
    cr_expect_str_eq(url, "https://x/y?srv=1");
    free(url);
    cr_expect_null(session_api_url(STR("{\"logplex_url\":\"http://x/\"}"), false));
    cr_expect_null(
        session_api_url(STR("{\"logplex_url\":\"file:///etc/passwd\"}"), true));
    cr_expect_null(session_api_url(STR("{\"logplex_url\":\"https://x/\\u0000\"}"), true));
    cr_expect_null(session_api_url(STR("{\"logplex_url\":7}"), true));
    cr_expect_null(session_api_url(STR("<html>"), true));
}

Test(session_api, generations)
{
    cr_expect(session_api_is_fir(STR("{\"generation\":\"fir\"}")));
    cr_expect(session_api_is_fir(STR("{\"generation\":{\"name\":\"fir\"}}")));
    cr_expect_not(session_api_is_fir(STR("{\"generation\":{\"name\":\"cedar\"}}")));
    cr_expect_not(session_api_is_fir(STR("{}")));
    cr_expect_not(session_api_is_fir(STR("[]")));
}
