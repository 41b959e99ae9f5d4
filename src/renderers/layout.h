/* SPDX-License-Identifier: MIT
 * Lines for a terminal: wrapped by display width, indented, coloured when wanted.
 * Whatever text comes in is escaped here, so that no caller can forget. */
#ifndef LOGDOC_LAYOUT_H
#define LOGDOC_LAYOUT_H

#include "renderer.h"

enum layout_style {
    LAYOUT_PLAIN,
    LAYOUT_STRONG,
    LAYOUT_DIM,
    LAYOUT_RED,
    LAYOUT_RED_STRONG,
    LAYOUT_YELLOW,
    LAYOUT_GREEN,
    LAYOUT_CYAN
};

struct layout {
    struct strbuf *out;
    size_t width;  /* columns; 0: do not wrap */
    size_t column; /* where the next character goes, 0-based */
    bool color, unicode;
};

void layout_init(struct layout *, struct strbuf *out, const struct render_options *);

/* Ends the line. */
void layout_newline(struct layout *);
/* Blanks up to `column`; nothing when the line is already there. */
void layout_pad(struct layout *, size_t column);

/* Between words that must stay on one line of prose; written as a blank. */
#define LAYOUT_NO_BREAK "\xc2\xa0"

/* Prose: words of `text`, wrapped; further lines begin at `indent`. Line ends and tabs
 * count as blanks. Prose lines stay readable on a wide terminal. */
void layout_words(struct layout *, enum layout_style, size_t indent, logdoc_str text);

/* Text to copy, such as a command: in one piece, however long. */
void layout_verbatim(struct layout *, enum layout_style, logdoc_str text);

/* A line of a log: at most `lines` lines, further ones begin at the column of the first;
 * what does not fit is cut out of the last line, whose end stays: paths end with what
 * tells them apart. An ellipsis marks the cut. */
void layout_clip(struct layout *, enum layout_style, size_t lines, logdoc_str text);

/* Hostile text as one harmless line: line ends and tabs become blanks, other control
 * characters visible. What every format starts from. */
void layout_add_safe(struct strbuf *, logdoc_str text);

#endif
