/* SPDX-License-Identifier: MIT
 * The short way of the usual lines, held to the long one: random logs, usual and nearly
 * usual, give the same entries and the same requests whole (which is skimmed) and byte by
 * byte (which never is). */
#include "random_log.h"
#include "skim.h"

#include "str.h"
#include "strbuf.h"

#include <criterion/criterion.h>
#include <sys/mman.h>
#include <unistd.h>

#define LOG_CAP ((size_t)256 * 1024)

/* Requests may come later than entries behind them. */
struct reading {
    struct stream *stream;
    struct strbuf entries, requests;
    size_t skimmed;
};

static void note_text(struct strbuf *out, const char *name, logdoc_str text)
{
    strbuf_add_format(out, " %s%s=<", name, text.at ? "" : "!");
    strbuf_add_str(out, text);
    strbuf_add_char(out, '>');
}

static void note_request(struct strbuf *out, const struct request *request, uint64_t line)
{
    strbuf_add_format(out, "%llu %lld request %u %u %u", (unsigned long long)line,
                      (long long)request->time, request->connect, request->service,
                      request->status_class);
    note_text(out, "path", request->path);
    note_text(out, "host", request->host);
    note_text(out, "dyno", request->dyno);
    strbuf_add_char(out, '\n');
}

static void note_entry(struct strbuf *out, const struct entry *entry)
{
    strbuf_add_format(out, "%llu %lld %u", (unsigned long long)entry->line,
                      (long long)entry->time, entry->scope);
    note_text(out, "raw", entry->raw);
    note_text(out, "source", entry->source);
    note_text(out, "process", entry->process);
    note_text(out, "message", entry->message);
    strbuf_add_char(out, '\n');
}

static void skim_requests(void *user, const struct request *requests, size_t count)
{
    struct reading *reading = user;
    reading->skimmed += count;
    for (size_t i = 0; i < count; i++)
        note_request(&reading->requests, &requests[i], requests[i].line);
}

/* A request that did not fail counts as one, whichever way it came. */
static void skim_entry(void *user, const struct entry *entry)
{
    struct reading *reading = user;
    struct router_line line;
    struct request request = { .failed = true };
    if (entry->scope == SCOPE_ROUTER && router_parse(entry->message, &line))
        request_from_line(&line, entry->time, &request);
    cr_assert(!entry->plain || str_find_char(entry->message, '\\') == SIZE_MAX);
    if (request.failed)
        note_entry(&reading->entries, entry);
    else
        note_request(&reading->requests, &request, entry->line);
}

static void note_line(void *user, logdoc_str line, uint64_t number)
{
    struct reading *reading = user;
    struct entry entry;
    stream_parse(reading->stream, line, number, &entry);
    skim_entry(reading, &entry);
}

static size_t skim(void *user, const struct byte_marks *marks, size_t at)
{
    struct reading *reading = user;
    struct skim_taker taker = { skim_requests, skim_entry, reading };
    return skim_lines(reading->stream, marks, at, &taker);
}

static struct reading read_log(logdoc_str log, size_t piece)
{
    struct reading reading = { .stream = stream_new(0, "log") };
    strbuf_init(&reading.entries, LOG_CAP * 16);
    strbuf_init(&reading.requests, LOG_CAP * 16);
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

static void reading_release(struct reading *reading)
{
    strbuf_release(&reading->entries);
    strbuf_release(&reading->requests);
}

static bool is_same(const struct reading *a, const struct reading *b)
{
    return str_equal(strbuf_str(&a->entries), strbuf_str(&b->entries)) &&
           str_equal(strbuf_str(&a->requests), strbuf_str(&b->requests));
}

/* Whole, in pieces and byte by byte; returns how many requests were skimmed. */
static size_t compare_ways(logdoc_str log, size_t piece, const char *what, size_t number)
{
    struct reading whole = read_log(log, log.len), pieces = read_log(log, piece);
    struct reading bytewise = read_log(log, 1);
    size_t skimmed = whole.skimmed;
    cr_assert(is_same(&whole, &bytewise), "%s %zu", what, number);
    cr_assert(is_same(&pieces, &bytewise), "%s %zu", what, number);
    cr_assert_eq(bytewise.skimmed, 0);
    reading_release(&whole);
    reading_release(&pieces);
    reading_release(&bytewise);
    return skimmed;
}

static size_t compare_random(uint64_t seed, size_t lines)
{
    struct strbuf log;
    uint64_t random = seed * 0x9E3779B97F4A7C15U + 1;
    strbuf_init(&log, LOG_CAP);
    for (size_t i = 0; i < lines; i++)
        random_log_line(&log, &random);
    size_t piece = 1 + random_draw(&random, 5000);
    size_t skimmed = compare_ways(strbuf_str(&log), piece, "seed", (size_t)seed);
    strbuf_release(&log);
    return skimmed;
}

/* A line wider than any console comes first, so that the others stand alone. */
static void begin_wide(struct strbuf *log)
{
    strbuf_reset(log);
    strbuf_add_text(log, "2026-11-22T10:00:07.123456+00:00 app[web.1]: ");
    for (size_t i = 0; i < 300; i++)
        strbuf_add_char(log, 'w');
    strbuf_add_char(log, '\n');
}

#define REQUEST                                                                          \
    "2026-11-22T10:00:07.123456+00:00 heroku[router]: at=info method=GET "               \
    "path=\"/orders/7\" host=demo.herokuapp.com request_id=a-1 fwd=\"203.0.113.7\" "     \
    "dyno=web.1 connect=1ms service=12ms status=200 bytes=7 protocol=https"

/* The log holds the request as often as it has bytes, each time with another one gone. */
static size_t compare_spoilt(struct strbuf *log, logdoc_str request, char byte)
{
    begin_wide(log);
    for (size_t i = 0; i < request.len; i++) {
        strbuf_add(log, request.at, i);
        strbuf_add_char(log, byte);
        strbuf_add_str(log, str_from_offset(request, i + 1));
        strbuf_add_char(log, '\n');
    }
    return compare_ways(strbuf_str(log), 4096, "byte", (unsigned char)byte);
}

/* Every byte of a request counts, also those of keys. */
Test(skim, knows_a_request_by_every_byte)
{
    static const char *const requests[] = { REQUEST,
                                            REQUEST " tls=true tls_version=tls1.3" };
    static const char bytes[] = "\"x =1v?[\\";
    struct strbuf log;
    size_t skimmed = 0;
    strbuf_init(&log, LOG_CAP);
    for (size_t i = 0; i < sizeof(requests) / sizeof(requests[0]); i++)
        for (const char *byte = bytes; *byte; byte++)
            skimmed += compare_spoilt(&log, str_from(requests[i]), *byte);
    cr_expect_gt(skimmed, 500, "%zu", skimmed);
    strbuf_release(&log);
}

/* A line that has not ended ends where nothing may be read, with each odd byte. */
Test(skim, reads_nothing_behind_the_end)
{
    static const char odd[] = "[+;\b\r\x1B\0 x";
    static const char lines[] = "2026-11-22T10:00:07.123456+00:00 app[web.1]: a\n"
                                "2026-11-22T10:00:07.123456+00:00 app[web.1]: b";
    size_t page = (size_t)sysconf(_SC_PAGESIZE), len = sizeof(lines);
    char *pages =
        mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    cr_assert_neq((void *)pages, MAP_FAILED);
    cr_assert_eq(mprotect(pages + page, page, PROT_NONE), 0);
    for (size_t i = 0; i < sizeof(odd) - 1; i++) {
        memcpy(pages + page - len, lines, len - 1);
        pages[page - 1] = odd[i];
        struct reading reading = read_log((logdoc_str){ pages + page - len, len }, len);
        cr_expect_gt(reading.entries.len, 100);
        reading_release(&reading);
    }
    munmap(pages, 2 * page);
}

Test(skim, gives_what_the_long_way_gives)
{
    size_t skimmed = 0;
    for (uint64_t seed = 1; seed <= 400; seed++)
        skimmed += compare_random(seed, 1 + seed % 150);
    cr_expect_gt(skimmed, 2500, "%zu", skimmed);
}
