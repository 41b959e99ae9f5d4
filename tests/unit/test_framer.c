/* SPDX-License-Identifier: MIT
 * Dirty bytes become clean lines, however the bytes are cut. */
#include "framer.h"
#include "mem.h"
#include "str.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdlib.h>
#include <string.h>

#define HEADER "2026-11-22T10:00:00.123456+00:00 app[web.1]: "
#define DOKKU "2026-11-22T10:00:00.123456789Z app[web.1]: "
/* 45 characters of header and 35 more are a row of 80. */
#define TEN "0123456789"
#define ROW80 HEADER TEN TEN TEN "abcd"
#define ROW90 HEADER TEN TEN TEN TEN "abcd"

struct dirt {
    char what[48];
    char input[640];
    size_t len;      /* 0: up to the NUL */
    char lines[640]; /* "number|line\n" */
};

static void collect(void *user, logdoc_str line, uint64_t number)
{
    struct strbuf *lines = user;
    strbuf_add_format(lines, "%u|", (unsigned)number);
    strbuf_add_str(lines, line);
    strbuf_add_char(lines, '\n');
}

/* Pseudo-random: the same in every run. */
static size_t next_size(unsigned *state, size_t most)
{
    *state = *state * 1103515245U + 12345U;
    return most > 1 ? (size_t)(*state >> 16) % most + 1 : 1;
}

/* Largest chunk 0: all at once. */
static struct strbuf frame(logdoc_str input, size_t largest, unsigned seed)
{
    struct framer framer;
    struct strbuf lines;
    strbuf_init(&lines, (size_t)1 << 22);
    framer_init(&framer);
    while (input.len > 0) {
        size_t size = largest ? next_size(&seed, largest) : input.len;
        size = size < input.len ? size : input.len;
        framer_push(&framer, (logdoc_str){ input.at, size }, collect, &lines);
        input = str_from_offset(input, size);
    }
    framer_end(&framer, collect, &lines);
    framer_release(&framer);
    return lines;
}

static void expect_lines(logdoc_str input, size_t largest, unsigned seed,
                         logdoc_str wanted, const char *what)
{
    struct strbuf lines = frame(input, largest, seed);
    cr_expect(str_equal(strbuf_str(&lines), wanted), "%s, chunks up to %zu: got\n%s",
              what, largest, lines.at);
    strbuf_release(&lines);
}

static void expect_any_cut(logdoc_str input, logdoc_str wanted, const char *what)
{
    expect_lines(input, 0, 0, wanted, what);
    expect_lines(input, 1, 0, wanted, what);
    for (unsigned seed = 1; seed <= 20; seed++)
        expect_lines(input, 2 + seed * 7, seed, wanted, what);
}

ParameterizedTestParameters(framer, dirt)
{
    static struct dirt dirts[] = {
        { "nothing", "", 0, "" },
        { "line ends", "a\n\nb\r\nc\r\r\nd", 0, "1|a\n2|\n3|b\n4|c\n5|d\n" },
        { "colours", "\x1B[36m" HEADER "\x1B[0m \x1B[1;31mred\x1B[m\x1B[K\n", 0,
          "1|" HEADER " red\n" },
        { "colours without escape", "[36m" HEADER "[0m [1;31mred[39m\n", 0,
          "1|" HEADER " red\n" },
        { "escape characters in print",
          "\xE2\x86\x90[31ma^[[0mb\\u001b[31mc\\x1b[0md\\033[31me\\e[0mf#033[31mg\n", 0,
          "1|abcdefg\n" },
        { "no colours", "rate(x[5m]) [00:10m] [31m [m [0 m\n", 0,
          "1|rate(x[5m]) [00:10m] [31m [m [0 m\n" },
        { "hyperlink",
          "\x1B]8;;http://x\x07"
          "text\x1B]8;;\x1B\\ end\n",
          0, "1|text end\n" },
        { "string without end", "a\x1B]0;title\nb\n", 0, "1|a0;title\n2|b\n" },
        { "cut sequence", "a\x1B[31\nb\x1B\nc\x1B[\n", 0, "1|a\n2|b\n3|c\n" },
        { "character set",
          "\x1B(Ba\x1B=b\x1B"
          "7c\n",
          0, "1|abc\n" },
        { "NUL", "a\0b\0\nc\n", 7, "1|ab\n2|c\n" },
        { "backspace", "ab\b\bcd\b\n\b\bx\n\xC3\xA4\by\n", 0, "1|c\n2|x\n3|y\n" },
        { "overwritten", "remote: 10%\rremote: 99%\rremote: done\r\n", 0,
          "1|remote: 10%\n1|remote: 99%\n1|remote: done\n" },
        { "overwritten behind a header", HEADER "10%\r99%\r\rdone\n", 0,
          "1|" HEADER "10%\n1|" HEADER "99%\n1|" HEADER "done\n" },
        { "UTF-8 mark",
          "\xEF\xBB\xBF"
          "a\n",
          0, "1|a\n" },
        { "half a mark", "\xEF\xBB", 0, "1|\xEF\xBB\n" },
        { "no mark", "\xEF\xBB\xBE\n", 0, "1|\xEF\xBB\xBE\n" },
        { "UTF-16, little end first",
          "\xFF\xFE"
          "a\0\xE9\0\n\0\x3D\xD8\0\xDE",
          12, "1|a\xC3\xA9\n2|\xF0\x9F\x98\x80\n" },
        { "UTF-16, big end first",
          "\xFE\xFF"
          "\0a\0\xE9\0\n\x20\xAC",
          10, "1|a\xC3\xA9\n2|\xE2\x82\xAC\n" },
        { "half a surrogate pair",
          "\xFF\xFE"
          "\0\xDE"
          "a\0",
          6,
          "1|\xEF\xBF\xBD"
          "a\n" },
        { "not UTF-8", "a\xFF\xC0z\n", 0, "1|a\xFF\xC0z\n" },
        /* Web pages */
        { "entities", "No module named &#39;x&#39; &lt;b&gt;\n", 0,
          "1|No module named 'x' <b>\n" },
        { "quotes by name", "&quot;a&quot; &apos;b&apos; &#x27;c&#x27;\n", 0,
          "1|\"a\" 'b' 'c'\n" },
        { "angles beside raw quotes", "in '&lt;main&gt;'\n", 0, "1|in '<main>'\n" },
        { "HTML of the app", "<p>a &lt; b &quot;c&quot;</p>\n", 0,
          "1|<p>a &lt; b &quot;c&quot;</p>\n" },
        { "JSON with HTML", "{\"a\": \"&quot;b&quot;\"}\n", 0,
          "1|{\"a\": \"&quot;b&quot;\"}\n" },
        { "a query", "path=\"/?a=1&b=2;c&amp;d\"\n", 0,
          "1|path=\"/?a=1&b=2;c&amp;d\"\n" },
        /* Glued records */
        { "glued", HEADER "a" HEADER "b 1" HEADER "c\n", 0,
          "1|" HEADER "a\n1|" HEADER "b 1\n1|" HEADER "c\n" },
        { "glued behind other text", "$ heroku logs" HEADER "a\n", 0,
          "1|$ heroku logs\n1|" HEADER "a\n" },
        { "glued, of Dokku", DOKKU "a" DOKKU "b\n", 0, "1|" DOKKU "a\n1|" DOKKU "b\n" },
        { "glued, short fraction",
          HEADER "a2026-11-22T10:00:00.5+00:00 heroku[web.1]: b\n", 0,
          "1|" HEADER "a\n1|2026-11-22T10:00:00.5+00:00 heroku[web.1]: b\n" },
        { "glued, no fraction", HEADER "a2026-11-22T10:00:00+00:00 heroku[web.1]: b\n", 0,
          "1|" HEADER "a\n1|2026-11-22T10:00:00+00:00 heroku[web.1]: b\n" },
        { "glued behind a quote", HEADER "named 'x'" HEADER "b\n", 0,
          "1|" HEADER "named 'x'\n1|" HEADER "b\n" },
        { "quoted", HEADER "line \"" HEADER "b\" seen\n", 0,
          "1|" HEADER "line \"" HEADER "b\" seen\n" },
        { "a time without a source",
          HEADER "at 2026-11-22T10:00:00.123456+00:00 ok, all is "
                 "well\n",
          0, "1|" HEADER "at 2026-11-22T10:00:00.123456+00:00 ok, all is well\n" },
        { "pasted marks", "    > " HEADER "a\n        " HEADER "b\n", 0,
          "1|    > " HEADER "a\n2|        " HEADER "b\n" },
        /* Wrapped consoles */
        { "wrapped at 80", ROW80 "X\nrest of it\n" HEADER "b\n", 0,
          "1|" ROW80 "Xrest of it\n3|" HEADER "b\n" },
        { "wrapped twice", ROW80 "X\n" TEN TEN TEN TEN TEN TEN TEN TEN "\nrest\nother\n",
          0, "1|" ROW80 "X" TEN TEN TEN TEN TEN TEN TEN TEN "rest\n4|other\n" },
        { "wrapped, CRLF", ROW80 "X\r\nrest\r\n", 0, "1|" ROW80 "Xrest\n" },
        { "wrapped at a blank", ROW80 "X\n rest\n", 0, "1|" ROW80 "X rest\n" },
        { "as wide as a console, then a header", ROW80 "X\n" HEADER "b\n", 0,
          "1|" ROW80 "X\n2|" HEADER "b\n" },
        { "then a blank line", ROW80 "X\n\nrest\n", 0, "1|" ROW80 "X\n2|\n3|rest\n" },
        { "then an indented line", ROW80 "X\n    at run (a.js)\n", 0,
          "1|" ROW80 "X\n2|    at run (a.js)\n" },
        { "then a wider line", ROW80 "X\n" ROW80 TEN "\n", 0,
          "1|" ROW80 "X\n2|" ROW80 TEN "\n" },
        { "a wider line refutes", ROW90 "X\n" ROW80 "X\nrest\n", 0,
          "1|" ROW90 "X\n2|" ROW80 "X\n3|rest\n" },
        { "an unusual width is believed twice", ROW90 "X\nrest\n" ROW90 "Y\nrest\n", 0,
          "1|" ROW90 "X\n2|rest\n3|" ROW90 "Yrest\n" },
        { "one text twice proves no width", ROW90 "X\nrest\n" ROW90 "X\nrest\n", 0,
          "1|" ROW90 "X\n2|rest\n3|" ROW90 "X\n4|rest\n" },
        { "a wrapped build",
          "remote: " TEN TEN TEN TEN TEN TEN TEN TEN TEN
          "No such f\nile or folder\nremote:\n",
          0,
          "1|remote: " TEN TEN TEN TEN TEN TEN TEN TEN TEN
          "No such file or folder\n3|remote:\n" },
        { "git's own line ends a build",
          "remote: " TEN TEN TEN TEN TEN TEN TEN TEN TEN
          "done\nTo https://git.heroku.com/x.git\n",
          0,
          "1|remote: " TEN TEN TEN TEN TEN TEN TEN TEN TEN "done\n"
          "2|To https://git.heroku.com/x.git\n" },
        { "a gap where the console ended",
          ROW80 "g                                        "
                "unicorn\n",
          0, "1|" ROW80 "gunicorn\n" },
        { "a gap elsewhere", ROW80 "                                        gunicorn\n",
          0, "1|" ROW80 "                                        gunicorn\n" },
    };
    return cr_make_param_array(struct dirt, dirts, sizeof(dirts) / sizeof(dirts[0]));
}

ParameterizedTest(struct dirt *dirt, framer, dirt)
{
    size_t len = dirt->len ? dirt->len : strlen(dirt->input);
    expect_any_cut((logdoc_str){ dirt->input, len }, str_from(dirt->lines), dirt->what);
}

/* Fragments of everything above, in any order: a line does not depend on the cuts. */
Test(framer, any_cut_of_random_dirt)
{
    static const char *const fragments[] = {
        "\n",           "\r\n",     "\r",       HEADER,         DOKKU,     ROW80,
        ROW80 "X\n",    "\x1B[31m", "\x1B",     "\x1B]8;;",     "\x07",    "\b",
        "&lt;",         "&#39;",    "remote: ", "word ",        TEN,       "\xC3",
        "\xE2\x82\xAC", "'\n",      "    ",     "\xEF\xBB\xBF", "+00:00 ", "Z ",
    };
    unsigned state = 42;
    for (unsigned round = 0; round < 300; round++) {
        struct strbuf input;
        strbuf_init(&input, 1 << 16);
        for (int i = 0; i < 60; i++)
            strbuf_add_text(&input, fragments[next_size(&state, 24) - 1]);
        struct strbuf whole = frame(strbuf_str(&input), 0, 0);
        expect_lines(strbuf_str(&input), 1, 0, strbuf_str(&whole), "random dirt");
        expect_lines(strbuf_str(&input), 64, round, strbuf_str(&whole), "random dirt");
        strbuf_release(&whole);
        strbuf_release(&input);
    }
}

/* Many lines and none of them wrapped: a later one as wide as a console is no wrap. */
Test(framer, patience_ends)
{
    static const size_t counts[] = { 100, FRAMER_PATIENCE + 100 };
    for (size_t i = 0; i < 2; i++) {
        struct strbuf input, wanted;
        strbuf_init(&input, 1 << 20);
        strbuf_init(&wanted, 1 << 21);
        for (size_t k = 1; k <= counts[i]; k++) {
            strbuf_add_text(&input, HEADER "b\n");
            strbuf_add_format(&wanted, "%zu|%sb\n", k, HEADER);
        }
        strbuf_add_text(&input, ROW80 "X\nrest\n");
        strbuf_add_format(&wanted, i ? "%zu|%sX\n%zu|rest\n" : "%zu|%sXrest\n",
                          counts[i] + 1, ROW80, counts[i] + 2);
        expect_lines(strbuf_str(&input), 5000, 0, strbuf_str(&wanted), "patience");
        strbuf_release(&input);
        strbuf_release(&wanted);
    }
}

static void count_lines(void *user, logdoc_str line, uint64_t number)
{
    size_t *longest = user;
    (void)number;
    if (line.len > *longest)
        *longest = line.len;
}

static void push_long_line(size_t len, size_t chunk, size_t *longest, uint64_t *truncated)
{
    struct framer framer;
    framer_init(&framer);
    char *line = mem_alloc(len + 1);
    memset(line, 'x', len);
    line[len] = '\n';
    for (size_t at = 0; at <= len; at += chunk) {
        size_t size = len + 1 - at < chunk ? len + 1 - at : chunk;
        framer_push(&framer, (logdoc_str){ line + at, size }, count_lines, longest);
    }
    *truncated = framer.truncated;
    framer_release(&framer);
    free(line);
}

struct long_line {
    size_t len, chunk, kept;
    uint64_t truncated;
};

ParameterizedTestParameters(framer, cap)
{
    static struct long_line lines[] = {
        { FRAMER_LINE_CAP, FRAMER_LINE_CAP * 4, FRAMER_LINE_CAP, 0 },
        { FRAMER_LINE_CAP, 1000, FRAMER_LINE_CAP, 0 },
        { FRAMER_LINE_CAP + 1, FRAMER_LINE_CAP * 4, FRAMER_LINE_CAP, 1 },
        { FRAMER_LINE_CAP + 1, 1000, FRAMER_LINE_CAP, 1 },
        { FRAMER_LINE_CAP * 3, 1000, FRAMER_LINE_CAP, 1 },
    };
    return cr_make_param_array(struct long_line, lines, sizeof(lines) / sizeof(lines[0]));
}

ParameterizedTest(struct long_line *line, framer, cap)
{
    size_t longest = 0;
    uint64_t truncated = 0;
    push_long_line(line->len, line->chunk, &longest, &truncated);
    cr_expect_eq(longest, line->kept);
    cr_expect_eq(truncated, line->truncated);
}

/* A silent source: what was held is given, an unfinished line waits. */
Test(framer, flush)
{
    struct framer framer;
    struct strbuf lines;
    strbuf_init(&lines, 4096);
    framer_init(&framer);
    framer_push(&framer, STR(ROW80 "X\nunfinis"), collect, &lines);
    cr_expect_eq(lines.len, 0);
    framer_flush(&framer, collect, &lines);
    cr_expect(str_equal(strbuf_str(&lines), STR("1|" ROW80 "X\n")), "%s", lines.at);
    framer_push(&framer, STR("hed\n"), collect, &lines);
    framer_end(&framer, collect, &lines);
    cr_expect(str_equal(strbuf_str(&lines), STR("1|" ROW80 "X\n2|unfinished\n")), "%s",
              lines.at);
    framer_release(&framer);
    strbuf_release(&lines);
}

static void note_view(void *user, logdoc_str line, uint64_t number)
{
    const char **seen = user;
    if (number == 2)
        *seen = line.at;
}

/* Clean lines are views into the chunk: nothing is copied. */
Test(framer, clean_lines_are_lent)
{
    static const char input[] = HEADER "a\n" HEADER "b\n" HEADER "c\n";
    struct framer framer;
    const char *seen = NULL;
    framer_init(&framer);
    framer.widest = 1000;
    framer_push(&framer, (logdoc_str){ input, sizeof(input) - 1 }, note_view, &seen);
    cr_expect_eq(seen, input + sizeof(HEADER "a\n") - 1);
    framer_release(&framer);
}
