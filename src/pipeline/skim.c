/* SPDX-License-Identifier: MIT
 * Lines with the usual header. */
#include "skim.h"

#include "format_table.h"
#include "format_text.h"
#include "line_cleaner.h"
#include "timestamp.h"

#define SECOND_LENGTH (sizeof("2026-11-22T10:00:00.") - 1)
#define FRACTION_LENGTH (sizeof("123456") - 1)
#define STAMP_LENGTH (sizeof("2026-11-22T10:00:00.123456+00:00 ") - 1)
#define LEAST_HEADER (STAMP_LENGTH + sizeof("heroku[") - 1)

/* The date and time of day are read once a second. */
static bool read_second(struct stream_second *second, const char *at)
{
    logdoc_time time;
    if (timestamp_parse((logdoc_str){ at, SECOND_LENGTH - 1 }, &time) == 0 ||
        at[SECOND_LENGTH - 1] != '.' || at[0] != '2')
        return false;
    second->time = time;
    memcpy(second->text, at, SECOND_LENGTH);
    return true;
}

/* By words that overlap: a compiler would call memcmp(). */
static inline bool is_same_second(const char *a, const char *b)
{
    return ((read_eight(a) ^ read_eight(b)) | (read_eight(a + 8) ^ read_eight(b + 8)) |
            (read_eight(a + SECOND_LENGTH - 8) ^ read_eight(b + SECOND_LENGTH - 8))) == 0;
}

/* Six digits, as the last of eight. */
static inline bool read_fraction(const char *at, logdoc_time *out)
{
    uint32_t number;
    if (!read_digits(read_eight(at) << 16 | 0x3030, &number))
        return false;
    *out = number;
    return true;
}

/* Of a stamp whose zone has been looked at. */
static inline bool read_time(struct stream_second *second, const char *at,
                             logdoc_time *time)
{
    if (!read_fraction(at + SECOND_LENGTH, time) ||
        (!is_same_second(second->text, at) && !read_second(second, at)))
        return false;
    *time += second->time;
    return true;
}

static inline bool read_stamp(struct stream_second *second, const char *at,
                              logdoc_time *time)
{
    return memcmp(at + SECOND_LENGTH + FRACTION_LENGTH, "+00:00 ", 7) == 0 &&
           read_time(second, at, time);
}

static bool is_process(char c)
{
    return c != '[' && c != ']' && c != '\t';
}

/* `app[web.1]:` or `heroku[router]:` */
static bool read_sender(logdoc_str sender, struct stream_sender *out)
{
    size_t open = str_starts(sender, STR("app[")) ? 3 : 6;
    if (open == 6 && !str_starts(sender, STR("heroku[")))
        return false;
    logdoc_str process = str_from_offset(sender, open + 1);
    if (process.len < 3 || !str_ends(process, STR("]:")))
        return false;
    process.len -= 2;
    if (span(process, is_process) != process.len)
        return false;
    out->source_len = open;
    out->scope = format_scope((logdoc_str){ sender.at, open }, process);
    return true;
}

/* Two words hold all of a sender, and a few senders write a log: most are recognised. */
static inline const struct stream_sender *find_sender(struct stream *stream,
                                                      logdoc_str text)
{
    if (text.len < 8 || text.len > 16)
        return NULL;
    uint64_t first = read_eight(text.at), last = read_eight(text.at + text.len - 8);
    size_t place = (first ^ last * 31) * UINT64_C(0x9E3779B97F4A7C15) >> 40;
    struct stream_sender *sender = &stream->senders[place % STREAM_SENDERS];
    if (sender->first == first && sender->last == last && sender->len == text.len)
        return sender;
    if (!read_sender(text, sender)) {
        sender->len = 0;
        return NULL;
    }
    sender->first = first;
    sender->last = last;
    sender->len = text.len;
    return sender;
}

static inline bool take_sender(struct stream *stream, logdoc_str text, struct entry *out)
{
    struct stream_sender read;
    const struct stream_sender *sender = find_sender(stream, text);
    if (!sender) {
        if (!read_sender(text, &read))
            return false;
        sender = &read;
    }
    size_t open = sender->source_len;
    out->source = (logdoc_str){ text.at, open };
    out->process = (logdoc_str){ text.at + open + 1, text.len - open - 3 };
    out->scope = sender->scope;
    return true;
}

/* The end of the line that goes on at `from`, behind its header. 0: it does not end here,
 * or there is something to clean, or a second record, whose stamp would have a plus
 * behind its second. A semicolon and a bracket before a digit are doubtful: they may be
 * parts of an entity and of a color. */
static inline size_t end_of_clean(const struct byte_marks *marks, size_t from,
                                  bool *doubtful)
{
    *doubtful = false;
    for (size_t at = byte_marks_next(marks->odd, from); at < marks->bytes.len;
         at = byte_marks_next(marks->odd, at + 1)) {
        const char *odd = marks->bytes.at + at;
        if (*odd == '\n')
            return at;
        if (*odd == '[')
            *doubtful |= at + 1 < marks->bytes.len && is_digit(odd[1]);
        else if (*odd == ';')
            *doubtful = true;
        else if (*odd != '+' || is_digit(odd[-1]) || odd[-1] == '.')
            return 0;
    }
    return 0;
}

/* The mark behind the first of a sender: the blank behind `app[web.1]:`, if it is one. */
static inline size_t end_of_sender(const struct byte_marks *marks, size_t from)
{
    size_t bracket = byte_marks_place(marks, from);
    return marks->places[bracket + 1];
}

/* The line at `at`; returns where it ends; 0: it is not usual. */
static inline size_t read_entry(struct stream *stream, const struct byte_marks *marks,
                                size_t at, struct entry *out)
{
    const char *line = marks->bytes.at + at;
    if (at + LEAST_HEADER > marks->bytes.len)
        return 0;
    *out = (struct entry){ .input = stream->number };
    size_t blank = end_of_sender(marks, at + STAMP_LENGTH);
    if (blank >= marks->bytes.len || marks->bytes.at[blank] != ' ' ||
        !read_stamp(&stream->second, line, &out->time) ||
        !take_sender(stream,
                     (logdoc_str){ line + STAMP_LENGTH, blank - at - STAMP_LENGTH }, out))
        return 0;
    bool doubtful;
    size_t end = end_of_clean(marks, blank, &doubtful);
    out->raw = (logdoc_str){ line, end - at };
    if (end == 0 || out->raw.len > FRAMER_LINE_CAP ||
        (doubtful && line_is_dirty(out->raw, true)) ||
        !framer_would_give(&stream->framer, out->raw))
        return 0;
    out->message = trim_end((logdoc_str){ marks->bytes.at + blank + 1, end - blank - 1 });
    return end;
}

/* What stands between the fraction of a second and the pairs of a request. */
static const char request_head[] = "+00:00 heroku[router]: at=info ";

#define REQUEST_HEAD_LENGTH (sizeof(request_head) - 1)
#define REQUEST_LENGTH (SECOND_LENGTH + FRACTION_LENGTH + REQUEST_HEAD_LENGTH)

static inline bool has_request_head(const char *line)
{
    const char *at = line + SECOND_LENGTH + FRACTION_LENGTH;
    uint64_t differs = 0;
    for (size_t i = 0; i + 8 < REQUEST_HEAD_LENGTH; i += 8)
        differs |= read_eight(at + i) ^ read_eight(request_head + i);
    return (differs | (read_eight(at + REQUEST_HEAD_LENGTH - 8) ^
                       read_eight(request_head + REQUEST_HEAD_LENGTH - 8))) == 0;
}

/* The places that are marked in a stamp and in what follows it: `+`, ` `, `[`, ` `. */
#define REQUEST_HEAD_PLACES 4

/* What most lines of a log are, read without becoming entries. It has a blank at a time,
 * so that it shows no gap that a console would have left. `place`: the first at or after
 * `at`. Returns the number of the place where the line ends; 0: it is something else. */
static inline size_t read_request(struct stream *stream, const struct byte_marks *marks,
                                  size_t at, size_t place, struct request *out)
{
    const char *line = marks->bytes.at + at;
    logdoc_time time;
    if (at + REQUEST_LENGTH > marks->bytes.len || !has_request_head(line) ||
        marks->places[place + REQUEST_HEAD_PLACES] != at + REQUEST_LENGTH - 1 ||
        !read_time(&stream->second, line, &time))
        return 0;
    size_t last = request_read(marks, place + REQUEST_HEAD_PLACES, time, out);
    bool is_free = framer_is_free(&stream->framer, marks->places[last] - at);
    return is_free && !out->failed ? last : 0;
}

/* Asks the memory for what is marked next, about as much as a line has: while lines are
 * read it would have nothing to do, and the marks would wait for it. */
static inline void fetch_ahead(const char *line)
{
    for (size_t i = 0; i < 4; i++)
        __builtin_prefetch(line + BYTE_MARKS_SIZE + i * 64);
}

size_t skim_lines(struct stream *stream, const struct byte_marks *marks, size_t at,
                  const struct skim_taker *taker)
{
    struct entry entry;
    struct request request = { .failed = true };
    size_t place = byte_marks_place(marks, at);
    for (size_t end;; at = end + 1) {
        fetch_ahead(marks->bytes.at + at);
        size_t last = read_request(stream, marks, at, place, &request);
        if (last > 0) {
            end = marks->places[last];
            place = last + 1;
            stream->reached = request.time;
            stream->hint = &format_heroku;
            taker->request(taker->user, &request, ++stream->framer.number);
            continue;
        }
        end = read_entry(stream, marks, at, &entry);
        if (end == 0)
            return at;
        place = byte_marks_place(marks, end + 1);
        entry.line = ++stream->framer.number;
        stream->reached = entry.time;
        stream->hint = &format_heroku;
        taker->entry(taker->user, &entry);
    }
}
