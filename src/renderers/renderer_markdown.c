/* SPDX-License-Identifier: MIT
 * Markdown, to paste into an issue, a chat or a postmortem. */
#include "layout.h"
#include "phrases.h"

#include "escape.h"
#include "str.h"
#include "strbuf.h"
#include "utf8.h"

enum { TEXT_CAP = 1 << 20, QUOTED_COLUMNS = 500, SHORTEST_FENCE = 3 };

static void add_text(struct strbuf *out, const char *text)
{
    struct strbuf safe;
    strbuf_init(&safe, TEXT_CAP);
    layout_add_safe(&safe, str_from(text));
    escape_markdown(out, strbuf_str(&safe));
    strbuf_release(&safe);
}

static void add_paragraph(struct strbuf *out, const char *label, const char *text)
{
    if (!*text)
        return;
    strbuf_add_text(out, label);
    add_text(out, text);
    strbuf_add_text(out, "\n\n");
}

static size_t longest_run(logdoc_str text, char byte)
{
    size_t longest = 0, run = 0;
    for (size_t i = 0; i < text.len; i++) {
        run = text.at[i] == byte ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest;
}

static void add_fence(struct strbuf *out, size_t length)
{
    for (size_t i = 0; i < length; i++)
        strbuf_add_char(out, '`');
}

/* `code` holds whole lines that are safe already; the fence is longer than any within. */
static void add_code(struct strbuf *out, const char *language, const struct strbuf *code)
{
    if (code->len == 0)
        return;
    size_t run = longest_run(strbuf_str(code), '`');
    size_t fence = run < SHORTEST_FENCE ? SHORTEST_FENCE : run + 1;
    add_fence(out, fence);
    strbuf_add_format(out, "%s\n", language);
    strbuf_add_str(out, strbuf_str(code));
    add_fence(out, fence);
    strbuf_add_text(out, "\n\n");
}

static void add_quoted(struct strbuf *out, logdoc_str text)
{
    struct strbuf safe;
    strbuf_init(&safe, TEXT_CAP);
    layout_add_safe(&safe, str_trim(text));
    size_t shown = utf8_prefix(strbuf_str(&safe), QUOTED_COLUMNS);
    strbuf_add(out, safe.at, shown);
    strbuf_add_text(out, shown < safe.len ? "…\n" : "\n");
    strbuf_release(&safe);
}

static void add_evidence(struct strbuf *out, const struct logdoc_report *report,
                         const struct logdoc_diagnosis *diagnosis)
{
    struct strbuf code;
    strbuf_init(&code, TEXT_CAP);
    for (size_t i = 0; i < diagnosis->evidence_count; i++) {
        const struct logdoc_evidence *evidence = &diagnosis->evidence[i];
        strbuf_add_text(&code, evidence->decisive ? "> " : "  ");
        if (report->input_count > 1 && evidence->input < report->input_count)
            layout_add_safe(
                &code, str_from(phrase_file_name(report->inputs[evidence->input].name)));
        else
            strbuf_add_text(&code, "line");
        strbuf_add_format(&code, " %llu  ", (unsigned long long)evidence->line);
        layout_add_safe(
            &code, str_from(*evidence->process ? evidence->process : evidence->source));
        strbuf_add_text(&code, "  ");
        add_quoted(&code, str_from(evidence->text));
    }
    add_code(out, "text", &code);
    strbuf_release(&code);
}

static void add_edits(struct strbuf *out, const struct logdoc_fix *fix)
{
    struct strbuf code;
    strbuf_init(&code, TEXT_CAP);
    for (size_t i = 0; i < fix->edit_count; i++) {
        const struct logdoc_edit *edit = &fix->edits[i];
        logdoc_str text = str_from(edit->text);
        strbuf_add_text(&code, "# ");
        layout_add_safe(&code, str_from(edit->file));
        strbuf_add_char(&code, '\n');
        if (*edit->old) {
            strbuf_add_text(&code, "- ");
            add_quoted(&code, str_from(edit->old));
        }
        while (text.len > 0) {
            strbuf_add_text(&code, "+ ");
            layout_add_safe(&code, str_cut(&text, '\n'));
            strbuf_add_char(&code, '\n');
        }
    }
    add_code(out, "diff", &code);
    strbuf_release(&code);
}

static void add_commands(struct strbuf *out, const struct logdoc_fix *fix)
{
    struct strbuf code;
    strbuf_init(&code, TEXT_CAP);
    for (size_t i = 0; i < fix->command_count; i++) {
        layout_add_safe(&code, str_from(fix->commands[i]));
        strbuf_add_char(&code, '\n');
    }
    add_code(out, "sh", &code);
    strbuf_release(&code);
}

static void add_fix(struct strbuf *out, const struct logdoc_fix *fix, bool first)
{
    struct strbuf text;
    strbuf_init(&text, TEXT_CAP);
    phrase_fix(&text, fix);
    add_paragraph(out, first ? "**Fix:** " : "**Or:** ", text.at);
    strbuf_release(&text);
    add_paragraph(out, "", fix->detail);
    add_edits(out, fix);
    add_commands(out, fix);
}

static void add_symptoms(struct strbuf *out, const struct wording *wording,
                         const struct logdoc_diagnosis *diagnosis)
{
    struct strbuf line;
    strbuf_init(&line, TEXT_CAP);
    if (diagnosis->symptom_count > 0)
        strbuf_add_text(out, "**What followed:**\n\n");
    for (size_t i = 0; i < diagnosis->symptom_count; i++) {
        const struct logdoc_symptom *symptom = &diagnosis->symptoms[i];
        strbuf_reset(&line);
        phrase_symptom(&line, wording, symptom);
        strbuf_add_text(out, "- ");
        add_text(out, line.at);
        strbuf_add_char(out, '\n');
    }
    if (diagnosis->symptom_count > 0)
        strbuf_add_char(out, '\n');
    strbuf_release(&line);
}

static void add_docs(struct strbuf *out, const struct logdoc_diagnosis *diagnosis)
{
    const char *before = "**More:** ";
    for (size_t i = 0; i < diagnosis->doc_count; i++) {
        strbuf_add_text(out, before);
        before = " · ";
        if (phrase_is_link(diagnosis->docs[i]))
            strbuf_add_format(out, "<%s>", diagnosis->docs[i]);
        else
            add_text(out, diagnosis->docs[i]);
    }
    if (diagnosis->doc_count > 0)
        strbuf_add_text(out, "\n\n");
}

static void add_diagnosis(struct strbuf *out, const struct wording *wording,
                          const struct logdoc_report *report,
                          const struct logdoc_diagnosis *diagnosis)
{
    struct strbuf text;
    strbuf_init(&text, TEXT_CAP);
    phrase_severity(&text, diagnosis);
    strbuf_add_text(&text, ": ");
    phrase_title(&text, wording, diagnosis);
    add_paragraph(out, "## ", text.at);
    strbuf_reset(&text);
    phrase_impact(&text, wording, diagnosis);
    add_paragraph(out, "", text.at);
    strbuf_release(&text);
    add_evidence(out, report, diagnosis);
    for (size_t i = 0; i < diagnosis->fix_count; i++)
        add_fix(out, &diagnosis->fixes[i], i == 0);
    add_paragraph(out, "**Why:** ", diagnosis->explanation);
    add_symptoms(out, wording, diagnosis);
    add_docs(out, diagnosis);
}

static void add_footer(struct strbuf *out, const struct wording *wording,
                       const struct logdoc_report *report)
{
    struct strbuf text;
    strbuf_init(&text, TEXT_CAP);
    phrase_gaps(&text, report);
    add_paragraph(out, "**Note:** ", text.at);
    strbuf_reset(&text);
    phrase_result(&text, wording, report);
    if (report->diagnosis_count > 0 && text.len > 0)
        strbuf_add_text(out, "---\n\n");
    if (report->code_count > 0)
        strbuf_add_char(&text, ' ');
    phrase_codes(&text, wording, report);
    add_text(out, text.at);
    if (text.len > 0)
        strbuf_add_char(out, '\n');
    strbuf_release(&text);
}

static void report_markdown(struct strbuf *out, const struct render_options *options,
                            const struct logdoc_report *report)
{
    (void)options;
    struct wording wording = wording_of(true, report);
    for (size_t i = 0; i < report->diagnosis_count; i++)
        add_diagnosis(out, &wording, report, &report->diagnoses[i]);
    add_footer(out, &wording, report);
}

const struct renderer renderer_markdown = {
    .name = "markdown",
    .summary = "to paste into an issue, a chat or a postmortem",
    .content_type = "text/markdown; charset=utf-8",
    .report = report_markdown,
};
