/* SPDX-License-Identifier: MIT
 * Text for a terminal: one plain answer first, whatever else there is after it, shorter.
 */
#include "kinds.h"
#include "layout.h"
#include "phrases.h"
#include "stats_text.h"

#include "escape.h"
#include "str.h"
#include "strbuf.h"
#include "utf8.h"

#include <inttypes.h>

enum {
    TEXT_CAP = 1 << 16,
    BODY = 2,           /* columns before a paragraph */
    LABELLED = 8,       /* columns before what stands beside "Fix:" */
    QUOTE = 4,          /* columns before a quoted line, the first two hold the mark */
    QUOTED = 5,         /* lines of the log */
    DECISIVE_LINES = 3, /* on the terminal, for the line that proves it */
    DECISIVE_LINES_SHORT = 2,
    FILE_COLUMNS = 24,
    PROCESS_COLUMNS = 16,
    TIMES_FROM = 100, /* a terminal this wide has room for the time of a quoted line */
    TOLD_AT_MOST = 6, /* diagnoses; of further ones the title must do */
    NAMED_AT_MOST = 20
};

enum detail { DETAIL_TITLE, DETAIL_SHORT, DETAIL_FULL };

struct page {
    struct layout layout;
    struct wording wording;
    const struct logdoc_report *report; /* NULL in a live source */
    bool verbose;
};

static struct page page_of(struct strbuf *out, const struct render_options *options,
                           const struct logdoc_report *report)
{
    struct page page = { .report = report, .verbose = options->verbose };
    layout_init(&page.layout, out, options);
    page.wording = wording_of(options->unicode, report);
    page.wording.blank = LAYOUT_NO_BREAK;
    return page;
}

static enum layout_style style_of(const struct logdoc_diagnosis *diagnosis)
{
    static const enum layout_style styles[] = { LAYOUT_CYAN, LAYOUT_YELLOW, LAYOUT_RED,
                                                LAYOUT_RED_STRONG };
    return diagnosis->status == LOGDOC_RESOLVED ? LAYOUT_GREEN
                                                : styles[diagnosis->severity];
}

/* Words at `indent`, then the end of the line. */
static void paragraph(struct page *page, enum layout_style style, size_t indent,
                      const char *text)
{
    if (!*text)
        return;
    layout_pad(&page->layout, indent);
    layout_words(&page->layout, style, indent, str_from(text));
    layout_newline(&page->layout);
}

static void label(struct page *page, enum layout_style style, const char *text)
{
    layout_pad(&page->layout, BODY);
    layout_words(&page->layout, style, BODY, str_from(text));
    layout_pad(&page->layout, LABELLED);
}

static void write_headline(struct page *page, const struct logdoc_diagnosis *diagnosis,
                           const char *note)
{
    struct strbuf text;
    strbuf_init(&text, TEXT_CAP);
    phrase_severity(&text, diagnosis);
    strbuf_add_text(&text, note);
    layout_words(&page->layout, style_of(diagnosis), 0, strbuf_str(&text));
    size_t indent = page->layout.column + 2;
    layout_pad(&page->layout, indent);
    strbuf_reset(&text);
    phrase_title(&text, &page->wording, diagnosis);
    layout_words(&page->layout, LAYOUT_STRONG, indent, strbuf_str(&text));
    layout_newline(&page->layout);
    strbuf_release(&text);
}

static void write_impact(struct page *page, const struct logdoc_diagnosis *diagnosis,
                         bool apart)
{
    struct strbuf text;
    strbuf_init(&text, TEXT_CAP);
    phrase_impact(&text, &page->wording, diagnosis);
    if (apart && text.len > 0)
        layout_newline(&page->layout);
    paragraph(page, LAYOUT_PLAIN, BODY, text.at);
    strbuf_release(&text);
}

/* The quoted lines that are shown: those around the decisive one. */
struct window {
    size_t first, end;
};

static struct window window_of(const struct logdoc_diagnosis *diagnosis, size_t most)
{
    size_t count = diagnosis->evidence_count, decisive = 0;
    if (count <= most)
        return (struct window){ 0, count };
    for (size_t i = count; i-- > 0;) {
        if (diagnosis->evidence[i].decisive)
            decisive = i;
    }
    size_t before = most / 2, first = decisive > before ? decisive - before : 0;
    if (first + most > count)
        first = count - most;
    return (struct window){ first, first + most };
}

/* Escaped, and no longer than `columns`. */
static void add_name(struct strbuf *out, const char *name, size_t columns)
{
    struct strbuf safe;
    strbuf_init(&safe, TEXT_CAP);
    layout_add_safe(&safe, str_from(name));
    strbuf_add(out, safe.at, utf8_prefix(strbuf_str(&safe), columns));
    strbuf_release(&safe);
}

/* "line 41", or "web.log:41" when there are several inputs. */
static void add_place(struct strbuf *out, const struct page *page,
                      const struct logdoc_evidence *evidence)
{
    const struct logdoc_report *report = page->report;
    struct wording wording = page->wording;
    wording.blank = " ";
    if (report && report->input_count > 1 && evidence->input < report->input_count) {
        add_name(out, phrase_file_name(report->inputs[evidence->input].name),
                 FILE_COLUMNS);
        strbuf_add_format(out, ":%llu", (unsigned long long)evidence->line);
    } else {
        strbuf_add_format(out, "line %llu", (unsigned long long)evidence->line);
    }
    if (page->layout.width >= TIMES_FROM && evidence->time) {
        strbuf_add_text(out, "  ");
        phrase_time(out, &wording, evidence->time);
    }
}

static void add_process(struct strbuf *out, const struct logdoc_evidence *evidence)
{
    add_name(out, *evidence->process ? evidence->process : evidence->source,
             PROCESS_COLUMNS);
}

struct columns {
    size_t process, text;
};

static struct columns columns_of(const struct page *page,
                                 const struct logdoc_diagnosis *diagnosis,
                                 struct window window)
{
    size_t place = 0, process = 0;
    struct strbuf text;
    strbuf_init(&text, TEXT_CAP);
    for (size_t i = window.first; i < window.end; i++) {
        strbuf_reset(&text);
        add_place(&text, page, &diagnosis->evidence[i]);
        size_t width = utf8_width(strbuf_str(&text));
        place = width > place ? width : place;
        strbuf_reset(&text);
        add_process(&text, &diagnosis->evidence[i]);
        width = utf8_width(strbuf_str(&text));
        process = width > process ? width : process;
    }
    strbuf_release(&text);
    size_t at = QUOTE + place + 2;
    return (struct columns){ at, process ? at + process + 2 : at };
}

static void write_quote(struct page *page, struct columns columns,
                        const struct logdoc_evidence *evidence, size_t lines)
{
    struct layout *layout = &page->layout;
    bool decisive = evidence->decisive;
    struct strbuf text;
    strbuf_init(&text, TEXT_CAP);
    layout_pad(layout, BODY);
    if (decisive)
        layout_words(layout, LAYOUT_RED_STRONG, BODY,
                     layout->unicode ? STR("▶") : STR(">"));
    layout_pad(layout, QUOTE);
    add_place(&text, page, evidence);
    layout_verbatim(layout, LAYOUT_DIM, strbuf_str(&text));
    layout_pad(layout, columns.process);
    strbuf_reset(&text);
    add_process(&text, evidence);
    layout_verbatim(layout, LAYOUT_DIM, strbuf_str(&text));
    layout_pad(layout, columns.text);
    layout_clip(layout, decisive ? LAYOUT_STRONG : LAYOUT_PLAIN, decisive ? lines : 1,
                str_from(evidence->text));
    layout_newline(layout);
    strbuf_release(&text);
}

/* At most `most` lines of the log; the decisive ones take up to `lines` each. */
static void write_evidence(struct page *page, const struct logdoc_diagnosis *diagnosis,
                           size_t most, size_t lines)
{
    struct window window = window_of(diagnosis, most);
    struct columns columns = columns_of(page, diagnosis, window);
    if (window.end > 0)
        layout_newline(&page->layout);
    for (size_t i = window.first; i < window.end; i++)
        write_quote(page, columns, &diagnosis->evidence[i], lines);
}

/* A line of a file with its sign; the name of the file before the first. */
static void write_change(struct page *page, const char *name, char sign, logdoc_str text)
{
    struct layout *layout = &page->layout;
    enum layout_style style = sign == '-' ? LAYOUT_RED : LAYOUT_GREEN;
    layout_pad(layout, LABELLED);
    layout_verbatim(layout, LAYOUT_STRONG, str_from(name));
    layout_verbatim(layout, LAYOUT_PLAIN, STR(":  "));
    layout_verbatim(layout, style, (logdoc_str){ &sign, 1 });
    layout_verbatim(layout, LAYOUT_PLAIN, STR(" "));
    layout_verbatim(layout, style, text);
    layout_newline(layout);
}

static void write_edit(struct page *page, const struct logdoc_edit *edit)
{
    logdoc_str text = str_from(edit->text);
    if (*edit->old)
        write_change(page, edit->file, '-', str_from(edit->old));
    while (text.len > 0)
        write_change(page, edit->file, '+', str_cut(&text, '\n'));
}

static void write_commands(struct page *page, const struct logdoc_fix *fix)
{
    if (fix->command_count > 0)
        layout_newline(&page->layout);
    for (size_t i = 0; i < fix->command_count; i++) {
        layout_pad(&page->layout, LABELLED);
        layout_verbatim(&page->layout, LAYOUT_DIM, STR("$ "));
        layout_verbatim(&page->layout, LAYOUT_CYAN, str_from(fix->commands[i]));
        layout_newline(&page->layout);
    }
}

static void write_fix(struct page *page, const struct logdoc_fix *fix, bool first,
                      bool detailed)
{
    struct strbuf text;
    strbuf_init(&text, TEXT_CAP);
    phrase_fix(&text, fix);
    layout_newline(&page->layout);
    label(page, LAYOUT_GREEN, first ? "Fix:" : "Or:");
    paragraph(page, LAYOUT_STRONG, LABELLED, text.at);
    if (detailed)
        paragraph(page, LAYOUT_PLAIN, LABELLED, fix->detail);
    if (fix->edit_count > 0)
        layout_newline(&page->layout);
    for (size_t i = 0; i < fix->edit_count; i++)
        write_edit(page, &fix->edits[i]);
    write_commands(page, fix);
    strbuf_release(&text);
}

static void write_why(struct page *page, const struct logdoc_diagnosis *diagnosis)
{
    if (!*diagnosis->explanation)
        return;
    layout_newline(&page->layout);
    label(page, LAYOUT_DIM, "Why:");
    paragraph(page, LAYOUT_PLAIN, LABELLED, diagnosis->explanation);
}

static void write_docs(struct page *page, const struct logdoc_diagnosis *diagnosis)
{
    if (diagnosis->doc_count > 0)
        layout_newline(&page->layout);
    for (size_t i = 0; i < diagnosis->doc_count; i++) {
        label(page, LAYOUT_DIM, i == 0 ? "More:" : "");
        layout_verbatim(&page->layout, LAYOUT_PLAIN, str_from(diagnosis->docs[i]));
        layout_newline(&page->layout);
    }
}

/* Where the short form leaves off. */
static void write_explain(struct page *page, const struct logdoc_diagnosis *diagnosis)
{
    layout_newline(&page->layout);
    label(page, LAYOUT_DIM, "More:");
    layout_verbatim(&page->layout, LAYOUT_PLAIN, STR("logdoc explain "));
    layout_verbatim(&page->layout, LAYOUT_PLAIN, str_from(diagnosis->id));
    layout_newline(&page->layout);
}

static void write_full(struct page *page, const struct logdoc_diagnosis *diagnosis)
{
    write_headline(page, diagnosis, "");
    write_impact(page, diagnosis, true);
    write_evidence(page, diagnosis, page->verbose ? SIZE_MAX : QUOTED, DECISIVE_LINES);
    for (size_t i = 0; i < diagnosis->fix_count; i++)
        write_fix(page, &diagnosis->fixes[i], i == 0, true);
    write_why(page, diagnosis);
    write_docs(page, diagnosis);
}

static void write_short(struct page *page, const struct logdoc_diagnosis *diagnosis)
{
    write_headline(page, diagnosis, "");
    write_impact(page, diagnosis, false);
    write_evidence(page, diagnosis, 1, DECISIVE_LINES_SHORT);
    if (diagnosis->status == LOGDOC_RESOLVED)
        return;
    if (diagnosis->fix_count > 0)
        write_fix(page, &diagnosis->fixes[0], true, false);
    write_explain(page, diagnosis);
}

static void write_diagnosis(struct page *page, const struct logdoc_diagnosis *diagnosis,
                            enum detail detail)
{
    if (detail == DETAIL_FULL)
        write_full(page, diagnosis);
    else if (detail == DETAIL_SHORT)
        write_short(page, diagnosis);
    else
        write_headline(page, diagnosis, "");
}

/* The answer comes first and whole; whatever follows stays short. */
static enum detail detail_of(const struct page *page, size_t index)
{
    if (page->verbose || index == 0)
        return DETAIL_FULL;
    return index < TOLD_AT_MOST ? DETAIL_SHORT : DETAIL_TITLE;
}

/* What was read, and what was lost on the way. */
static void write_footer(struct page *page)
{
    bool good = page->report->diagnosis_count == 0 && page->report->stats.lines > 0;
    struct strbuf text;
    strbuf_init(&text, TEXT_CAP);
    phrase_gaps(&text, page->report);
    paragraph(page, LAYOUT_YELLOW, 0, text.at);
    strbuf_reset(&text);
    phrase_result(&text, &page->wording, page->report);
    paragraph(page, good ? LAYOUT_GREEN : LAYOUT_DIM, 0, text.at);
    strbuf_reset(&text);
    phrase_codes(&text, &page->wording, page->report);
    paragraph(page, LAYOUT_DIM, 0, text.at);
    strbuf_release(&text);
}

static void write_rest_of_kind(struct page *page, size_t first)
{
    struct strbuf text;
    strbuf_init(&text, TEXT_CAP);
    kind_rest(&text, page->report, first, page->wording.unicode);
    paragraph(page, LAYOUT_PLAIN, 0, text.at);
    layout_newline(&page->layout);
    strbuf_release(&text);
}

static void write_left(struct page *page, size_t left)
{
    struct strbuf text;
    strbuf_init(&text, TEXT_CAP);
    strbuf_add_format(&text, "And %zu more; --format json lists them all.", left);
    paragraph(page, LAYOUT_PLAIN, 0, text.at);
    layout_newline(&page->layout);
    strbuf_release(&text);
}

static void write_diagnoses(struct page *page)
{
    const struct logdoc_report *report = page->report;
    size_t written = 0, left = 0;
    for (size_t i = 0; i < report->diagnosis_count; i++) {
        size_t before = page->verbose ? 0 : kind_before(report, i);
        if (before > KIND_SHOWN)
            continue;
        if (before == KIND_SHOWN) {
            write_rest_of_kind(page, i);
        } else if (written >= NAMED_AT_MOST && !page->verbose) {
            left++;
        } else {
            enum detail detail = detail_of(page, written++);
            write_diagnosis(page, &report->diagnoses[i], detail);
            if (detail != DETAIL_TITLE || i + 1 == report->diagnosis_count)
                layout_newline(&page->layout);
        }
    }
    if (left > 0)
        write_left(page, left);
}

static void report_text(struct strbuf *out, const struct render_options *options,
                        const struct logdoc_report *report)
{
    struct page page = page_of(out, options, report);
    write_diagnoses(&page);
    write_footer(&page);
    if (options->stats)
        stats_text(out, report);
}

/* What was told of before turned out to be a symptom. */
static void write_explained(struct page *page, const struct logdoc_diagnosis *diagnosis)
{
    struct strbuf text;
    strbuf_init(&text, TEXT_CAP);
    strbuf_add_text(&text, "It comes from: ");
    strbuf_add_text(&text, diagnosis->explained_by);
    write_headline(page, diagnosis, "");
    paragraph(page, LAYOUT_PLAIN, BODY, text.at);
    strbuf_release(&text);
}

static void happening_text(struct strbuf *out, const struct render_options *options,
                           enum logdoc_happening happening,
                           const struct logdoc_diagnosis *diagnosis)
{
    struct page page = page_of(out, options, NULL);
    if (options->app) {
        escape_terminal(out, str_from(options->app));
        strbuf_add_text(out, ":\n");
    }
    if (happening == LOGDOC_NEW_DIAGNOSIS) {
        write_full(&page, diagnosis);
    } else if (diagnosis->explained_by) {
        write_explained(&page, diagnosis);
    } else {
        write_headline(&page, diagnosis,
                       happening == LOGDOC_UPDATED_DIAGNOSIS ? " (update)" : "");
        write_impact(&page, diagnosis, false);
    }
    layout_newline(&page.layout);
}

static void gap_text(struct strbuf *out, const struct render_options *options,
                     const struct logdoc_gap *gap, bool filled)
{
    (void)options;
    strbuf_add_text(out, "-- The log stream was lost");
    if (gap->seconds > 0)
        strbuf_add_format(out, " for %" PRIu64 " s", gap->seconds);
    strbuf_add_text(out, filled ? ", and has caught up.\n\n"
                                : "; lines may be missing here.\n\n");
}

static void summary_line_text(struct strbuf *out, const struct render_options *options,
                              const struct logdoc_report *report)
{
    struct page page = page_of(out, options, report);
    write_footer(&page);
    if (options->stats)
        stats_text(out, report);
}

const struct renderer renderer_text = {
    .name = "text",
    .summary = "for people, on a terminal (default)",
    .content_type = "text/plain; charset=utf-8",
    .report = report_text,
    .happening = happening_text,
    .gap = gap_text,
    .summary_line = summary_line_text,
};
