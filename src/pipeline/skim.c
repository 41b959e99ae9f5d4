/* SPDX-License-Identifier: MIT
 * Lines with the usual header. */
#include "skim.h"

#include "format_table.h"
#include "format_text.h"
#include "line_cleaner.h"
#include "sixteen_bytes.h"
#include "timestamp.h"

#define SECOND_LENGTH (sizeof("2026-11-22T10:00:00.") - 1)
#define FRACTION_LENGTH (sizeof("123456") - 1)
#define STAMP_LENGTH (sizeof("2026-11-22T10:00:00.123456+00:00 ") - 1)
#define REQUEST_LENGTH                                                                   \
    (sizeof("2026-11-22T10:00:00.123456+00:00 heroku[router]: at=info ") - 1)

/* The date and time of day are read once a second. */
static bool read_second(struct stream_second *second, const char *at)
{
    static const char request[STREAM_HEAD] =
        "                          +00:00 heroku[router]: at=info ";
    logdoc_time time;
    if (timestamp_parse((logdoc_str){ at, SECOND_LENGTH - 1 }, &time) == 0 ||
        at[SECOND_LENGTH - 1] != '.' || at[0] != '2')
        return false;
    second->time = time;
    memcpy(second->text, request, sizeof(request));
    memcpy(second->text, at, SECOND_LENGTH);
    return true;
}

/* Six digits, as the last of eight bytes. */
static inline bool read_fraction(const char *at, logdoc_time *out)
{
    uint32_t number;
    if (!read_digits(read_eight(at - 2), ~UINT64_C(0xFFFF), &number))
        return false;
    *out = number;
    return true;
}

/* What a line begins with: a stamp; a stamp, and what says that it is about a request
 * that did not fail. */
enum head { HEAD_OTHER, HEAD_STAMP, HEAD_REQUEST };

/* A second's bytes, but for the fraction and what comes behind a request's head. */
static inline enum head compare_head(const struct stream_second *second, const char *line)
{
    static const sixteen_bytes no_fraction = { 0xFF, 0xFF, 0xFF, 0xFF, 0,    0,
                                               0,    0,    0,    0,    0xFF, 0xFF,
                                               0xFF, 0xFF, 0xFF, 0xFF },
                               no_pairs = { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                                            0xFF, 0xFF, 0xFF, 0xFF };
    const char *text = second->text;
    sixteen_bytes stamp =
        (sixteen_read(line) ^ sixteen_read(text)) |
        ((sixteen_read(line + 16) ^ sixteen_read(text + 16)) & no_fraction);
    sixteen_bytes rest = (sixteen_read(line + 32) ^ sixteen_read(text + 32)) |
                         ((sixteen_read(line + 48) ^ sixteen_read(text + 48)) & no_pairs);
    if (!sixteen_any(stamp | rest))
        return HEAD_REQUEST;
    return sixteen_any(stamp) || line[STAMP_LENGTH - 1] != ' ' ? HEAD_OTHER : HEAD_STAMP;
}

/* Of a line that has STREAM_HEAD bytes or is followed by them. */
static inline enum head read_head(struct stream_second *second, const char *line,
                                  logdoc_time *time)
{
    enum head head = compare_head(second, line);
    if (head == HEAD_OTHER) {
        if (!read_second(second, line))
            return HEAD_OTHER;
        head = compare_head(second, line);
    }
    if (!read_fraction(line + SECOND_LENGTH, time))
        return HEAD_OTHER;
    *time += second->time;
    return head;
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

/* NULL: it is none. `read` has room for one that is not kept. */
static inline const struct stream_sender *
take_sender(struct stream *stream, logdoc_str text, struct stream_sender *read)
{
    const struct stream_sender *sender = find_sender(stream, text);
    if (sender)
        return sender;
    return read_sender(text, read) ? read : NULL;
}

/* What a line has that is read twice. */
struct oddities {
    bool doubtful; /* it may have to be cleaned */
    bool escaped;  /* it has a backslash */
};

/* The end of the line that goes on at `from`, behind its header. 0: it does not end here,
 * or there is something to clean, or a second record, whose stamp would have a plus
 * behind its second. A semicolon and a bracket before a digit are doubtful: they may be
 * parts of an entity and of a color. */
static inline size_t end_of_clean(const struct byte_marks *marks, size_t from,
                                  struct oddities *has)
{
    *has = (struct oddities){ false, false };
    for (size_t at = byte_marks_next(marks->odd, from); at < marks->bytes.len;
         at = byte_marks_next(marks->odd, at + 1)) {
        const char *odd = marks->bytes.at + at;
        if (*odd == '\n')
            return at;
        if (*odd == '[')
            has->doubtful |= at + 1 < marks->bytes.len && is_digit(odd[1]);
        else if (*odd == ';')
            has->doubtful = true;
        else if (*odd == '\\')
            has->escaped = true;
        else if (*odd != '+' || is_digit(odd[-1]) || odd[-1] == '.')
            return 0;
    }
    return 0;
}

/* The places that are marked in a stamp: `+`, ` `. */
#define STAMP_PLACES 2
/* And in the sender behind it: `[`, ` `. */
#define SENDER_PLACES 2

/* The line at `at`, behind whose stamp the first is `place`; returns where it ends; 0: it
 * is not usual. Every field is written once: a compiler would clear them all before. */
static inline size_t read_entry(struct stream *stream, const struct byte_marks *marks,
                                size_t at, size_t place, logdoc_time time,
                                struct entry *out)
{
    const char *line = marks->bytes.at + at, *source = line + STAMP_LENGTH;
    struct stream_sender room;
    struct oddities has;
    size_t blank = marks->places[place + SENDER_PLACES - 1];
    if (blank >= marks->bytes.len || marks->bytes.at[blank] != ' ')
        return 0;
    size_t sender_len = blank - at - STAMP_LENGTH;
    const struct stream_sender *sender =
        take_sender(stream, (logdoc_str){ source, sender_len }, &room);
    size_t end = end_of_clean(marks, blank, &has);
    logdoc_str raw = { line, end - at };
    if (!sender || end == 0 || raw.len > FRAMER_LINE_CAP ||
        (has.doubtful && line_is_dirty(raw, true)) ||
        !framer_would_give(&stream->framer, raw))
        return 0;
    size_t open = sender->source_len;
    *out = (struct entry){ .raw = raw,
                           .message = trim_end((logdoc_str){ marks->bytes.at + blank + 1,
                                                             end - blank - 1 }),
                           .source = { source, open },
                           .process = { source + open + 1, sender_len - open - 3 },
                           .time = time,
                           .line = stream->framer.number + 1,
                           .input = stream->number,
                           .scope = sender->scope,
                           .calls = CALLS_UNKNOWN,
                           .plain = !has.escaped };
    return end;
}

/* What most lines of a log are, read without becoming entries. It has a blank at a time,
 * so that it shows no gap that a console would have left. `place`: the first behind the
 * stamp. Returns the number of the place where the line ends; 0: it is something else. */
static inline size_t read_request(struct stream *stream, const struct byte_marks *marks,
                                  size_t at, size_t place, struct request *out)
{
    size_t before_pairs = place + SENDER_PLACES;
    if (marks->places[before_pairs] != at + REQUEST_LENGTH - 1)
        return 0;
    size_t last = request_read(marks, before_pairs, out);
    if (last == 0 || out->failed ||
        !framer_is_free(&stream->framer, marks->places[last] - at))
        return 0;
    return last;
}

/* Asks the memory for what is marked next, about as much as a line has: while lines are
 * read it would have nothing to do, and the marks would wait for it. */
static inline void fetch_ahead(const char *line)
{
    for (size_t i = 0; i < 4; i++)
        __builtin_prefetch(line + BYTE_MARKS_SIZE + i * 64);
}

#define BATCH ((size_t)64)

/* Requests that have been read and not been given. */
struct batch {
    const struct skim_taker *taker;
    struct request requests[BATCH];
    size_t count;
};

static void give_requests(struct batch *batch)
{
    if (batch->count > 0)
        batch->taker->requests(batch->taker->user, batch->requests, batch->count);
    batch->count = 0;
}

static inline void keep_request(struct batch *batch, uint64_t line)
{
    batch->requests[batch->count++].line = line;
    if (batch->count == BATCH)
        give_requests(batch);
}

/* Where the line at `at` ends, of which the stamp has been read; 0: it is not usual. */
static inline size_t skim_entry(struct stream *stream, const struct byte_marks *marks,
                                size_t at, size_t place, logdoc_time time,
                                struct batch *batch)
{
    struct entry entry;
    size_t end = read_entry(stream, marks, at, place + STAMP_PLACES, time, &entry);
    if (end == 0)
        return 0;
    stream->framer.number++;
    if (entry.scope == SCOPE_ROUTER)
        give_requests(batch);
    batch->taker->entry(batch->taker->user, &entry);
    return end;
}

static inline size_t skim_into(struct batch *batch, struct stream *stream,
                               const struct byte_marks *marks, size_t at)
{
    size_t place = byte_marks_place(marks, at);
    for (size_t end; at + STREAM_HEAD <= marks->readable; at = end + 1) {
        const char *line = marks->bytes.at + at;
        struct request *request = &batch->requests[batch->count];
        logdoc_time time;
        fetch_ahead(line);
        enum head head = read_head(&stream->second, line, &time);
        size_t last = 0;
        if (head == HEAD_REQUEST)
            last = read_request(stream, marks, at, place + STAMP_PLACES, request);
        if (last > 0) {
            end = marks->places[last];
            place = last + 1;
            request->time = time;
            keep_request(batch, ++stream->framer.number);
        } else {
            end = head == HEAD_OTHER ? 0
                                     : skim_entry(stream, marks, at, place, time, batch);
            if (end == 0)
                return at;
            place = byte_marks_place(marks, end + 1);
        }
        stream->reached = time;
        stream->hint = &format_heroku;
    }
    return at;
}

size_t skim_lines(struct stream *stream, const struct byte_marks *marks, size_t at,
                  const struct skim_taker *taker)
{
    struct batch batch; /* not cleared: it is larger than what most calls read */
    batch.taker = taker;
    batch.count = 0;
    at = skim_into(&batch, stream, marks, at);
    give_requests(&batch);
    return at;
}
