/* SPDX-License-Identifier: MIT
 * Router lines of all ages, and which Heroku code a line reports. */
#include "logfmt.h"
#include "rule.h"
#include "str.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stddef.h>

#define ABSENT "(absent)"

static void expect_text(logdoc_str got, const char *wanted, const char *what,
                        const char *line)
{
    logdoc_str shown = got.at ? got : STR(ABSENT);
    cr_expect(str_equal(shown, str_from(wanted)), "%s is \"%.*s\", wanted \"%s\" in: %s",
              what, (int)shown.len, shown.at, wanted, line);
}

struct request {
    char line[300];
    char at[10], code[10], desc[40], method[10], path[32], dyno[10], connect[10],
        service[10], status[10], bytes[10];
};

ParameterizedTestParameters(router, fields)
{
    static struct request requests[] = {
        { "at=info method=GET path=\"/\" host=demo.example.com request_id=8d3a "
          "fwd=\"192.0.2.1\" "
          "dyno=web.1 connect=0ms service=3ms status=200 bytes=13 protocol=https",
          "info", ABSENT, ABSENT, "GET", "/", "web.1", "0ms", "3ms", "200", "13" },
        { "at=info method=GET path=\"/\" host=demo.example.com request_id=8d3a "
          "fwd=\"192.0.2.1\" "
          "dyno=web.1 connect=0ms service=3ms status=200 bytes=13 protocol=http1.1 "
          "tls=true "
          "tls_version=tls1.3",
          "info", ABSENT, ABSENT, "GET", "/", "web.1", "0ms", "3ms", "200", "13" },
        { "at=error code=H10 desc=\"App crashed\" method=GET path=\"/\" "
          "host=demo.example.com "
          "request_id=8d3a fwd=\"192.0.2.1\" dyno= connect= service= status=503 bytes=",
          "error", "H10", "App crashed", "GET", "/", "", "", "", "503", "" },
        { "sock=backend at=error code=H18 desc=\"Server Request Interrupted\" "
          "method=POST "
          "path=\"/a b=c&d\" host=h dyno=web.2 connect=1ms service=9ms status=200 "
          "bytes=7",
          "error", "H18", "Server Request Interrupted", "POST", "/a b=c&d", "web.2",
          "1ms", "9ms", "200", "7" },
        { "at=error code=H18 desc=\"Request Interrupted\" method=GET path=/ host=h "
          "dyno=web.1 "
          "connect=1ms service=9ms status=503 bytes=7 sock=client",
          "error", "H18", "Request Interrupted", "GET", "/", "web.1", "1ms", "9ms", "503",
          "7" },
        { "at=error code=H25 desc=\"HTTP restriction: oversized cookie\" method=GET "
          "path=\"/\" "
          "host=h dyno=web.1 connect=0 service=1 status=502 bytes=537",
          "error", "H25", "HTTP restriction: oversized cookie", "GET", "/", "web.1", "0",
          "1", "502", "537" },
        { "error code=H31 desc=\"Misdirected Request\" method=GET path=\"/\" host=h\" "
          "agent=\"curl x=1\" status=421",
          "error", "H31", "Misdirected Request", "GET", "/", ABSENT, ABSENT, ABSENT,
          "421", ABSENT },
        { "at=error code=H12 desc=\"Request timeout\" method=GET path=/ host=h "
          "fwd=192.0.2.1 "
          "dyno=web.1 queue=0 wait=0ms connect=6ms service=30001ms status=503 bytes=0",
          "error", "H12", "Request timeout", "GET", "/", "web.1", "6ms", "30001ms", "503",
          "0" },
        { "Error H10 (App crashed) -> GET demo.example.com/ dyno= queue= wait= service= "
          "status=503 bytes=",
          "error", "H10", "App crashed", "GET", "/", "", ABSENT, "", "503", "" },
        { "Error H12 (Request timeout) -> GET demo.example.com/a web=web.1 queue=0 "
          "wait=0ms "
          "service=0ms bytes=0",
          "error", "H12", "Request timeout", "GET", "/a", "web.1", ABSENT, "0ms", ABSENT,
          "0" },
        { "GET demo.example.com/a dyno=web.1 queue=0 wait=0ms service=20ms status=200 "
          "bytes=975",
          "info", ABSENT, ABSENT, "GET", "/a", "web.1", ABSENT, "20ms", "200", "975" },
        { "GET /a HTTP/1.1 | 192.0.2.1 | 8132 | http | 503", "info", ABSENT, ABSENT,
          "GET", "/a", ABSENT, ABSENT, ABSENT, "503", "8132" },
        /* What a client sends is not believed. */
        { "at=info method=GET path=\"/?x= code=H99 status=500\" host=h dyno=web.1 "
          "status=200",
          "info", ABSENT, ABSENT, "GET", "/?x= code=H99 status=500", "web.1", ABSENT,
          ABSENT, "200", ABSENT },
        { "at=info method=GET path=\"/a\"b\" host=h dyno=web.1 status=200 status=500",
          "info", ABSENT, ABSENT, "GET", "/a\"b", "web.1", ABSENT, ABSENT, "200",
          ABSENT },
        { "at=info unknown=\"status=500 x\" status=200", "info", ABSENT, ABSENT, ABSENT,
          ABSENT, ABSENT, ABSENT, ABSENT, "200", ABSENT },
        { "at=info path=\"/never closed", "info", ABSENT, ABSENT, ABSENT, "/never closed",
          ABSENT, ABSENT, ABSENT, ABSENT, ABSENT },
    };
    return cr_make_param_array(struct request, requests,
                               sizeof(requests) / sizeof(requests[0]));
}

ParameterizedTest(struct request *request, router, fields)
{
    struct router_line line;
    cr_assert(router_parse(str_from(request->line), &line), "refused: %s", request->line);
    expect_text(line.at, request->at, "at", request->line);
    expect_text(line.code, request->code, "code", request->line);
    expect_text(line.desc, request->desc, "desc", request->line);
    expect_text(line.method, request->method, "method", request->line);
    expect_text(line.path, request->path, "path", request->line);
    expect_text(line.dyno, request->dyno, "dyno", request->line);
    expect_text(line.connect, request->connect, "connect", request->line);
    expect_text(line.service, request->service, "service", request->line);
    expect_text(line.status, request->status, "status", request->line);
    expect_text(line.bytes, request->bytes, "bytes", request->line);
}

Test(router, rare_fields)
{
    struct router_line line;
    logdoc_str text =
        STR("sock=client at=warning code=H26 cause=\"bad header\" host=h\" "
            "fwd=\"192.0.2.1, 192.0.2.2\" request_id=8d3a protocol=http2.0");
    cr_assert(router_parse(text, &line));
    expect_text(line.sock, "client", "sock", text.at);
    expect_text(line.cause, "bad header", "cause", text.at);
    expect_text(line.host, "h", "host", text.at);
    expect_text(line.fwd, "192.0.2.1, 192.0.2.2", "fwd", text.at);
    expect_text(line.request_id, "8d3a", "request_id", text.at);
    expect_text(line.protocol, "http2.0", "protocol", text.at);
}

struct refusal {
    char line[80];
};

ParameterizedTestParameters(router, refused)
{
    static struct refusal refusals[] = {
        { "" },
        { "hello" },
        { "host=h status=200" },
        { "at" },
        { "=info" },
        { "GET / HTTP/1.1" },
        { "GET / HTTP/1.1 | a | b | c | d" },
        { "GET demo.example.com/ 200" },
        { "Error R14 (Memory quota exceeded)" },
        { "Error H10" },
    };
    return cr_make_param_array(struct refusal, refusals,
                               sizeof(refusals) / sizeof(refusals[0]));
}

ParameterizedTest(struct refusal *refusal, router, refused)
{
    struct router_line line = { .at = STR("untouched") };
    cr_expect_not(router_parse(str_from(refusal->line), &line), "%s", refusal->line);
    expect_text(line.at, "untouched", "at", refusal->line);
}

Test(logfmt, pairs)
{
    logdoc_str rest = STR("word a=1  b= c=\"x y=z\" =odd d"), key, value;
    cr_assert(logfmt_next(&rest, &key, &value));
    expect_text(key, "a", "key", "");
    expect_text(value, "1", "value", "");
    cr_assert(logfmt_next(&rest, &key, &value));
    expect_text(key, "b", "key", "");
    expect_text(value, "", "value", "");
    cr_assert(logfmt_next(&rest, &key, &value));
    expect_text(key, "c", "key", "");
    expect_text(value, "x y=z", "value", "");
    cr_expect_not(logfmt_next(&rest, &key, &value));
    cr_expect_eq(rest.len, 0);
}

struct report {
    char message[120];
    unsigned scope;
    char code[8];
};

ParameterizedTestParameters(heroku_code, shape)
{
    static struct report reports[] = {
        { "at=error code=H10 desc=\"App crashed\" method=GET path=\"/\"", SCOPE_ROUTER,
          "H10" },
        { "sock=client at=warning code=H27 desc=\"Client Request Interrupted\"",
          SCOPE_ROUTER, "H27" },
        { "error code=H31 desc=\"Misdirected Request\"", SCOPE_ROUTER, "H31" },
        { "at=info code=H80 desc=\"Maintenance mode\"", SCOPE_ROUTER, "H80" },
        { "at=error code=H123 desc=\"New\"", SCOPE_ROUTER, "H123" },
        { "at=error code=H1234 desc=\"New\"", SCOPE_ROUTER, "" },
        { "at=error code= desc=\"New\"", SCOPE_ROUTER, "" },
        { "Error H10 (App crashed) -> GET h/ dyno=", SCOPE_ROUTER, "H10" },
        { "at=info method=GET path=\"/?code=H10\" status=200", SCOPE_ROUTER, "" },
        { "at=info method=GET path=\"/\" code=H10 status=200", SCOPE_ROUTER, "" },
        { "Error R14 (Memory quota exceeded)", SCOPE_DYNO, "R14" },
        { "Error R10 (Boot timeout) -> Web process failed to bind", SCOPE_DYNO, "R10" },
        { "Error R999 (New)", SCOPE_DYNO, "R999" },
        { "Process running mem=1038M(202.8%)", SCOPE_DYNO, "" },
        { "Starting process with command `echo Error R14 (x)`", SCOPE_DYNO, "" },
        { "Error L10 (output buffer overflow): drain 'd.1' dropped 3 messages",
          SCOPE_LOGPLEX, "L10" },
        { "L11 (Tail buffer overflow) -> This tail session dropped 3 messages",
          SCOPE_LOGPLEX, "L11" },
        { "Error L12: 3 messages dropped since x.", SCOPE_LOGPLEX, "L12" },
        { "Error L20 (Tail sessions forbidden) Tail sessions", SCOPE_LOGPLEX, "L20" },
        { "L15: Error displaying log lines. Please try again.", SCOPE_PLAIN, "L15" },
        { "Error R13 (Attach error) -> Failed to attach to process", SCOPE_APP, "R13" },
        { "Error R14 (Memory quota exceeded)", SCOPE_APP, "" },
        { "at=error code=H10 desc=\"App crashed\"", SCOPE_APP, "" },
        { "Error R14 (Memory quota exceeded)", SCOPE_PLAIN, "R14" },
        { "> Error R14 (Memory quota exceeded)", SCOPE_PLAIN, "R14" },
        { "at=error code=H10 desc=\"App crashed\" method=GET", SCOPE_PLAIN, "H10" },
        { "I see code=H10 all the time", SCOPE_PLAIN, "" },
        { "what does Error R14 (Memory quota exceeded) mean", SCOPE_PLAIN, "" },
        { "Error R14", SCOPE_PLAIN, "" },
        { "R14 (Memory quota exceeded)", SCOPE_PLAIN, "" },
        { "L10 (something of ours)", SCOPE_PLAIN, "" },
        { "Error R14 (Memory quota exceeded)", SCOPE_BUILD, "" },
        { "", SCOPE_DYNO, "" },
        { "Error ", SCOPE_DYNO, "" },
    };
    return cr_make_param_array(struct report, reports,
                               sizeof(reports) / sizeof(reports[0]));
}

ParameterizedTest(struct report *report, heroku_code, shape)
{
    logdoc_str code = heroku_code(str_from(report->message), report->scope);
    cr_expect(str_equal(code, str_from(report->code)),
              "got \"%.*s\", wanted \"%s\" in: %s", (int)code.len, code.at ? code.at : "",
              report->code, report->message);
}
