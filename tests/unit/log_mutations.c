/* SPDX-License-Identifier: MIT
 * What consoles, other dynos and the transport of logs do to a log. */
#include "log_mutations.h"

#include "heroku_header.h"
#include "rule.h"
#include "str.h"

#include <stdlib.h>

#define CONSOLE_COLUMNS 80
#define CUT_BYTES 10000
#define MOST_LINES 400
#define TIME_LENGTH (sizeof("2026-01-05T10:00:00.000000+00:00") - 1)
#define MILLISECOND_LENGTH (sizeof("2026-01-05T10:00:00.000") - 1)
#define MICROSECONDS_LENGTH 3

static size_t header_length(logdoc_str line)
{
    struct heroku_header header = { 0 };
    /* NOLINTNEXTLINE(clang-analyzer-core.CallAndMessage): str_cut() fills it */
    return heroku_header_parse(line, &header);
}

static bool is_dated(logdoc_str line)
{
    return header_length(line) > TIME_LENGTH && line.at[10] == 'T' &&
           str_starts(str_from_offset(line, TIME_LENGTH - 6), STR("+00:00"));
}

static bool all_lines(logdoc_str log, bool (*holds)(logdoc_str))
{
    while (log.len)
        if (!holds(str_cut(&log, '\n')))
            return false;
    return true;
}

static void add_line(struct strbuf *out, logdoc_str line)
{
    strbuf_add_str(out, line);
    strbuf_add_char(out, '\n');
}

static bool with_second_dyno(logdoc_str log, unsigned scope, struct strbuf *out)
{
    (void)scope;
    if (!all_lines(log, is_dated))
        return false;
    for (int number = 0; log.len; number++) {
        logdoc_str line = str_cut(&log, '\n');
        add_line(out, line);
        strbuf_add(out, line.at, TIME_LENGTH);
        strbuf_add_format(out, " app[worker.9]: INFO job %d done, 0 errors\n", number);
    }
    return true;
}

static bool with_traffic(logdoc_str log, unsigned scope, struct strbuf *out)
{
    (void)scope;
    if (!all_lines(log, is_dated))
        return false;
    while (log.len) {
        logdoc_str line = str_cut(&log, '\n');
        add_line(out, line);
        strbuf_add(out, line.at, TIME_LENGTH);
        strbuf_add_text(out,
                        " heroku[router]: at=info method=GET path=\"/\" host=x.herokuapp."
                        "com request_id=1 fwd=\"203.0.113.5\" dyno=web.9 connect=0ms "
                        "service=4ms status=200 bytes=12 protocol=https\n");
    }
    return true;
}

/* The Heroku CLI colours the header, a program its text. */
static bool with_colors(logdoc_str log, unsigned scope, struct strbuf *out)
{
    (void)scope;
    while (log.len) {
        logdoc_str line = str_cut(&log, '\n');
        size_t header = header_length(line);
        strbuf_add_text(out, header ? "\x1B[36m" : "");
        strbuf_add(out, line.at, header);
        strbuf_add_text(out, header ? "\x1B[0m\x1B[1;31m" : "\x1B[1;31m");
        strbuf_add_str(out, str_from_offset(line, header));
        strbuf_add_text(out, "\x1B[0m\n");
    }
    return true;
}

static bool with_line_ends(logdoc_str log, const char *end, struct strbuf *out)
{
    while (log.len) {
        strbuf_add_str(out, str_cut(&log, '\n'));
        strbuf_add_text(out, end);
    }
    return true;
}

static bool with_returns(logdoc_str log, unsigned scope, struct strbuf *out)
{
    (void)scope;
    return with_line_ends(log, "\r\n", out);
}

static bool with_blank_lines(logdoc_str log, unsigned scope, struct strbuf *out)
{
    (void)scope;
    return with_line_ends(log, "\n\n", out);
}

static bool is_wrappable(logdoc_str line)
{
    for (size_t i = 0; i < line.len; i++)
        if ((unsigned char)line.at[i] >= 0x80 || line.at[i] == '\t')
            return false;
    return is_dated(line) || str_starts(line, STR("remote:"));
}

static bool wrapped(logdoc_str log, unsigned scope, struct strbuf *out)
{
    (void)scope;
    if (!all_lines(log, is_wrappable))
        return false;
    while (log.len) {
        logdoc_str line = str_cut(&log, '\n');
        for (; line.len > CONSOLE_COLUMNS; line = str_from_offset(line, CONSOLE_COLUMNS))
            add_line(out, (logdoc_str){ line.at, CONSOLE_COLUMNS });
        add_line(out, line);
    }
    return true;
}

/* What git and the Heroku CLI say themselves, not the server. */
static bool is_client_line(logdoc_str line)
{
    static const char *const starts[] = { "error:",    "fatal:",   "hint:",       "To ",
                                          "$ ",        "git@",     "git:",        " ! [",
                                          " ›   ",     "warning:", "Enumerating", "ssh:",
                                          "Everything" };
    for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++)
        if (str_starts(line, str_from(starts[i])))
            return true;
    return header_length(line) > 0;
}

static bool is_server_line(logdoc_str line)
{
    return !is_client_line(line) && !str_starts(line, STR("remote:"));
}

static bool behind_remote(logdoc_str log, unsigned scope, struct strbuf *out)
{
    if (!(scope & SCOPE_BUILD) || !all_lines(log, is_server_line))
        return false;
    while (log.len) {
        strbuf_add_text(out, "remote: ");
        add_line(out, str_cut(&log, '\n'));
    }
    return true;
}

/* As the dashboard and `heroku builds:output` show it. */
static bool without_remote(logdoc_str log, unsigned scope, struct strbuf *out)
{
    if (!(scope & SCOPE_BUILD) || str_find(log, STR("remote: ")) == SIZE_MAX)
        return false;
    if (str_find(log, STR("-----> ")) == SIZE_MAX)
        strbuf_add_text(out, "-----> Building on the Heroku-24 stack\n");
    while (log.len) {
        logdoc_str line = str_cut(&log, '\n');
        bool prefixed = str_starts(line, STR("remote: "));
        add_line(out, str_from_offset(line, prefixed ? sizeof("remote: ") - 1 : 0));
    }
    return true;
}

static size_t cut_lines(logdoc_str log, logdoc_str lines[MOST_LINES])
{
    size_t count = 0;
    while (log.len && count < MOST_LINES)
        lines[count++] = str_cut(&log, '\n');
    return count;
}

static void shuffle(size_t *order, size_t count)
{
    unsigned seed = 7;
    for (size_t i = count; i > 1; i--) {
        seed = seed * 1103515245u + 12345u;
        size_t other = (seed >> 8) % i, kept = order[i - 1];
        order[i - 1] = order[other];
        order[other] = kept;
    }
}

/* Lines of one millisecond get each their microsecond and arrive in any order. */
static bool shuffled(logdoc_str log, unsigned scope, struct strbuf *out)
{
    logdoc_str lines[MOST_LINES];
    size_t order[MOST_LINES];
    (void)scope;
    if (!all_lines(log, is_dated))
        return false;
    size_t count = cut_lines(log, lines);
    for (size_t from = 0, to; from < count; from = to) {
        to = from;
        while (to < count && to - from < 999 &&
               memcmp(lines[to].at, lines[from].at, MILLISECOND_LENGTH) == 0) {
            order[to] = to;
            to++;
        }
        shuffle(order + from, to - from);
        for (size_t i = from; i < to; i++) {
            logdoc_str line = lines[order[i]];
            strbuf_add(out, line.at, MILLISECOND_LENGTH);
            strbuf_add_format(out, "%03zu", order[i] - from);
            add_line(out,
                     str_from_offset(line, MILLISECOND_LENGTH + MICROSECONDS_LENGTH));
        }
    }
    return true;
}

/* A message of more than CUT_BYTES, as the log system hands it out. */
static void add_cut(struct strbuf *out, logdoc_str header, logdoc_str message)
{
    do {
        size_t len = message.len < CUT_BYTES ? message.len : CUT_BYTES;
        strbuf_add_str(out, header);
        add_line(out, (logdoc_str){ message.at, len });
        message = str_from_offset(message, len);
    } while (message.len);
}

/* A long message of the same process before it and after it. */
static bool between_cut_lines(logdoc_str log, unsigned scope, struct strbuf *out)
{
    struct strbuf chatter;
    logdoc_str lines[MOST_LINES];
    (void)scope;
    if (!all_lines(log, is_dated))
        return false;
    strbuf_init(&chatter, (size_t)64 * 1024);
    while (chatter.len < (size_t)CUT_BYTES * 2)
        strbuf_add_text(&chatter,
                        "{\"level\":\"info\",\"errors\":0,\"plants\":[1,2,3]} ");
    size_t last = cut_lines(log, lines) - 1;
    add_cut(out, (logdoc_str){ lines[0].at, header_length(lines[0]) },
            strbuf_str(&chatter));
    strbuf_add_str(out, log);
    add_cut(out, (logdoc_str){ lines[last].at, header_length(lines[last]) },
            strbuf_str(&chatter));
    strbuf_release(&chatter);
    return true;
}

/* A frame, with its source on the next line? */
static bool shows_source(logdoc_str line)
{
    line = str_trim(str_from_offset(line, header_length(line)));
    return str_starts(line, STR("File \"")) ||
           (str_starts(line, STR("/app/")) && line.at[line.len - 1] >= '0' &&
            line.at[line.len - 1] <= '9');
}

/* The first source line of a trace is minified: one line of 25,000 bytes. */
static bool with_cut_source(logdoc_str log, unsigned scope, struct strbuf *out)
{
    struct strbuf message;
    (void)scope;
    if (!all_lines(log, is_dated))
        return false;
    strbuf_init(&message, (size_t)64 * 1024);
    for (bool next = false; log.len;) {
        logdoc_str line = str_cut(&log, '\n');
        logdoc_str header = { line.at, header_length(line) };
        strbuf_reset(&message);
        strbuf_add_str(&message, str_from_offset(line, header.len));
        while (next && message.len < (size_t)CUT_BYTES * 5 / 2)
            strbuf_add_text(&message, ";var a=[1,2,3]");
        add_cut(out, header, strbuf_str(&message));
        next = !next && message.len < CUT_BYTES && shows_source(line);
    }
    strbuf_release(&message);
    return true;
}

const struct log_mutation log_mutations[] = {
    { "a second dyno in between", with_second_dyno },
    { "traffic in between", with_traffic },
    { "colours", with_colors },
    { "carriage returns", with_returns },
    { "blank lines", with_blank_lines },
    { "wrapped at 80 columns", wrapped },
    { "behind remote:", behind_remote },
    { "without remote:", without_remote },
    { "lines of a millisecond shuffled", shuffled },
    { "between lines cut at 10,000 bytes", between_cut_lines },
    { "a source line cut at 10,000 bytes", with_cut_source },
};

const size_t log_mutation_count = sizeof(log_mutations) / sizeof(*log_mutations);
