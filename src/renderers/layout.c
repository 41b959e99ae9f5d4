/* SPDX-License-Identifier: MIT
 * Wraps, indents, colours and escapes text for a terminal. */
#include "layout.h"

#include "escape.h"
#include "str.h"
#include "utf8.h"

enum {
    TEXT_CAP = 1 << 20,
    PROSE_WIDTH = 96,        /* longer lines are hard to read */
    PROSE_COLUMNS = 2000,    /* no honest sentence is longer */
    UNWRAPPED_COLUMNS = 500, /* of a log line, when the width is not known */
    NARROWEST = 12           /* columns of text that are always used */
};

static const char *const style_codes[] = {
    [LAYOUT_PLAIN] = "",
    [LAYOUT_STRONG] = "\x1b[1m",
    [LAYOUT_DIM] = "\x1b[2m",
    [LAYOUT_RED] = "\x1b[31m",
    [LAYOUT_RED_STRONG] = "\x1b[1;31m",
    [LAYOUT_YELLOW] = "\x1b[33m",
    [LAYOUT_GREEN] = "\x1b[32m",
    [LAYOUT_CYAN] = "\x1b[36m",
};

void layout_init(struct layout *layout, struct strbuf *out,
                 const struct render_options *options)
{
    *layout = (struct layout){
        .out = out,
        .width = options->width,
        .color = options->color,
        .unicode = options->unicode,
    };
}

void layout_newline(struct layout *layout)
{
    strbuf_add_char(layout->out, '\n');
    layout->column = 0;
}

void layout_pad(struct layout *layout, size_t column)
{
    for (; layout->column < column; layout->column++)
        strbuf_add_char(layout->out, ' ');
}

/* `text` must be escaped. */
static void put(struct layout *layout, enum layout_style style, logdoc_str text)
{
    bool styled = layout->color && style != LAYOUT_PLAIN;
    if (styled)
        strbuf_add_text(layout->out, style_codes[style]);
    strbuf_add_str(layout->out, text);
    if (styled)
        strbuf_add_text(layout->out, "\x1b[0m");
    layout->column += utf8_width(text);
}

static logdoc_str ellipsis(const struct layout *layout)
{
    return layout->unicode ? STR("…") : STR("...");
}

static size_t room(size_t width, size_t column)
{
    return width > column + NARROWEST ? width - column : NARROWEST;
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static logdoc_str next_word(logdoc_str *rest)
{
    while (rest->len > 0 && is_blank(*rest->at))
        *rest = str_from_offset(*rest, 1);
    logdoc_str word = { rest->at, 0 };
    while (word.len < rest->len && !is_blank(rest->at[word.len]))
        word.len++;
    *rest = str_from_offset(*rest, word.len);
    return word;
}

/* An address that is broken over lines can be neither clicked nor copied. */
static bool may_break(logdoc_str word)
{
    return !str_starts(word, STR("https://")) && !str_starts(word, STR("http://"));
}

/* Bytes of `rest` that the line takes, with words joined by one blank; `joined` gets
 * them. At least one word, or the part of it that fits. */
static void take_line(struct strbuf *joined, logdoc_str *rest, size_t columns)
{
    size_t used = 0;
    for (;;) {
        logdoc_str after = *rest;
        logdoc_str word = next_word(&after);
        size_t width = utf8_width(word) + (used > 0);
        if (word.len == 0 || (used > 0 && used + width > columns))
            return;
        if (used > 0)
            strbuf_add_char(joined, ' ');
        size_t fits = width > columns && may_break(word) ? utf8_prefix(word, columns) : 0;
        if (fits > 0) {
            after = str_from_offset(*rest, (size_t)(word.at - rest->at) + fits);
            word.len = fits;
        }
        strbuf_add_str(joined, word);
        *rest = after;
        used += width;
    }
}

/* No-break spaces as blanks. */
static void put_spaced(struct layout *layout, enum layout_style style, logdoc_str text)
{
    struct strbuf spaced;
    strbuf_init(&spaced, TEXT_CAP);
    for (;;) {
        size_t at = str_find(text, STR(LAYOUT_NO_BREAK));
        strbuf_add(&spaced, text.at, at == SIZE_MAX ? text.len : at);
        if (at == SIZE_MAX)
            break;
        strbuf_add_char(&spaced, ' ');
        text = str_from_offset(text, at + sizeof LAYOUT_NO_BREAK - 1);
    }
    put(layout, style, strbuf_str(&spaced));
    strbuf_release(&spaced);
}

static void put_wrapped(struct layout *layout, enum layout_style style, size_t indent,
                        logdoc_str text)
{
    size_t width = layout->width < PROSE_WIDTH ? layout->width : PROSE_WIDTH;
    struct strbuf line;
    strbuf_init(&line, TEXT_CAP);
    for (bool first = true;; first = false) {
        size_t columns = width ? room(width, first ? layout->column : indent) : SIZE_MAX;
        strbuf_reset(&line);
        take_line(&line, &text, columns);
        if (line.len == 0)
            break;
        if (!first)
            layout_newline(layout);
        layout_pad(layout, first ? 0 : indent);
        put_spaced(layout, style, strbuf_str(&line));
    }
    strbuf_release(&line);
}

void layout_add_safe(struct strbuf *out, logdoc_str text)
{
    struct strbuf flat;
    strbuf_init(&flat, TEXT_CAP);
    for (size_t i = 0; i < text.len; i++)
        strbuf_add_char(&flat, is_blank(text.at[i]) ? ' ' : text.at[i]);
    escape_terminal(out, strbuf_str(&flat));
    strbuf_release(&flat);
}

void layout_words(struct layout *layout, enum layout_style style, size_t indent,
                  logdoc_str text)
{
    struct strbuf safe, shown;
    strbuf_init(&safe, TEXT_CAP);
    strbuf_init(&shown, TEXT_CAP);
    layout_add_safe(&safe, text);
    strbuf_add(&shown, safe.at, utf8_prefix(strbuf_str(&safe), PROSE_COLUMNS));
    if (shown.len < safe.len)
        strbuf_add_str(&shown, ellipsis(layout));
    put_wrapped(layout, style, indent, strbuf_str(&shown));
    strbuf_release(&shown);
    strbuf_release(&safe);
}

void layout_verbatim(struct layout *layout, enum layout_style style, logdoc_str text)
{
    struct strbuf safe;
    strbuf_init(&safe, TEXT_CAP);
    escape_terminal(&safe, text);
    put(layout, style, strbuf_str(&safe));
    strbuf_release(&safe);
}

/* Where the second half of `text` is best cut: behind the last of `marks`; 0: nowhere. */
static size_t cut_behind(logdoc_str text, const char *marks)
{
    for (size_t i = text.len; i > text.len / 2; i--) {
        if (strchr(marks, text.at[i - 1]))
            return i;
    }
    return 0;
}

/* Bytes of `text` for a line of `columns`. */
static size_t line_length(logdoc_str text, size_t columns)
{
    logdoc_str line = { text.at, utf8_prefix(text, columns) };
    if (line.len == 0 || line.len == text.len)
        return text.len;
    size_t cut = cut_behind(line, " ");
    cut = cut ? cut : cut_behind(line, "/,;&");
    return cut ? cut : line.len;
}

/* The last part of `text` that takes at most `columns`. */
static logdoc_str ending(logdoc_str text, size_t columns)
{
    size_t hidden = utf8_prefix(text, utf8_width(text) - columns);
    logdoc_str end = str_from_offset(text, hidden);
    while (utf8_width(end) > columns)
        end = str_from_offset(end, utf8_prefix(end, 2));
    return end;
}

static void put_shortened(struct layout *layout, enum layout_style style, size_t columns,
                          logdoc_str text)
{
    if (utf8_width(text) <= columns) {
        put(layout, style, text);
        return;
    }
    size_t end = columns / 3, start = columns - end - utf8_width(ellipsis(layout));
    put(layout, style, (logdoc_str){ text.at, utf8_prefix(text, start) });
    put(layout, style, ellipsis(layout));
    put(layout, style, ending(text, end));
}

static void put_clipped(struct layout *layout, enum layout_style style, size_t lines,
                        logdoc_str text)
{
    size_t start = layout->column;
    size_t columns = layout->width ? room(layout->width, start) : UNWRAPPED_COLUMNS;
    for (; layout->width && lines > 1 && utf8_width(text) > columns; lines--) {
        size_t length = line_length(text, columns);
        put(layout, style, str_trim((logdoc_str){ text.at, length }));
        text = str_from_offset(text, length);
        layout_newline(layout);
        layout_pad(layout, start);
    }
    put_shortened(layout, style, columns, text);
}

void layout_clip(struct layout *layout, enum layout_style style, size_t lines,
                 logdoc_str text)
{
    struct strbuf safe;
    strbuf_init(&safe, TEXT_CAP);
    layout_add_safe(&safe, str_trim(text));
    put_clipped(layout, style, lines, strbuf_str(&safe));
    strbuf_release(&safe);
}
