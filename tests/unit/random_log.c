/* SPDX-License-Identifier: MIT
 * Lines of every shape. */
#include "random_log.h"

#include <stddef.h>
#include <string.h>

uint64_t random_draw(uint64_t *state, uint64_t below)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state % below;
}

#define ONE_OF(list) (list)[random_draw(random, sizeof(list) / sizeof((list)[0]))]

/* Mostly the first of a list, which is the usual one. */
#define MOSTLY(list) (random_draw(random, 12) ? (list)[0] : ONE_OF(list))

static void add_header(struct strbuf *out, uint64_t *random)
{
    static const char *const zones[] = { "+00:00 ", "+02:00 ",  "Z ",      " ",
                                         "+00:00",  "+00:00  ", "+00:00\t" };
    static const char *const fractions[] = { ".123456", ".1234",   "",      ".12345678",
                                             ",123456", ".12345a", "123456" };
    static const char *const days[] = { "2026-11-22", "2026-02-30", "1026-11-22",
                                        "2026-11-2", "> 2026-11-22" };
    strbuf_add_format(out, "%sT10:00:%02u%s%s", MOSTLY(days),
                      (unsigned)(random_draw(random, 4) ? 7 : random_draw(random, 70)),
                      MOSTLY(fractions), MOSTLY(zones));
}

static void add_pair(struct strbuf *out, uint64_t *random, const char *key)
{
    static const char *const values[] = {
        "web.1",      "\"/a/17?b=c\"",     "200",    "12ms",      "",
        "\"a b\"",    "\"/x\" dyno=web.7", "\"",     "\"\"",      "a\"b",
        "H12",        "\"x\" \"y",         "\"\"  ", "\"a \"b\"", "12",
        "12345678ms", "123456789ms",       "1x2ms",  "ms",        "503",
        "99",         "\"12ms\""
    };
    static const char *const separators[] = { " ", "  ", "\t", "", " x ", " code=H12 " };
    static const char *const usual[] = {
        "path", "\"/orders/5\"", "fwd",   "\"203.0.113.7\"", "connect",
        "0ms",  "service",       "143ms", "status",          "200"
    };
    const char *value = "some";
    for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i += 2)
        if (strcmp(key, usual[i]) == 0)
            value = usual[i + 1];
    if (random_draw(random, 40) == 0)
        value = ONE_OF(values);
    strbuf_add_format(out, "%s=%s%s", key, value,
                      random_draw(random, 60) ? " " : ONE_OF(separators));
}

static void add_request(struct strbuf *out, uint64_t *random)
{
    static const char *const keys[] = { "method", "path",  "host",    "request_id",
                                        "fwd",    "dyno",  "connect", "service",
                                        "status", "bytes", "protocol" };
    static const char *const openings[] = { "at=info ", "at=error code=H12 ", "at=info",
                                            "at=warning ", "sock=client at=info " };
    static const char *const ends[] = { "",           "tls=true tls_version=tls1.3",
                                        "code=H27",   "tls=true ",
                                        "status=503", "tls_version=\"" };
    strbuf_add_text(out, "heroku[router]: ");
    strbuf_add_text(out, MOSTLY(openings));
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
        if (random_draw(random, 80))
            add_pair(out, random, random_draw(random, 60) ? keys[i] : ONE_OF(keys));
    if (random_draw(random, 3))
        out->len--;
    strbuf_add_text(out, ONE_OF(ends));
}

static void add_other(struct strbuf *out, uint64_t *random)
{
    static const char *const senders[] = {
        "app[web.1]: ",    "heroku[web.1]: ",    "app[api]: ",       "app[]: ",
        "app[web.1]:",     "app[web.1] ",        "heroku[router]: ", "app[a[b]: ",
        "app[postgres]: ", "heroku-redis[db]: ", "app[a\tb]: ",      "heroku[api]: "
    };
    static const char *const messages[] = {
        "all is well",
        "one;two&lt;three",
        "x \x1B[31mred\x1B[0m y",
        "1+1 and 2026-11-22T10:00:00+00:00 app[web.2]: glued",
        "",
        "blank at the end ",
        "gap                                                                        x",
        "[31mred[0m",
        "  indented",
        "over\rwritten",
    };
    strbuf_add_text(out, ONE_OF(senders));
    strbuf_add_text(out, ONE_OF(messages));
    for (uint64_t i = random_draw(random, 8) ? 0 : random_draw(random, 400); i > 0; i--)
        strbuf_add_char(out, 'x');
}

/* What other programs and formats print. */
static void add_foreign(struct strbuf *out, uint64_t *random)
{
    static const char *const lines[] = {
        "<134>1 2026-11-22T10:00:07.123456+00:00 host app web.1 - hello",
        "Nov 22 10:00:08 demo app/web.1: hello",
        "web_1  | 2026-11-22T10:00:07.123456+00:00 app[web.1]: hello",
        "remote: -----> Building on the Heroku-24 stack",
        "-----> Python app detected",
        "       Installing",
        "hello",
        "\tat Object.<anonymous> (/app/index.js:1:1)",
    };
    strbuf_add_text(out, ONE_OF(lines));
}

void random_log_line(struct strbuf *out, uint64_t *random)
{
    static const char *const ends[] = { "\n", "\r\n", " \n", "\n\n" };
    size_t start = out->len;
    bool foreign = random_draw(random, 12) == 0;
    if (foreign)
        add_foreign(out, random);
    else
        add_header(out, random);
    if (!foreign && random_draw(random, 3))
        add_request(out, random);
    else if (!foreign)
        add_other(out, random);
    if (random_draw(random, 30) == 0)
        out->at[start + random_draw(random, out->len - start)] =
            (char)random_draw(random, 256);
    strbuf_add_text(out, MOSTLY(ends));
}
