/* SPDX-License-Identifier: MIT
 * A text as lines that keep their ends, so that every byte that is not edited stays. */
#ifndef LOGDOC_LINES_H
#define LOGDOC_LINES_H

#include "strbuf.h"
#include "vec.h"

struct lines {
    VEC(logdoc_str) list; /* each with its '\n', but for the last perhaps */
};

/* Views of `text`. */
void lines_split(struct lines *, logdoc_str text);
void lines_release(struct lines *);
/* A line without its "\n" or "\r\n". */
logdoc_str lines_bare(logdoc_str line);
/* The end that most lines of the text have: "\n" or "\r\n". */
const char *lines_end(logdoc_str text);
/* Appends `line` to `out` with `end`; ends the last line of `out` first when it has none.
 */
void lines_add(struct strbuf *out, logdoc_str line, const char *end);

#endif
