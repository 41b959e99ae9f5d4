/* SPDX-License-Identifier: MIT
 * Structured logs (a JSON object a line, or key="value") put a whole trace into one text,
 * with \n for its line ends. Taken apart, it reads as what the program would have
 * printed. */
#ifndef LOGDOC_ESCAPED_LINES_H
#define LOGDOC_ESCAPED_LINES_H

#include "strbuf.h"

/* Whether the message looks like one with escapes in its texts. Cheap. */
bool escaped_lines_are_in(logdoc_str message);
/* Writes lines: the message without escapes and without its texts of several lines, then
 * each of those. A text that does not end is taken as far as it goes. */
void escaped_lines_split(struct strbuf *out, logdoc_str message);

#endif
