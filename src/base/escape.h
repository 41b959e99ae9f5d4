/* SPDX-License-Identifier: MIT
 * Log text is hostile until one of these has written it. One function for each place
 * that text can go; JSON is escaped by its writer. */
#ifndef LOGDOC_ESCAPE_H
#define LOGDOC_ESCAPE_H

#include "strbuf.h"

/* For a terminal: control characters (C0 but for tab, DEL, C1, and the characters that
 * reverse or hide text: bidi marks, zero-width) become visible as \xNN or \u{NNNN}. */
void escape_terminal(struct strbuf *, logdoc_str);

/* For HTML text and double-quoted attributes. */
void escape_html(struct strbuf *, logdoc_str);

/* One word of a POSIX shell: as it is when it needs no quotes, else in single quotes.
 * Control characters are dropped: a pasted newline would run a command. */
void escape_shell(struct strbuf *, logdoc_str);

/* Markdown text outside code. */
void escape_markdown(struct strbuf *, logdoc_str);

#endif
