/* SPDX-License-Identifier: MIT
 * The short way of the usual lines, held to the long one: random logs, usual and nearly
 * usual, give the same entries and the same router fields whole (which is skimmed) and
 * byte by byte (which never is). */
#include "skim.h"

#include "str.h"
#include "strbuf.h"

#include <criterion/criterion.h>

#define LOG_CAP ((size_t)256 * 1024)

struct reading {
    struct stream *stream;
    struct strbuf seen;
    size_t skimmed;
};

static void note_text(struct strbuf *out, const char *name, logdoc_str text)
{
    strbuf_add_format(out, " %s%s=<", name, text.at ? "" : "!");
    strbuf_add_str(out, text);
    strbuf_add_char(out, '>');
}

/* What nobody reads of a usual request is not compared: bytes and protocol. */
static void note_request(struct strbuf *out, const struct router_line *line)
{
    note_text(out, "at", line->at);
    note_text(out, "code", line->code);
    note_text(out, "desc", line->desc);
    note_text(out, "method", line->method);
    note_text(out, "path", line->path);
    note_text(out, "host", line->host);
    note_text(out, "request_id", line->request_id);
    note_text(out, "fwd", line->fwd);
    note_text(out, "dyno", line->dyno);
    note_text(out, "connect", line->connect);
    note_text(out, "service", line->service);
    note_text(out, "status", line->status);
    note_text(out, "sock", line->sock);
    note_text(out, "cause", line->cause);
}

static void note_entry(void *user, const struct entry *entry,
                       const struct router_line *request)
{
    struct reading *reading = user;
    struct strbuf *out = &reading->seen;
    struct router_line line;
    reading->skimmed += request != NULL;
    strbuf_add_format(out, "%llu %lld %u", (unsigned long long)entry->line,
                      (long long)entry->time, entry->scope);
    note_text(out, "raw", entry->raw);
    note_text(out, "source", entry->source);
    note_text(out, "process", entry->process);
    note_text(out, "message", entry->message);
    if (!request && entry->scope == SCOPE_ROUTER && router_parse(entry->message, &line))
        request = &line;
    if (request)
        note_request(out, request);
    strbuf_add_char(out, '\n');
}

static void note_line(void *user, logdoc_str line, uint64_t number)
{
    struct reading *reading = user;
    struct entry entry;
    stream_parse(reading->stream, line, number, &entry);
    note_entry(reading, &entry, NULL);
}

static size_t skim(void *user, const struct byte_marks *marks, size_t at)
{
    struct reading *reading = user;
    return skim_lines(reading->stream, marks, at, note_entry, reading);
}

static struct reading read_log(logdoc_str log, size_t piece)
{
    struct reading reading = { .stream = stream_new(0, "log") };
    strbuf_init(&reading.seen, LOG_CAP * 16);
    reading.stream->framer.skim = skim;
    for (size_t at = 0; at < log.len; at += piece) {
        logdoc_str bytes = str_from_offset(log, at);
        bytes.len = bytes.len < piece ? bytes.len : piece;
        framer_push(&reading.stream->framer, bytes, note_line, &reading);
    }
    framer_end(&reading.stream->framer, note_line, &reading);
    stream_free(reading.stream);
    return reading;
}

static uint64_t draw(uint64_t *state, uint64_t below)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state % below;
}

#define ONE_OF(list) (list)[draw(random, sizeof(list) / sizeof((list)[0]))]

/* Mostly the first of a list, which is the usual one. */
#define MOSTLY(list) (draw(random, 12) ? (list)[0] : ONE_OF(list))

static void add_header(struct strbuf *out, uint64_t *random)
{
    static const char *const zones[] = { "+00:00 ", "+02:00 ",  "Z ",      " ",
                                         "+00:00",  "+00:00  ", "+00:00\t" };
    static const char *const fractions[] = { ".123456", ".1234",   "",      ".12345678",
                                             ",123456", ".12345a", "123456" };
    static const char *const days[] = { "2026-11-22", "2026-02-30", "1026-11-22",
                                        "2026-11-2", "> 2026-11-22" };
    strbuf_add_format(out, "%sT10:00:%02u%s%s", MOSTLY(days),
                      (unsigned)(draw(random, 4) ? 7 : draw(random, 70)),
                      MOSTLY(fractions), MOSTLY(zones));
}

static void add_pair(struct strbuf *out, uint64_t *random, const char *key)
{
    static const char *const values[] = {
        "web.1",   "\"/a/17?b=c\"",     "200",    "12ms",     "",
        "\"a b\"", "\"/x\" dyno=web.7", "\"",     "\"\"",     "a\"b",
        "H12",     "\"x\" \"y",         "\"\"  ", "\"a \"b\""
    };
    static const char *const separators[] = { " ", "  ", "\t", "", " x ", " code=H12 " };
    static const char *const usual[] = { "path", "\"/orders/5\"", "fwd",
                                         "\"203.0.113.7\"" };
    const char *value = "some";
    for (size_t i = 0; i < 4; i += 2)
        if (strcmp(key, usual[i]) == 0)
            value = usual[i + 1];
    if (draw(random, 40) == 0)
        value = ONE_OF(values);
    strbuf_add_format(out, "%s=%s%s", key, value,
                      draw(random, 60) ? " " : ONE_OF(separators));
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
        if (draw(random, 80))
            add_pair(out, random, draw(random, 60) ? keys[i] : ONE_OF(keys));
    if (draw(random, 3))
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
        "gap                                                                            "
        "x",
        "[31mred[0m",
        "  indented",
        "over\rwritten",
    };
    strbuf_add_text(out, ONE_OF(senders));
    strbuf_add_text(out, ONE_OF(messages));
    for (uint64_t i = draw(random, 8) ? 0 : draw(random, 400); i > 0; i--)
        strbuf_add_char(out, 'x');
}

static void add_line(struct strbuf *out, uint64_t *random)
{
    static const char *const ends[] = { "\n", "\r\n", " \n", "\n\n" };
    size_t start = out->len;
    add_header(out, random);
    if (draw(random, 3))
        add_request(out, random);
    else
        add_other(out, random);
    if (draw(random, 30) == 0)
        out->at[start + draw(random, out->len - start)] = (char)draw(random, 256);
    strbuf_add_text(out, MOSTLY(ends));
}

static size_t compare_ways(uint64_t seed, size_t lines)
{
    struct strbuf log;
    uint64_t random = seed * 0x9E3779B97F4A7C15U + 1;
    strbuf_init(&log, LOG_CAP);
    for (size_t i = 0; i < lines; i++)
        add_line(&log, &random);
    struct reading whole = read_log(strbuf_str(&log), log.len);
    struct reading pieces = read_log(strbuf_str(&log), 1 + draw(&random, 5000));
    struct reading bytewise = read_log(strbuf_str(&log), 1);
    cr_assert(str_equal(strbuf_str(&whole.seen), strbuf_str(&bytewise.seen)), "seed %llu",
              (unsigned long long)seed);
    cr_assert(str_equal(strbuf_str(&pieces.seen), strbuf_str(&bytewise.seen)),
              "seed %llu", (unsigned long long)seed);
    cr_assert_eq(bytewise.skimmed, 0);
    strbuf_release(&whole.seen);
    strbuf_release(&pieces.seen);
    strbuf_release(&bytewise.seen);
    strbuf_release(&log);
    return whole.skimmed;
}

Test(skim, gives_what_the_long_way_gives)
{
    size_t skimmed = 0;
    for (uint64_t seed = 1; seed <= 400; seed++)
        skimmed += compare_ways(seed, 1 + seed % 150);
    cr_expect_gt(skimmed, 2500, "%zu", skimmed);
}
