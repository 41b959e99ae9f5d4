/* SPDX-License-Identifier: MIT
 * HTML: one page that needs nothing else, runs no script and fetches nothing. */
#include "html_style.h"
#include "layout.h"
#include "phrases.h"

#include "escape.h"
#include "str.h"
#include "strbuf.h"
#include "utf8.h"

enum { TEXT_CAP = 1 << 20, QUOTED_COLUMNS = 2000 };

struct page {
    struct wording wording;
    const struct logdoc_report *report;
};

static void add_text(struct strbuf *out, const char *text)
{
    struct strbuf safe;
    strbuf_init(&safe, TEXT_CAP);
    layout_add_safe(&safe, str_from(text));
    escape_html(out, strbuf_str(&safe));
    strbuf_release(&safe);
}

/* `open` and `close` are tags of this file, `text` is what they hold; nothing when the
 * text is empty. */
static void add_element(struct strbuf *out, const char *open, const char *text,
                        const char *close)
{
    if (!*text)
        return;
    strbuf_add_text(out, open);
    add_text(out, text);
    strbuf_add_text(out, close);
    strbuf_add_char(out, '\n');
}

static void add_quoted(struct strbuf *out, const char *text)
{
    struct strbuf safe;
    strbuf_init(&safe, TEXT_CAP);
    layout_add_safe(&safe, str_trim(str_from(text)));
    size_t shown = utf8_prefix(strbuf_str(&safe), QUOTED_COLUMNS);
    escape_html(out, (logdoc_str){ safe.at, shown });
    if (shown < safe.len)
        strbuf_add_text(out, "…");
    strbuf_release(&safe);
}

static void add_place(struct strbuf *out, const struct page *page,
                      const struct logdoc_evidence *evidence)
{
    struct strbuf place;
    strbuf_init(&place, TEXT_CAP);
    const struct logdoc_report *report = page->report;
    if (report->input_count > 1 && evidence->input < report->input_count)
        strbuf_add_format(&place, "%s ",
                          phrase_file_name(report->inputs[evidence->input].name));
    strbuf_add_format(&place, "line %llu", (unsigned long long)evidence->line);
    if (evidence->time)
        strbuf_add_text(&place, " · ");
    phrase_time(&place, &page->wording, evidence->time);
    if (*evidence->process || *evidence->source) {
        strbuf_add_format(&place, " · %s",
                          *evidence->process ? evidence->process : evidence->source);
    }
    add_element(out, "<span>", place.at, "</span>");
    strbuf_release(&place);
}

static void add_quote(struct strbuf *out, const struct page *page,
                      const struct logdoc_evidence *evidence)
{
    strbuf_add_text(out, evidence->decisive ? "<li class=\"decisive\">" : "<li>");
    add_place(out, page, evidence);
    strbuf_add_text(out, "<code>");
    add_quoted(out, evidence->text);
    strbuf_add_text(out, "</code></li>\n");
}

static size_t count_decisive(const struct logdoc_diagnosis *diagnosis)
{
    size_t count = 0;
    for (size_t i = 0; i < diagnosis->evidence_count; i++)
        count += diagnosis->evidence[i].decisive;
    return count;
}

static void add_quotes(struct strbuf *out, const struct page *page,
                       const struct logdoc_diagnosis *diagnosis, bool only_decisive)
{
    strbuf_add_text(out, "<ol class=\"log\">\n");
    for (size_t i = 0; i < diagnosis->evidence_count; i++) {
        if (diagnosis->evidence[i].decisive || !only_decisive)
            add_quote(out, page, &diagnosis->evidence[i]);
    }
    strbuf_add_text(out, "</ol>\n");
}

/* The lines that prove it; the others when the reader wants them. */
static void add_evidence(struct strbuf *out, const struct page *page,
                         const struct logdoc_diagnosis *diagnosis)
{
    size_t decisive = count_decisive(diagnosis), all = diagnosis->evidence_count;
    if (decisive > 0)
        add_quotes(out, page, diagnosis, true);
    if (all == decisive)
        return;
    strbuf_add_format(out, "<details%s><summary>", decisive ? "" : " open");
    phrase_count(out, all, "line of the log", "lines of the log");
    strbuf_add_text(out, "</summary>\n");
    add_quotes(out, page, diagnosis, false);
    strbuf_add_text(out, "</details>\n");
}

static void add_edit(struct strbuf *out, const struct logdoc_edit *edit)
{
    struct strbuf line;
    logdoc_str text = str_from(edit->text);
    strbuf_init(&line, TEXT_CAP);
    add_element(out, "<p class=\"file\">", edit->file, "</p>");
    strbuf_add_text(out, "<pre class=\"edit\">");
    add_element(out, "<del>", edit->old, "</del>");
    while (text.len > 0) {
        strbuf_reset(&line);
        strbuf_add_str(&line, str_cut(&text, '\n'));
        add_element(out, "<ins>", line.len ? line.at : " ", "</ins>");
    }
    strbuf_add_text(out, "</pre>\n");
    strbuf_release(&line);
}

static void add_fix(struct strbuf *out, const struct logdoc_fix *fix, bool first)
{
    struct strbuf text;
    strbuf_init(&text, TEXT_CAP);
    strbuf_add_text(out, "<section class=\"fix\">\n");
    strbuf_add_text(out, first ? "<h3>Fix</h3>\n" : "<h3>Or</h3>\n");
    phrase_fix(&text, fix);
    add_element(out, "<p><strong>", text.at, "</strong></p>");
    strbuf_release(&text);
    add_element(out, "<p>", fix->detail, "</p>");
    for (size_t i = 0; i < fix->edit_count; i++)
        add_edit(out, &fix->edits[i]);
    for (size_t i = 0; i < fix->command_count; i++)
        add_element(out, "<pre class=\"command\">", fix->commands[i], "</pre>");
    strbuf_add_text(out, "</section>\n");
}

static void add_symptoms(struct strbuf *out, const struct page *page,
                         const struct logdoc_diagnosis *diagnosis)
{
    struct strbuf line;
    if (diagnosis->symptom_count == 0)
        return;
    strbuf_init(&line, TEXT_CAP);
    strbuf_add_text(out, "<details><summary>What followed</summary>\n<ul>\n");
    for (size_t i = 0; i < diagnosis->symptom_count; i++) {
        strbuf_reset(&line);
        phrase_symptom(&line, &page->wording, &diagnosis->symptoms[i]);
        add_element(out, "<li>", line.at, "</li>");
    }
    strbuf_add_text(out, "</ul>\n</details>\n");
    strbuf_release(&line);
}

static void add_link(struct strbuf *out, const char *address)
{
    if (!phrase_is_link(address)) {
        add_element(out, "<li>", address, "</li>");
        return;
    }
    strbuf_add_text(out, "<li><a rel=\"noreferrer\" href=\"");
    escape_html(out, str_from(address));
    add_element(out, "\">", address, "</a></li>");
}

static void add_docs(struct strbuf *out, const struct logdoc_diagnosis *diagnosis)
{
    if (diagnosis->doc_count == 0)
        return;
    strbuf_add_text(out, "<h3>More</h3>\n<ul class=\"more\">\n");
    for (size_t i = 0; i < diagnosis->doc_count; i++)
        add_link(out, diagnosis->docs[i]);
    strbuf_add_text(out, "</ul>\n");
}

static void add_head(struct strbuf *out, const struct page *page,
                     const struct logdoc_diagnosis *diagnosis)
{
    bool over = diagnosis->status == LOGDOC_RESOLVED;
    struct strbuf text;
    strbuf_init(&text, TEXT_CAP);
    strbuf_add_format(out, "<article class=\"%s\">\n<header>\n",
                      over ? "over" : logdoc_severity_name(diagnosis->severity));
    phrase_severity(&text, diagnosis);
    add_element(out, "<p class=\"severity\">", text.at, "</p>");
    strbuf_reset(&text);
    phrase_title(&text, &page->wording, diagnosis);
    add_element(out, "<h2>", text.at, "</h2>");
    strbuf_reset(&text);
    phrase_impact(&text, &page->wording, diagnosis);
    add_element(out, "<p>", text.at, "</p>");
    strbuf_add_text(out, "</header>\n");
    strbuf_release(&text);
}

static void add_diagnosis(struct strbuf *out, const struct page *page,
                          const struct logdoc_diagnosis *diagnosis)
{
    add_head(out, page, diagnosis);
    add_evidence(out, page, diagnosis);
    for (size_t i = 0; i < diagnosis->fix_count; i++)
        add_fix(out, &diagnosis->fixes[i], i == 0);
    if (*diagnosis->explanation)
        strbuf_add_text(out, "<h3>Why</h3>\n");
    add_element(out, "<p>", diagnosis->explanation, "</p>");
    add_symptoms(out, page, diagnosis);
    add_docs(out, diagnosis);
    strbuf_add_text(out, "</article>\n");
}

static void add_page_start(struct strbuf *out, const struct logdoc_report *report)
{
    strbuf_add_text(out, "<!doctype html>\n<html lang=\"en\">\n<head>\n"
                         "<meta charset=\"utf-8\">\n"
                         "<meta name=\"viewport\" content=\"width=device-width, "
                         "initial-scale=1\">\n"
                         "<meta http-equiv=\"Content-Security-Policy\" "
                         "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
                         "<meta name=\"color-scheme\" content=\"light dark\">\n");
    add_element(out, "<title>",
                report->diagnosis_count ? report->diagnoses[0].title : "No failure found",
                " · logdoc</title>");
    strbuf_add_text(out, "<style>\n");
    for (const char *const *line = html_style; *line; line++)
        strbuf_add_text(out, *line);
    strbuf_add_text(out, "</style>\n</head>\n<body>\n<main>\n");
}

static void add_footer(struct strbuf *out, const struct page *page)
{
    bool good = page->report->diagnosis_count == 0;
    struct strbuf text;
    strbuf_init(&text, TEXT_CAP);
    phrase_gaps(&text, page->report);
    add_element(out, "<p class=\"gaps\">", text.at, "</p>");
    strbuf_reset(&text);
    phrase_result(&text, &page->wording, page->report);
    strbuf_add_text(out, "</main>\n<footer>\n");
    add_element(out, good ? "<p class=\"nothing\">" : "<p>", text.at, "</p>");
    strbuf_reset(&text);
    phrase_codes(&text, &page->wording, page->report);
    add_element(out, "<p>", text.at, "</p>");
    strbuf_add_text(out, "</footer>\n</body>\n</html>\n");
    strbuf_release(&text);
}

static void report_html(struct strbuf *out, const struct render_options *options,
                        const struct logdoc_report *report)
{
    (void)options;
    struct page page = { wording_of(true, report), report };
    add_page_start(out, report);
    for (size_t i = 0; i < report->diagnosis_count; i++)
        add_diagnosis(out, &page, &report->diagnoses[i]);
    add_footer(out, &page);
}

const struct renderer renderer_html = {
    .name = "html",
    .summary = "one page for a browser",
    .content_type = "text/html; charset=utf-8",
    .report = report_html,
};
