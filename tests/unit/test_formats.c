/* SPDX-License-Identifier: MIT
 * Every shape of line, taken apart. */
#include "format.h"
#include "str.h"
#include "timestamp.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

/* Arrays, not pointers: Criterion passes parameters to another process. */
struct shape {
    char line[240];
    char format[12];
    unsigned scope;
    char source[16], process[40], message[160], time[TIMESTAMP_SIZE];
};

static void expect_text(logdoc_str got, const char *wanted, const char *line)
{
    cr_expect(str_equal(got, str_from(wanted)), "got \"%.*s\", wanted \"%s\" in: %s",
              (int)got.len, got.at ? got.at : "", wanted, line);
}

static void expect_entry(const struct shape *shape, const struct format *format,
                         const struct entry *entry)
{
    char time[TIMESTAMP_SIZE];
    timestamp_format(entry->time, time);
    expect_text(str_from(format->name), shape->format, shape->line);
    expect_text(entry->raw, shape->line, shape->line);
    expect_text(entry->source, shape->source, shape->line);
    expect_text(entry->process, shape->process, shape->line);
    expect_text(entry->message, shape->message, shape->line);
    expect_text(str_from(time), shape->time, shape->line);
    cr_expect_eq(entry->scope, shape->scope, "scope %u, wanted %u in: %s", entry->scope,
                 shape->scope, shape->line);
}

static struct shape shapes[] = {
    /* Heroku's own, of all ages */
    { "2026-11-22T10:00:00.123456+00:00 app[web.1]: hello", "heroku", SCOPE_APP, "app",
      "web.1", "hello", "2026-11-22T10:00:00.123456Z" },
    { "2026-11-22T10:00:00.5+00:00 app[web.1]:     indented  ", "heroku", SCOPE_APP,
      "app", "web.1", "    indented", "2026-11-22T10:00:00.500000Z" },
    { "2026-11-22T10:00:00+00:00 app[worker.12]:", "heroku", SCOPE_APP, "app",
      "worker.12", "", "2026-11-22T10:00:00Z" },
    { "2013-05-01T03:00:00-07:00 app[web.1]: west", "heroku", SCOPE_APP, "app", "web.1",
      "west", "2013-05-01T10:00:00Z" },
    { "2026-11-22T10:00:00.123456+00:00 app[web.1]:\tat run (a.js:1)", "heroku",
      SCOPE_APP, "app", "web.1", "\tat run (a.js:1)", "2026-11-22T10:00:00.123456Z" },
    { "2026-11-22T10:00:00.123456+00:00 app[web.1]:no blank", "heroku", SCOPE_APP, "app",
      "web.1", "no blank", "2026-11-22T10:00:00.123456Z" },
    { "2026-11-22T10:00:00.123456+00:00 app[web.1]: {\"level\":\"error\"}", "heroku",
      SCOPE_APP, "app", "web.1", "{\"level\":\"error\"}", "2026-11-22T10:00:00.123456Z" },
    { "2026-11-22T10:00:00.123456+00:00 app[web.1]: 2026-11-22 10:00:00,1 ERROR x",
      "heroku", SCOPE_APP, "app", "web.1", "2026-11-22 10:00:00,1 ERROR x",
      "2026-11-22T10:00:00.123456Z" },
    { "2026-11-22T10:00:00.123456+00:00 heroku[web.1]: Process exited with status 1",
      "heroku", SCOPE_DYNO, "heroku", "web.1", "Process exited with status 1",
      "2026-11-22T10:00:00.123456Z" },
    { "2026-11-22T10:00:00.123456+00:00 heroku[router]: at=info method=GET", "heroku",
      SCOPE_ROUTER, "heroku", "router", "at=info method=GET",
      "2026-11-22T10:00:00.123456Z" },
    { "2011-11-22T10:00:00+00:00 heroku[nginx]: GET / HTTP/1.1 | x", "heroku",
      SCOPE_ROUTER, "heroku", "nginx", "GET / HTTP/1.1 | x", "2011-11-22T10:00:00Z" },
    { "2026-11-22T10:00:00.123456+00:00 app[api]: Deploy 1a2b3c4d by user a@example.com",
      "heroku", SCOPE_API, "app", "api", "Deploy 1a2b3c4d by user a@example.com",
      "2026-11-22T10:00:00.123456Z" },
    { "2014-11-22T10:00:00.123456+00:00 heroku[api]: Release v3 created by a@example.com",
      "heroku", SCOPE_API, "heroku", "api", "Release v3 created by a@example.com",
      "2014-11-22T10:00:00.123456Z" },
    { "2026-11-22T10:00:00+00:00 app[postgres.1105947]: [DATABASE] [9-1] LOG: x",
      "heroku", SCOPE_ADDON, "app", "postgres.1105947", "[DATABASE] [9-1] LOG: x",
      "2026-11-22T10:00:00Z" },
    { "2026-11-22T10:00:00+00:00 app[heroku-redis]: source=REDIS", "heroku", SCOPE_ADDON,
      "app", "heroku-redis", "source=REDIS", "2026-11-22T10:00:00Z" },
    { "2026-11-22T10:00:00+00:00 heroku[logplex]: Error L10 (output buffer overflow): x",
      "heroku", SCOPE_LOGPLEX, "heroku", "logplex",
      "Error L10 (output buffer overflow): x", "2026-11-22T10:00:00Z" },
    { "2026-11-22T10:00:00+00:00 logplex[1]: Error L11 (Tail buffer overflow) -> x",
      "heroku", SCOPE_LOGPLEX, "logplex", "1", "Error L11 (Tail buffer overflow) -> x",
      "2026-11-22T10:00:00Z" },
    { "2026-11-22T10:00:00+00:00 Logplex: Error L20 (Tail sessions forbidden) x",
      "heroku", SCOPE_LOGPLEX, "Logplex", "", "Error L20 (Tail sessions forbidden) x",
      "2026-11-22T10:00:00Z" },
    { "2026-11-22T10:00:00+00:00 app[log-shuttle]: Error L12: 3 messages dropped",
      "heroku", SCOPE_LOGPLEX, "app", "log-shuttle", "Error L12: 3 messages dropped",
      "2026-11-22T10:00:00Z" },
    { "2026-11-22T10:00:00+00:00 app[run.3861]: bash: x: command not found", "heroku",
      SCOPE_APP, "app", "run.3861", "bash: x: command not found",
      "2026-11-22T10:00:00Z" },
    /* Fir and Dokku */
    { "2026-11-22T10:00:00.1+00:00 app[web-1234abcde-123ab]: hello", "heroku", SCOPE_APP,
      "app", "web-1234abcde-123ab", "hello", "2026-11-22T10:00:00.100000Z" },
    { "2026-11-22T10:00:00.1+00:00 heroku-router[web]: at=info", "heroku", SCOPE_ROUTER,
      "heroku-router", "web", "at=info", "2026-11-22T10:00:00.100000Z" },
    { "2026-11-22T10:00:00.1+00:00 heroku-runtime[web-1234abcde-123ab]: x", "heroku",
      SCOPE_DYNO, "heroku-runtime", "web-1234abcde-123ab", "x",
      "2026-11-22T10:00:00.100000Z" },
    { "2026-11-22T10:00:00.1+00:00 heroku-api[api]: x", "heroku", SCOPE_API, "heroku-api",
      "api", "x", "2026-11-22T10:00:00.100000Z" },
    { "2026-11-22T10:00:00.123456789Z app[web.1]: hello", "heroku", SCOPE_APP, "app",
      "web.1", "hello", "2026-11-22T10:00:00.123456Z" },
    /* After copy and paste */
    { "        2026-11-22T10:00:00+00:00 app[web.1]: x", "heroku", SCOPE_APP, "app",
      "web.1", "x", "2026-11-22T10:00:00Z" },
    { ">2026-11-22T10:00:00+00:00 app[web.1]: x", "heroku", SCOPE_APP, "app", "web.1",
      "x", "2026-11-22T10:00:00Z" },
    { "> `2026-11-22T10:00:00+00:00 app[web.1]: x", "heroku", SCOPE_APP, "app", "web.1",
      "x", "2026-11-22T10:00:00Z" },
    { "| \"2026-11-22T10:00:00+00:00 app[web.1]: x", "heroku", SCOPE_APP, "app", "web.1",
      "x", "2026-11-22T10:00:00Z" },
    { "\xC2\xA0\xC2\xA0"
      "2026-11-22T10:00:00+00:00 app[web.1]: x",
      "heroku", SCOPE_APP, "app", "web.1", "x", "2026-11-22T10:00:00Z" },
    { "026-11-22T10:00:00+00:00 app[web.1]: x", "heroku", SCOPE_APP, "app", "web.1", "x",
      "2026-11-22T10:00:00Z" },
    { "26-11-22T10:00:00+00:00 app[web.1]: x", "heroku", SCOPE_APP, "app", "web.1", "x",
      "2026-11-22T10:00:00Z" },
    { "6-11-22T10:00:00+00:00 app[web.1]: x", "heroku", SCOPE_APP, "app", "web.1", "x",
      "" },
    { ":00.123456+00:00 heroku[web.1]: x", "heroku", SCOPE_DYNO, "heroku", "web.1", "x",
      "" },
    { "heroku[release.xxxx]: Process exited with status 1", "heroku", SCOPE_DYNO,
      "heroku", "release.xxxx", "Process exited with status 1", "" },
    { "app[web.1]: x", "heroku", SCOPE_APP, "app", "web.1", "x", "" },
    { "at=error code=H10 desc=\"App crashed\" method=GET path=\"/\" host=h dyno= x=",
      "heroku", SCOPE_ROUTER, "heroku", "router",
      "at=error code=H10 desc=\"App crashed\" method=GET path=\"/\" host=h dyno= x=",
      "" },
    { "ku[router]: at=info method=GET path=\"/\" dyno=web.1", "heroku", SCOPE_ROUTER,
      "heroku", "router", "at=info method=GET path=\"/\" dyno=web.1", "" },
    /* Drains */
    { "<190>1 2026-11-22T10:00:00.5+00:00 host app web.1 - hello", "syslog", SCOPE_APP,
      "app", "web.1", "hello", "2026-11-22T10:00:00.500000Z" },
    { "86 <45>1 2026-11-22T10:00:01+00:00 host heroku web.1 - Error R14 (x)", "syslog",
      SCOPE_DYNO, "heroku", "web.1", "Error R14 (x)", "2026-11-22T10:00:01Z" },
    { "81 <190>1 2026-11-22T10:00:00.5+00:00 host app web.1 - - dash stays", "syslog",
      SCOPE_APP, "app", "web.1", "- dash stays", "2026-11-22T10:00:00.500000Z" },
    { "<158>1 2026-11-22T10:00:00+00:00 host heroku router - at=info", "syslog",
      SCOPE_ROUTER, "heroku", "router", "at=info", "2026-11-22T10:00:00Z" },
    { "94 <190>1 2026-11-22T10:00:00+00:00 d.1111 app web.1 - - hello", "syslog",
      SCOPE_APP, "app", "web.1", "hello", "2026-11-22T10:00:00Z" },
    { "<190>1 2026-11-22T10:00:00+00:00 d.1111 app web.1 - [a@1 k=\"v\"] hello", "syslog",
      SCOPE_APP, "app", "web.1", "hello", "2026-11-22T10:00:00Z" },
    { "<190>1 2026-11-22T10:00:00+00:00 d.1111 app web.1 - [INFO] hello", "syslog",
      SCOPE_APP, "app", "web.1", "[INFO] hello", "2026-11-22T10:00:00Z" },
    { "156 <40>1 2012-11-22T10:00:00+00:00 heroku web.7 d.1111 - - State changed",
      "syslog", SCOPE_DYNO, "heroku", "web.7", "State changed", "2012-11-22T10:00:00Z" },
    { "<172>1 2026-11-22T10:00:00+00:00 heroku t.1111 log-shuttle - - Error L12: 2 x",
      "syslog", SCOPE_LOGPLEX, "heroku", "log-shuttle", "Error L12: 2 x",
      "2026-11-22T10:00:00Z" },
    { "2026-11-22 10:00:03.535 94 <190>1 2026-11-22T10:00:00+00:00 app web.1 - - hello",
      "syslog", SCOPE_APP, "app", "web.1", "hello", "2026-11-22T10:00:00Z" },
    { "<45>1 2026-11-22T10:00:00+00:00 heroku web.1 - - Error R14 (x)", "syslog",
      SCOPE_DYNO, "heroku", "web.1", "Error R14 (x)", "2026-11-22T10:00:00Z" },
    { "<190>1 2026-11-22T10:00:00+00:00 host app web.1 - ", "syslog", SCOPE_APP, "app",
      "web.1", "", "2026-11-22T10:00:00Z" },
    /* Papertrail and syslog files */
    { "Jul 24 05:16:31 my-app app/worker.1 [INFO] hello", "papertrail", SCOPE_APP, "app",
      "worker.1", "[INFO] hello", "" },
    { " Jul  4 05:16:31 my-app heroku/router at=info", "papertrail", SCOPE_ROUTER,
      "heroku", "router", "at=info", "" },
    { "Jul 24 05:16:31 my-app app/web.1: hello", "papertrail", SCOPE_APP, "app", "web.1",
      "hello", "" },
    { "Jul 24 05:16:31 my-app app/web.1   indented", "papertrail", SCOPE_APP, "app",
      "web.1", "  indented", "" },
    { "Jul 24 05:16:31 my-app app/api Scaled to web@1", "papertrail", SCOPE_API, "app",
      "api", "Scaled to web@1", "" },
    { "Jul 24 05:16:31 my-app app/web.1", "papertrail", SCOPE_APP, "app", "web.1", "",
      "" },
    { "2026-11-22T10:00:00Z my-app app/web.1: hello", "papertrail", SCOPE_APP, "app",
      "web.1", "hello", "2026-11-22T10:00:00Z" },
    { "77\t2026-11-22T10:00:00Z\t2026-11-22T10:00:01Z\t4\tmy-app\t192.0.2.1\tUser\tInfo\t"
      "heroku/web.1\tState changed",
      "papertrail", SCOPE_DYNO, "heroku", "web.1", "State changed",
      "2026-11-22T10:00:00Z" },
    { "Nov 22 10:01:02 ip-192-0-2-1 web[1234]: hello", "papertrail", SCOPE_APP, "", "web",
      "hello", "" },
    { "Nov 22 10:01:02 logs heroku[web.1]: State changed", "papertrail", SCOPE_DYNO,
      "heroku", "web.1", "State changed", "" },
    /* Other platforms */
    { "web-1  | hello", "prefixed", SCOPE_APP, "container", "web-1", "hello", "" },
    { "web_1 |   indented", "prefixed", SCOPE_APP, "container", "web_1", "  indented",
      "" },
    { "web-1  |", "prefixed", SCOPE_APP, "container", "web-1", "", "" },
    { "backend     | ValueError: x", "prefixed", SCOPE_APP, "container", "backend",
      "ValueError: x", "" },
    { "web-1  | 2026-11-22T10:00:00.123456789Z hello", "prefixed", SCOPE_APP, "container",
      "web-1", "hello", "2026-11-22T10:00:00.123456Z" },
    { "   2026-11-22T10:00:00.54-0500 [APP/PROC/WEB/0] ERR boom", "prefixed", SCOPE_APP,
      "cloud-foundry", "APP/PROC/WEB/0", "boom", "2026-11-22T15:00:00.540000Z" },
    { "   2026-11-22T10:00:00.54+0000 [STG/0] OUT -----> Installing", "prefixed",
      SCOPE_BUILD, "cloud-foundry", "STG/0", "-----> Installing",
      "2026-11-22T10:00:00.540000Z" },
    { "APP/0 at run (/app/a.js:1:2)Feb 15, 2026 4:58:11 PM", "prefixed", SCOPE_APP,
      "cloud-foundry", "APP/0", "at run (/app/a.js:1:2)", "" },
    { "APP/0error: boom", "prefixed", SCOPE_APP, "cloud-foundry", "APP/0", "error: boom",
      "" },
    { "2026-11-22T10:01:02Z app[5683606c41098e] lhr [info]hello", "prefixed", SCOPE_APP,
      "app", "5683606c41098e", "hello", "2026-11-22T10:01:02Z" },
    { "2026-11-22T10:01:02.123Z runner[5683606c41098e] lhr [error] failed", "prefixed",
      SCOPE_DYNO, "runner", "5683606c41098e", "failed", "2026-11-22T10:01:02.123000Z" },
    { "2026-11-22 10:01:02 default[20261122t095500]  Traceback", "prefixed", SCOPE_APP,
      "app-engine", "default", "Traceback", "2026-11-22T10:01:02Z" },
    { "2026-11-22T10:01:02.376120048Z hello", "prefixed", SCOPE_APP, "", "", "hello",
      "2026-11-22T10:01:02.376120Z" },
    { "2026-11-22T10:01:02.376120048Z stderr F hello", "prefixed", SCOPE_APP, "", "",
      "hello", "2026-11-22T10:01:02.376120Z" },
    { "[pod/web-5d/app] hello", "prefixed", SCOPE_APP, "pod", "web-5d/app", "hello", "" },
    { "Apr 27 11:13:55 PM  hello", "prefixed", SCOPE_APP, "", "", "hello", "" },
    { "10:00:00 AM web.1 |  Listening", "prefixed", SCOPE_APP, "container", "web.1",
      " Listening", "" },
    { "10:00:00 web.1    | Listening", "prefixed", SCOPE_APP, "container", "web.1",
      "Listening", "" },
    { "10:00:00 system | web.1 started", "prefixed", SCOPE_APP, "container", "system",
      "web.1 started", "" },
    /* Builds, git, the CLI */
    { "2026-11-22T10:00:00.1234567Z remote: -----> Python app detected", "build",
      SCOPE_BUILD, "", "", "-----> Python app detected", "2026-11-22T10:00:00.123456Z" },
    { "remote: -----> Python app detected", "build", SCOPE_BUILD, "", "",
      "-----> Python app detected", "" },
    { "remote:  !     Push rejected, failed to compile.  ", "build", SCOPE_BUILD, "", "",
      "!     Push rejected, failed to compile.", "" },
    { "    remote:          File \"manage.py\", line 3", "build", SCOPE_BUILD, "", "",
      "File \"manage.py\", line 3", "" },
    { "remote:", "build", SCOPE_BUILD, "", "", "", "" },
    { "-----> Installing pip", "build", SCOPE_BUILD, "", "", "-----> Installing pip",
      "" },
    { "> -----> Installing pip", "build", SCOPE_BUILD, "", "", "-----> Installing pip",
      "" },
    { " !     Push failed", "build", SCOPE_BUILD, "", "", "!     Push failed", "" },
    { " ! [rejected]        main -> main (fetch first)", "build", SCOPE_BUILD, "", "",
      "! [rejected]        main -> main (fetch first)", "" },
    { "error: failed to push some refs to 'https://git.heroku.com/demo.git'", "build",
      SCOPE_BUILD, "", "",
      "error: failed to push some refs to 'https://git.heroku.com/demo.git'", "" },
    { "fatal: 'heroku' does not appear to be a git repository", "build", SCOPE_BUILD, "",
      "", "fatal: 'heroku' does not appear to be a git repository", "" },
    { "To https://git.heroku.com/demo.git", "build", SCOPE_BUILD, "", "",
      "To https://git.heroku.com/demo.git", "" },
    { "   1a2b3c4..5d6e7f8  main -> main", "build", SCOPE_BUILD, "", "",
      "1a2b3c4..5d6e7f8  main -> main", "" },
    { "Enumerating objects: 5, done.", "build", SCOPE_BUILD, "", "",
      "Enumerating objects: 5, done.", "" },
    { "Total 5 (delta 1), reused 0 (delta 0)", "build", SCOPE_BUILD, "", "",
      "Total 5 (delta 1), reused 0 (delta 0)", "" },
    { "$ git push heroku main", "build", SCOPE_BUILD, "", "", "$ git push heroku main",
      "" },
    { "me@host demo % heroku logs --tail", "build", SCOPE_BUILD, "", "",
      "me@host demo % heroku logs --tail", "" },
    { " \xE2\x80\xBA   Error: Couldn't find that app.", "build", SCOPE_BUILD, "", "",
      "\xE2\x80\xBA   Error: Couldn't find that app.", "" },
    { " \xC2\xBB   Error: Couldn't find that app.", "build", SCOPE_BUILD, "", "",
      "\xC2\xBB   Error: Couldn't find that app.", "" },
    { " \xE2\x96\xB8    Couldn't find that app.", "build", SCOPE_BUILD, "", "",
      "\xE2\x96\xB8    Couldn't find that app.", "" },
    { "Setting DEBUG and restarting \xE2\xAC\xA2 demo... done, v9", "build", SCOPE_BUILD,
      "", "", "Setting DEBUG and restarting \xE2\xAC\xA2 demo... done, v9", "" },
    /* Nobody's */
    { "", "plain", SCOPE_PLAIN, "", "", "", "" },
    { "Traceback (most recent call last):", "plain", SCOPE_PLAIN, "", "",
      "Traceback (most recent call last):", "" },
    { "  File \"/app/a.py\", line 1, in <module>  ", "plain", SCOPE_PLAIN, "", "",
      "  File \"/app/a.py\", line 1, in <module>", "" },
    { "2026-11-22 10:00:00,958 ERROR Internal Server Error: /", "plain", SCOPE_PLAIN, "",
      "", "2026-11-22 10:00:00,958 ERROR Internal Server Error: /",
      "2026-11-22T10:00:00.958000Z" },
    { "[2026-11-22 10:00:00 +0000] [4] [INFO] Starting", "plain", SCOPE_PLAIN, "", "",
      "[2026-11-22 10:00:00 +0000] [4] [INFO] Starting", "2026-11-22T10:00:00Z" },
    { "  | Traceback (most recent call last):", "plain", SCOPE_PLAIN, "", "",
      "  | Traceback (most recent call last):", "" },
    { "  + Exception Group Traceback (most recent call last):", "plain", SCOPE_PLAIN, "",
      "", "  + Exception Group Traceback (most recent call last):", "" },
    { "| id | name |", "plain", SCOPE_PLAIN, "", "", "| id | name |", "" },
    { " id | name", "plain", SCOPE_PLAIN, "", "", " id | name", "" },
    { "name  | type  | null", "plain", SCOPE_PLAIN, "", "", "name  | type  | null", "" },
    { "flask | 1.0", "plain", SCOPE_PLAIN, "", "", "flask | 1.0", "" },
    { "items[0]: wrong type", "plain", SCOPE_PLAIN, "", "", "items[0]: wrong type", "" },
    { "app[0]: wrong type", "plain", SCOPE_PLAIN, "", "", "app[0]: wrong type", "" },
    { "app: starting", "plain", SCOPE_PLAIN, "", "", "app: starting", "" },
    { "error: something of rustc", "plain", SCOPE_PLAIN, "", "",
      "error: something of rustc", "" },
    { "Nov 22 was a good day", "plain", SCOPE_PLAIN, "", "", "Nov 22 was a good day",
      "" },
    { "10:00:00 | Listening", "plain", SCOPE_PLAIN, "", "", "10:00:00 | Listening", "" },
    { "12345678901234567890", "plain", SCOPE_PLAIN, "", "", "12345678901234567890", "" },
};

ParameterizedTestParameters(formats, shape)
{
    return cr_make_param_array(struct shape, shapes, sizeof(shapes) / sizeof(shapes[0]));
}

ParameterizedTest(struct shape *shape, formats, shape)
{
    struct entry entry = { .line = 7 };
    const struct format *format = format_parse(str_from(shape->line), NULL, &entry);
    expect_entry(shape, format, &entry);
    cr_expect_eq(entry.line, 7);
}

static bool may_continue(const struct format *hint, const struct shape *shape)
{
    return hint->continues && shape->scope == SCOPE_PLAIN;
}

static void expect_with_hint(const struct shape *shape, const struct format *hint)
{
    struct entry entry;
    if (!may_continue(hint, shape))
        expect_entry(shape, format_parse(str_from(shape->line), hint, &entry), &entry);
}

/* The hint saves time, it does not change what a line is. */
Test(formats, any_hint)
{
    for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++)
        for (size_t hint = 0; formats[hint]; hint++)
            expect_with_hint(&shapes[i], formats[hint]);
}

/* A line that only the line above explains. */
struct pair {
    char first[80], second[80];
    char format[12];
    char message[80];
};

ParameterizedTestParameters(formats, continued)
{
    static struct pair pairs[] = {
        { "-----> Installing", "       Collecting flask", "build", "Collecting flask" },
        { "-----> Installing", "", "build", "" },
        { "-----> Installing", "       ", "build", "" },
        { "> -----> Installing", ">        Collecting flask", "build",
          "Collecting flask" },
        { "-----> Installing", "  File \"a.py\", line 1", "plain",
          "  File \"a.py\", line 1" },
        { "-----> Installing", "Traceback", "plain", "Traceback" },
        { "Traceback", "       Collecting flask", "plain", "       Collecting flask" },
        { "web      | x", "postgres | y", "prefixed", "y" },
        { "web      | x", "web      | a | b", "prefixed", "a | b" },
        { "Traceback", "postgres | y", "plain", "postgres | y" },
        { "-----> Installing", "       app[web.1]: x", "heroku", "x" },
    };
    return cr_make_param_array(struct pair, pairs, sizeof(pairs) / sizeof(pairs[0]));
}

ParameterizedTest(struct pair *pair, formats, continued)
{
    struct entry entry;
    const struct format *hint = format_parse(str_from(pair->first), NULL, &entry);
    const struct format *format = format_parse(str_from(pair->second), hint, &entry);
    expect_text(str_from(format->name), pair->format, pair->second);
    expect_text(entry.message, pair->message, pair->second);
}

struct sender {
    char source[16], process[24];
    unsigned scope;
};

ParameterizedTestParameters(formats, scope)
{
    static struct sender senders[] = {
        { "app", "web.1", SCOPE_APP },
        { "app", "router", SCOPE_APP },
        { "app", "kafka_consumer.1", SCOPE_APP },
        { "app", "release.12", SCOPE_APP },
        { "app", "scheduler.12", SCOPE_APP },
        { "app", "kafka.0", SCOPE_ADDON },
        { "app", "heroku-postgres", SCOPE_ADDON },
        { "app", "redis", SCOPE_ADDON },
        { "heroku", "run.12", SCOPE_DYNO },
        { "heroku", "scheduler.12", SCOPE_DYNO },
        { "heroku", "slugc", SCOPE_API },
        { "app", "", SCOPE_APP },
        { "", "", SCOPE_APP },
        { "heroku", "", SCOPE_DYNO },
        { "my-app", "web.1", SCOPE_APP },
    };
    return cr_make_param_array(struct sender, senders,
                               sizeof(senders) / sizeof(senders[0]));
}

ParameterizedTest(struct sender *sender, formats, scope)
{
    unsigned scope = format_scope(str_from(sender->source), str_from(sender->process));
    cr_expect_eq(scope, sender->scope, "%s[%s]: %u", sender->source, sender->process,
                 scope);
}
