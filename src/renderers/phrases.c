/* SPDX-License-Identifier: MIT
 * Words an answer in sentences: titles, times, counts, gaps and what was read. */
#include "phrases.h"

#include "str.h"
#include "strbuf.h"
#include "timestamp.h"
#include "utf8.h"

enum { TITLE_COLUMNS = 240, DAY_LENGTH = 10, CLOCK_AT = 11, CLOCK_LENGTH = 8 };

static bool same_day(logdoc_time a, logdoc_time b)
{
    char first[TIMESTAMP_SIZE] = "", second[TIMESTAMP_SIZE] = "";
    timestamp_format(a, first);
    timestamp_format(b, second);
    return memcmp(first, second, DAY_LENGTH) == 0;
}

struct wording wording_of(bool unicode, const struct logdoc_report *report)
{
    struct wording wording = { .unicode = unicode, .blank = " " };
    if (report && report->stats.first_time && report->stats.last_time)
        wording.dates = !same_day(report->stats.first_time, report->stats.last_time);
    return wording;
}

void phrase_number(struct strbuf *out, uint64_t number)
{
    if (number >= 1000) {
        phrase_number(out, number / 1000);
        strbuf_add_format(out, ",%03u", (unsigned)(number % 1000));
    } else {
        strbuf_add_format(out, "%u", (unsigned)number);
    }
}

void phrase_count(struct strbuf *out, uint64_t count, const char *one, const char *many)
{
    phrase_number(out, count);
    strbuf_add_char(out, ' ');
    strbuf_add_text(out, count == 1 ? one : many);
}

void phrase_time(struct strbuf *out, const struct wording *wording, logdoc_time time)
{
    char text[TIMESTAMP_SIZE] = "";
    timestamp_format(time, text);
    if (strlen(text) < CLOCK_AT + CLOCK_LENGTH)
        return;
    if (wording->dates) {
        strbuf_add(out, text, DAY_LENGTH);
        strbuf_add_text(out, wording->blank);
    }
    strbuf_add(out, text + CLOCK_AT, CLOCK_LENGTH);
}

/* "–10:04:12", or " – 2026-11-23 10:04:12" when that is another day. */
static void add_until(struct strbuf *out, const struct wording *wording,
                      logdoc_time first, logdoc_time last)
{
    struct wording until = *wording;
    until.dates = wording->dates && !same_day(first, last);
    strbuf_add_format(out, until.dates ? " %s " : "%s", wording->unicode ? "–" : "-");
    phrase_time(out, &until, last);
}

void phrase_times(struct strbuf *out, const struct wording *wording, logdoc_time first,
                  logdoc_time last)
{
    if (!first || !last)
        first = last = first ? first : last;
    bool moment = first / LOGDOC_SECOND == last / LOGDOC_SECOND;
    if (first && moment)
        strbuf_add_text(out, "at ");
    phrase_time(out, wording, first);
    if (!moment)
        add_until(out, wording, first, last);
}

void phrase_severity(struct strbuf *out, const struct logdoc_diagnosis *diagnosis)
{
    static const char *const words[] = { "INFO", "WARNING", "ERROR", "FATAL" };
    strbuf_add_text(out, words[diagnosis->severity]);
    if (diagnosis->status == LOGDOC_RESOLVED)
        strbuf_add_text(out, " (over)");
}

void phrase_title(struct strbuf *out, const struct wording *wording,
                  const struct logdoc_diagnosis *diagnosis)
{
    static const char *const doubts[] = { "One possibility: ", "Probably: ", "" };
    logdoc_str title = str_from(diagnosis->title);
    size_t shown = utf8_prefix(title, TITLE_COLUMNS);
    if (diagnosis->cause_known)
        strbuf_add_text(out, doubts[diagnosis->confidence]);
    strbuf_add(out, title.at, shown);
    if (shown < title.len)
        strbuf_add_text(out, wording->unicode ? "…" : "...");
}

void phrase_fix(struct strbuf *out, const struct logdoc_fix *fix)
{
    static const char *const doubts[] = { " (one possibility)", " (likely, look first)",
                                          "" };
    strbuf_add_text(out, fix->summary);
    strbuf_add_text(out, doubts[fix->confidence]);
}

static void add_gap_kinds(struct strbuf *out, const struct logdoc_report *report)
{
    const char *separator = "";
    for (size_t i = 0; i < report->gap_count; i++) {
        bool told = false;
        for (size_t before = 0; before < i && !told; before++)
            told = strcmp(report->gaps[before].kind, report->gaps[i].kind) == 0;
        if (told)
            continue;
        strbuf_add_text(out, separator);
        strbuf_add_text(out, report->gaps[i].kind);
        separator = ", ";
    }
}

void phrase_gaps(struct strbuf *out, const struct logdoc_report *report)
{
    uint64_t lost = 0;
    bool unknown = false;
    if (report->gap_count == 0)
        return;
    for (size_t i = 0; i < report->gap_count; i++) {
        lost += report->gaps[i].messages;
        unknown = unknown || report->gaps[i].messages == 0;
    }
    if (lost == 0) {
        strbuf_add_text(out, "Log lines");
    } else {
        strbuf_add_text(out, unknown ? "At least " : "");
        phrase_count(out, lost, "log line", "log lines");
    }
    strbuf_add_text(out, lost == 1 ? " was lost (" : " were lost (");
    add_gap_kinds(out, report);
    strbuf_add_text(out, "): this answer may be incomplete.");
}

const char *phrase_file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static void add_where(struct strbuf *out, const struct logdoc_report *report)
{
    if (report->input_count > 1) {
        strbuf_add_text(out, " of ");
        phrase_count(out, report->input_count, "file", "files");
    } else if (report->input_count == 1 && *report->inputs[0].name &&
               strcmp(report->inputs[0].name, "-") != 0) {
        strbuf_add_format(out, " of %s", phrase_file_name(report->inputs[0].name));
    }
}

static void add_day(struct strbuf *out, const struct wording *wording, logdoc_time time)
{
    char text[TIMESTAMP_SIZE] = "";
    timestamp_format(time, text);
    if (!wording->dates && strlen(text) > DAY_LENGTH) {
        strbuf_add(out, text, DAY_LENGTH);
        strbuf_add_text(out, wording->blank);
    }
}

static void add_requests(struct strbuf *out, const struct logdoc_stats *stats)
{
    if (stats->requests == 0)
        return;
    strbuf_add_text(out, "; ");
    phrase_count(out, stats->requests, "request", "requests");
    if (stats->request_errors > 0) {
        strbuf_add_text(out, ", ");
        phrase_number(out, stats->request_errors);
        strbuf_add_text(out, " failed");
    }
}

static void add_extent(struct strbuf *out, const struct wording *wording,
                       const struct logdoc_report *report)
{
    const struct logdoc_stats *stats = &report->stats;
    phrase_count(out, stats->lines, "line", "lines");
    add_where(out, report);
    if (stats->first_time && stats->last_time) {
        strbuf_add_text(out, ", ");
        add_day(out, wording, stats->first_time);
        phrase_time(out, wording, stats->first_time);
        if (stats->last_time / LOGDOC_SECOND != stats->first_time / LOGDOC_SECOND)
            add_until(out, wording, stats->first_time, stats->last_time);
        strbuf_add_text(out, " UTC");
    }
    add_requests(out, stats);
    strbuf_add_char(out, '.');
}

/* "2 problems, 1 of them over" */
static void add_tally(struct strbuf *out, const struct logdoc_report *report)
{
    size_t over = 0;
    for (size_t i = 0; i < report->diagnosis_count; i++)
        over += report->diagnoses[i].status == LOGDOC_RESOLVED;
    phrase_count(out, report->diagnosis_count, "problem", "problems");
    if (over == report->diagnosis_count)
        strbuf_add_text(out, ", over,");
    else if (over > 0)
        strbuf_add_format(out, ", %zu of them over,", over);
}

void phrase_result(struct strbuf *out, const struct wording *wording,
                   const struct logdoc_report *report)
{
    if (report->stats.lines == 0) {
        strbuf_add_text(out, report->diagnosis_count
                                 ? ""
                                 : "There was nothing to read: the input is empty.");
        return;
    }
    if (report->diagnosis_count == 0)
        strbuf_add_text(out, "No failure found");
    else
        add_tally(out, report);
    strbuf_add_text(out, " in ");
    add_extent(out, wording, report);
    if (report->stats.more > 0) {
        strbuf_add_char(out, ' ');
        phrase_count(out, report->stats.more, "further finding is",
                     "further findings are");
        strbuf_add_text(out, " not shown.");
    }
}

void phrase_codes(struct strbuf *out, const struct wording *wording,
                  const struct logdoc_report *report)
{
    const char *separator = report->code_count == 1 ? "Heroku code: " : "Heroku codes: ";
    for (size_t i = 0; i < report->code_count; i++) {
        strbuf_add_format(out, "%s%s %s", separator, report->codes[i].code,
                          wording->unicode ? "×" : "x");
        phrase_number(out, report->codes[i].count);
        separator = ", ";
    }
    if (report->code_count > 0)
        strbuf_add_char(out, '.');
}

bool phrase_is_link(const char *address)
{
    logdoc_str text = str_from(address);
    if (!str_starts(text, STR("https://")) && !str_starts(text, STR("http://")))
        return false;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        if (byte <= ' ' || byte >= 0x7f || strchr("<>\"'`\\()[]", byte))
            return false;
    }
    return true;
}
