/* SPDX-License-Identifier: MIT
 * Bytes → lines: ends, glued records, wrapped lines. */
#include "framer.h"

#include "format_table.h"
#include "format_text.h"
#include "heroku_header.h"
#include "line_cleaner.h"
#include "timestamp.h"

/* Consoles that open with a known width: one wrapped line there is proof enough. */
#define CLASSIC_WIDTH 80
#define WINDOWS_WIDTH 120
#define NARROWEST_CONSOLE 40
/* Blanks that no message has in one place. */
#define CONSOLE_GAP 32

struct delivery {
    struct framer *framer;
    framer_line *line;
    void *user;
};

void framer_init(struct framer *framer)
{
    *framer = (struct framer){ .number = 0 };
    strbuf_init(&framer->partial, FRAMER_LINE_CAP + 1);
    strbuf_init(&framer->clean, FRAMER_LINE_CAP);
    strbuf_init(&framer->piece, FRAMER_LINE_CAP);
    strbuf_init(&framer->held, FRAMER_LINE_CAP);
}

void framer_release(struct framer *framer)
{
    strbuf_release(&framer->partial);
    strbuf_release(&framer->clean);
    strbuf_release(&framer->piece);
    strbuf_release(&framer->held);
}

static void give(const struct delivery *to, logdoc_str line)
{
    to->line(to->user, line, to->framer->number);
}

static void give_held(const struct delivery *to)
{
    struct framer *framer = to->framer;
    if (framer->held_number == 0)
        return;
    to->line(to->user, strbuf_str(&framer->held), framer->held_number);
    framer->truncated += framer->held.truncated;
    framer->held_number = 0;
}

static void hold(struct framer *framer, logdoc_str line)
{
    strbuf_reset(&framer->held);
    strbuf_add_str(&framer->held, line);
    framer->held_number = framer->number;
    framer->held_columns = framer->widest;
}

static size_t header_length(logdoc_str line)
{
    struct heroku_header header;
    if (str_starts(line, STR("remote:")))
        return sizeof("remote:") - 1;
    return heroku_header_parse(line, &header);
}

/* Characters, not the width utf8.h knows: this runs on many lines, and a line of wide
 * characters is seldom one that has to be joined. Compilers make vector code of it. */
static size_t count_columns(logdoc_str line)
{
    size_t columns = 0;
    for (size_t i = 0; i < line.len; i++)
        columns += ((unsigned char)line.at[i] & 0xC0U) != 0x80U;
    return columns;
}

/* A line as wide as the console: the widest so far. A wider one refutes the width. */
static bool may_be_wrapped(struct framer *framer, logdoc_str line)
{
    if (line.len < framer->widest || framer_is_unwrapped(framer) ||
        header_length(line) == 0)
        return false;
    size_t columns = count_columns(line);
    if (columns > framer->widest) {
        framer->widest = columns;
        framer->wrap_width = framer->wrap_guess = 0;
    }
    return columns == framer->widest && columns >= NARROWEST_CONSOLE &&
           columns <= FRAMER_WIDEST_CONSOLE;
}

/* What a console put on the next row: no header, no indent, no wider than the console. */
static bool looks_wrapped(const struct framer *framer, logdoc_str next)
{
    struct entry unused;
    if (next.len == 0 || next.at[0] == '\t' || str_starts(next, STR("  ")))
        return false;
    return header_length(next) == 0 && count_columns(next) <= framer->held_columns &&
           format_parse(next, NULL, &unused) == &format_plain;
}

/* Two different texts cut at the same column: no coincidence. */
static bool confirms_guess(struct framer *framer)
{
    logdoc_str held = strbuf_str(&framer->held);
    uint64_t text = str_hash(str_from_offset(held, header_length(held)));
    bool confirmed =
        framer->wrap_guess == framer->held_columns && framer->wrap_text != text;
    framer->wrap_guess = framer->held_columns;
    framer->wrap_text = text;
    return confirmed;
}

/* Git puts `remote:` before every line of a build: one without, in the middle of a word,
 * is the rest of the line above. */
static bool is_cut_build_line(logdoc_str held, logdoc_str next)
{
    char before = held.at[held.len - 1], after = next.at[0];
    return held.len >= CLASSIC_WIDTH && str_starts(held, STR("remote:")) &&
           (is_letter(before) || is_digit(before)) &&
           (is_letter(after) || is_digit(after));
}

static bool is_continuation(struct framer *framer, logdoc_str next)
{
    if (!looks_wrapped(framer, next))
        return false;
    size_t columns = framer->held_columns;
    if (columns == framer->wrap_width)
        return true;
    if (columns != CLASSIC_WIDTH && columns != WINDOWS_WIDTH &&
        !is_cut_build_line(strbuf_str(&framer->held), next) && !confirms_guess(framer))
        return false;
    framer->wrap_width = columns;
    return true;
}

static void join_held(const struct delivery *to, logdoc_str next)
{
    strbuf_add_str(&to->framer->held, next);
    if (count_columns(next) != to->framer->wrap_width)
        give_held(to);
}

static bool has_gap(logdoc_str line, size_t column)
{
    static const char gap[] = "                                ";
    return line.len > column + CONSOLE_GAP && line.at[column] == ' ' &&
           line.at[column + 1] == ' ' && line.at[column - 1] != ' ' &&
           memcmp(line.at + column, gap, CONSOLE_GAP) == 0;
}

/* A console that was made wider after it had wrapped: rows are padded, not joined. */
static bool close_gap(const struct delivery *to, logdoc_str line)
{
    struct strbuf *held = &to->framer->held;
    size_t column = has_gap(line, CLASSIC_WIDTH)   ? CLASSIC_WIDTH
                    : has_gap(line, WINDOWS_WIDTH) ? WINDOWS_WIDTH
                                                   : 0;
    if (column == 0 || header_length(line) == 0)
        return false;
    strbuf_reset(held);
    strbuf_add(held, line.at, column);
    strbuf_add_str(held, skip_blanks(str_from_offset(line, column)));
    to->framer->held_number = to->framer->number;
    give_held(to);
    return true;
}

bool framer_is_settled(const struct framer *framer)
{
    return framer->held_number == 0 && framer_is_unwrapped(framer) &&
           framer->decoder.encoding == TEXT_BYTES;
}

bool framer_would_give(const struct framer *framer, logdoc_str line)
{
    return framer_is_free(framer, line.len) && !has_gap(line, CLASSIC_WIDTH) &&
           !has_gap(line, WINDOWS_WIDTH);
}

static void take_line(const struct delivery *to, logdoc_str line)
{
    struct framer *framer = to->framer;
    if (framer->held_number != 0) {
        if (is_continuation(framer, line)) {
            join_held(to, line);
            return;
        }
        give_held(to);
    }
    if (close_gap(to, line))
        return;
    if (may_be_wrapped(framer, line))
        hold(framer, line);
    else
        give(to, line);
}

static bool opens_quote(logdoc_str line, size_t at)
{
    if (at == 0 || str_find_char(STR("\"'`"), line.at[at - 1]) == SIZE_MAX)
        return false;
    return at == 1 || str_find_char(STR(" :=([{,"), line.at[at - 2]) != SIZE_MAX;
}

/* Where the header begins whose time zone stands at `zone`; 0: there is none, or nothing
 * is before it but what a person pasted. */
static size_t record_start(logdoc_str line, size_t zone)
{
    static const size_t seconds = sizeof("2026-11-22T10:00:00") - 1;
    struct heroku_header unused;
    size_t start = zone;
    while (start > 0 && is_digit(line.at[start - 1]))
        start--;
    start = start > 0 && line.at[start - 1] == '.' ? start - 1 : zone;
    if (start <= seconds)
        return 0;
    start -= seconds;
    logdoc_str record = str_from_offset(line, start);
    if (opens_quote(line, start) || heroku_header_parse(record, &unused) == 0)
        return 0;
    return skip_paste_marks(line).at < record.at ? start : 0;
}

/* Of the second record on a line. A header ends its time with +00:00, Dokku's with Z. */
static size_t find_record(logdoc_str line, size_t from, char zone)
{
    const char *at = line.at + from, *end = line.at + line.len;
    while (at < end && (at = memchr(at, zone, (size_t)(end - at))) != NULL) {
        size_t start = record_start(line, (size_t)(at - line.at));
        if (start > 0)
            return start;
        at++;
    }
    return line.len;
}

static void split_records(const struct delivery *to, logdoc_str line)
{
    static const size_t header = sizeof("2026-11-22T10:00:00.000000") - 1;
    while (line.len > 2 * header) {
        char zone = memchr(line.at, 'Z', header + 4) ? 'Z' : '+';
        size_t start = find_record(line, header + 1, zone);
        if (start == line.len)
            break;
        take_line(to, (logdoc_str){ line.at, start });
        line = str_from_offset(line, start);
    }
    take_line(to, line);
}

/* Texts that a CR put over each other: each is a line, with the header of the first. */
static void split_returns(const struct delivery *to, logdoc_str line)
{
    logdoc_str first = str_cut(&line, '\r');
    logdoc_str header = { first.at, header_length(first) };
    struct strbuf *piece = &to->framer->piece;
    if (first.len > header.len || line.len == 0)
        split_records(to, first);
    while (line.len > 0) {
        logdoc_str text = str_cut(&line, '\r');
        if (text.len == 0)
            continue;
        strbuf_reset(piece);
        if (header_length(text) == 0)
            strbuf_add_str(piece, header);
        strbuf_add_str(piece, text);
        split_records(to, strbuf_str(piece));
    }
}

static void take_physical(const struct delivery *to, logdoc_str line, bool dirty_bytes)
{
    struct framer *framer = to->framer;
    framer->number++;
    if (line.len > FRAMER_LINE_CAP) {
        line.len = FRAMER_LINE_CAP;
        framer->truncated++;
    }
    while (line.len > 0 && line.at[line.len - 1] == '\r')
        line.len--;
    if (!line_is_dirty(line, dirty_bytes)) {
        split_records(to, line);
        return;
    }
    strbuf_reset(&framer->clean);
    line_clean(line, &framer->clean);
    split_returns(to, strbuf_str(&framer->clean));
}

/* A partial line holds one byte more than the cap, so that its cut is seen. */
static void take_partial(const struct delivery *to, logdoc_str end_of_line)
{
    struct strbuf *partial = &to->framer->partial;
    strbuf_add_str(partial, end_of_line);
    take_physical(to, strbuf_str(partial), true);
    strbuf_reset(partial);
}

/* The lines that end within the marked bytes; returns how many bytes they have. */
static size_t take_marked(const struct delivery *to, const struct byte_marks *marks)
{
    size_t at = 0;
    for (;;) {
        if (to->framer->skim)
            at = to->framer->skim(to->user, marks, at);
        size_t end = byte_marks_line_end(marks, at);
        if (end >= marks->bytes.len)
            return at;
        take_physical(to, (logdoc_str){ marks->bytes.at + at, end - at },
                      byte_marks_next(marks->odd, at) < end);
        at = end + 1;
    }
}

/* The line at the front, without its end; false when it does not end. */
static bool find_line(logdoc_str bytes, logdoc_str *line)
{
    const char *end = bytes.len > 0 ? memchr(bytes.at, '\n', bytes.len) : NULL;
    if (end)
        *line = (logdoc_str){ bytes.at, (size_t)(end - bytes.at) };
    return end;
}

static void take_bytes(void *user, logdoc_str bytes)
{
    const struct delivery *to = user;
    struct byte_marks marks;
    logdoc_str line;
    if (to->framer->partial.len > 0 && find_line(bytes, &line)) {
        take_partial(to, line);
        bytes = str_from_offset(bytes, line.len + 1);
    }
    while (bytes.len > 0 && to->framer->partial.len == 0) {
        byte_marks_set(&marks, bytes);
        size_t taken = take_marked(to, &marks);
        if (taken == 0 && !find_line(bytes, &line))
            break;
        if (taken == 0)
            take_physical(to, line, true);
        bytes = str_from_offset(bytes, taken > 0 ? taken : line.len + 1);
    }
    strbuf_add_str(&to->framer->partial, bytes);
}

void framer_push(struct framer *framer, logdoc_str bytes, framer_line *line, void *user)
{
    struct delivery to = { framer, line, user };
    text_decoder_push(&framer->decoder, bytes, take_bytes, &to);
}

void framer_flush(struct framer *framer, framer_line *line, void *user)
{
    struct delivery to = { framer, line, user };
    give_held(&to);
}

void framer_end(struct framer *framer, framer_line *line, void *user)
{
    struct delivery to = { framer, line, user };
    text_decoder_end(&framer->decoder, take_bytes, &to);
    if (framer->partial.len > 0)
        take_partial(&to, (logdoc_str){ NULL, 0 });
    give_held(&to);
}
