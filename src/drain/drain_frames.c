/* SPDX-License-Identifier: MIT
 * Octet counting, with doubts. */
#include "drain_frames.h"

#include "ascii.h"
#include "str.h"

#define LENGTH_DIGITS 7
#define HEADER_FIELDS 6 /* <PRI>1 TIME HOST SOURCE PROCESS MSGID */

static size_t count_digits(logdoc_str s, size_t most)
{
    size_t at = 0;
    while (at < s.len && at < most && ascii_is_digit(s.at[at]))
        at++;
    return at;
}

/* "<190>1 " */
static bool is_syslog(logdoc_str s)
{
    if (s.len < 4 || s.at[0] != '<')
        return false;
    size_t digits = count_digits(str_from_offset(s, 1), 3);
    return digits > 0 && str_starts(str_from_offset(s, digits + 1), STR(">1 "));
}

/* Bytes of "LEN " at the start; 0 when no frame begins here. */
static size_t read_length(logdoc_str s, size_t *len)
{
    uint64_t value = 0;
    size_t digits = count_digits(s, LENGTH_DIGITS);
    if (digits == 0 || digits == s.len || s.at[digits] != ' ' ||
        !is_syslog(str_from_offset(s, digits + 1)))
        return 0;
    str_parse_unsigned((logdoc_str){ s.at, digits }, &value);
    *len = (size_t)value;
    return digits + 1;
}

static bool starts_frame(logdoc_str s)
{
    size_t len;
    return read_length(s, &len) > 0 || is_syslog(s);
}

static logdoc_str skip_blanks(logdoc_str s)
{
    size_t at = 0;
    while (at < s.len && (ascii_is_space(s.at[at]) || s.at[at] == '\0'))
        at++;
    return str_from_offset(s, at);
}

/* Offset of the next thing that looks like a frame, from 1 on; the end when there is
 * none. */
static size_t find_frame(logdoc_str s)
{
    for (size_t at = 1; at < s.len; at++) {
        if (s.at[at] != '<' || !is_syslog(str_from_offset(s, at)))
            continue;
        size_t start = at;
        if (s.at[start - 1] != ' ')
            return start;
        start--;
        while (start > 1 && at - start <= LENGTH_DIGITS &&
               ascii_is_digit(s.at[start - 1]))
            start--;
        return start + 1 == at ? at : start;
    }
    return s.len;
}

static bool ends_well(logdoc_str s, size_t len)
{
    if (len > s.len)
        return false;
    logdoc_str next = skip_blanks(str_from_offset(s, len));
    return next.len == 0 || starts_frame(next);
}

/* Whether the frame after this one ends well too. */
static bool next_ends_well(logdoc_str s, size_t len)
{
    size_t next = 0;
    logdoc_str rest = skip_blanks(str_from_offset(s, len));
    size_t used = read_length(rest, &next);
    rest = str_from_offset(rest, used);
    return used == 0 || ends_well(rest, next) || next == rest.len + 1;
}

/* The end cuts a number in two that may be the length of the next frame. */
static bool is_doubtful(logdoc_str s, size_t len)
{
    return len > 0 && len < s.len && ascii_is_digit(s.at[len - 1]) &&
           ascii_is_digit(s.at[len]) && !next_ends_well(s, len) &&
           ends_well(s, len - 1) && next_ends_well(s, len - 1);
}

/* The length that fits: the one that is said, or one byte less or more. */
static size_t settle_length(logdoc_str s, size_t len, uint64_t *bad)
{
    if ((ends_well(s, len) && !is_doubtful(s, len)) || len == s.len + 1)
        return len > s.len ? s.len : len;
    *bad += 1;
    if (len > 0 && ends_well(s, len - 1))
        return len - 1;
    if (ends_well(s, len + 1))
        return len + 1;
    return len <= s.len ? len : find_frame(s);
}

bool frame_next(struct frame_reader *reader, logdoc_str *frame)
{
    size_t len = 0;
    logdoc_str rest = skip_blanks(reader->rest);
    size_t used = read_length(rest, &len);
    if (rest.len > 0 && used == 0 && !is_syslog(rest)) {
        reader->bad++;
        rest = str_from_offset(rest, find_frame(rest));
        used = read_length(rest, &len);
    }
    reader->rest = rest;
    if (rest.len == 0)
        return false;
    if (used > 0) {
        rest = str_from_offset(rest, used);
        len = settle_length(rest, len, &reader->bad);
    } else {
        size_t end = str_find_char(rest, '\n');
        len = end == SIZE_MAX ? rest.len : end;
    }
    *frame = (logdoc_str){ rest.at, len };
    reader->rest = str_from_offset(rest, len);
    reader->frames++;
    return true;
}

/* Bytes up to the end of the line; 0 when it has not come. */
static size_t whole_line(logdoc_str s)
{
    size_t end = str_find_char(s, '\n');
    return end == SIZE_MAX ? 0 : end + 1;
}

static size_t whole_frame(logdoc_str s)
{
    size_t len = 0, used = read_length(s, &len);
    if (used > 0 && len <= FRAME_LONGEST)
        return used + len <= s.len ? used + len : 0;
    size_t digits = count_digits(s, LENGTH_DIGITS);
    bool may_become = digits > 0 && s.len <= digits + 7; /* "LEN <190>1 " */
    return may_become ? 0 : whole_line(s);
}

size_t frame_whole(logdoc_str s)
{
    size_t whole = 0;
    for (;;) {
        logdoc_str rest = str_from_offset(s, whole);
        size_t blanks = rest.len - skip_blanks(rest).len;
        size_t len = whole_frame(skip_blanks(rest));
        if (len == 0)
            return whole;
        whole += blanks + len;
    }
}

static bool take_field(logdoc_str *rest, logdoc_str *field)
{
    size_t end = str_find_char(*rest, ' ');
    if (end == SIZE_MAX)
        return false;
    *field = (logdoc_str){ rest->at, end };
    *rest = str_from_offset(*rest, end + 1);
    return true;
}

/* What stands before the message. Heroku's own HTTPS drains have the host "host" and no
 * structured data. */
static logdoc_str header_of(logdoc_str frame)
{
    logdoc_str rest = frame, field, host = { "", 0 };
    for (int i = 0; i < HEADER_FIELDS; i++) {
        if (!take_field(&rest, &field))
            return (logdoc_str){ frame.at, 0 };
        if (i == 2)
            host = field;
    }
    if (!str_equal(host, STR("host")) && str_starts(rest, STR("- ")))
        rest = str_from_offset(rest, 2);
    return (logdoc_str){ frame.at, frame.len - rest.len };
}

void frame_add_lines(struct strbuf *out, logdoc_str frame)
{
    while (frame.len > 0 && ascii_is_space(frame.at[frame.len - 1]))
        frame.len--;
    if (str_find_char(frame, '\n') == SIZE_MAX) {
        strbuf_add_str(out, frame);
        strbuf_add_char(out, '\n');
        return;
    }
    logdoc_str header = header_of(frame), rest = str_from_offset(frame, header.len);
    while (rest.len > 0) {
        strbuf_add_str(out, header);
        strbuf_add_str(out, str_cut(&rest, '\n'));
        strbuf_add_char(out, '\n');
    }
}

bool frame_is_loss(logdoc_str frame)
{
    return str_find(header_of(frame), STR(" heroku logplex ")) != SIZE_MAX &&
           str_starts(str_from_offset(frame, header_of(frame).len), STR("Error L10"));
}
