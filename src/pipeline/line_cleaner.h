/* SPDX-License-Identifier: MIT
 * One physical line without what only a terminal or a web page needs. */
#ifndef LOGDOC_LINE_CLEANER_H
#define LOGDOC_LINE_CLEANER_H

#include "strbuf.h"

/* Is there anything to clean? `odd_bytes`: the line has a byte that is marked as odd
 * (byte_marks.h); without one there is not. */
bool line_is_dirty(logdoc_str line, bool odd_bytes);

/* Appends `line` to an empty `out` without escape sequences (also those of which `[31m`
 * is left), NULs and what backspaces erase, HTML entities decoded where the line has them
 * only because a page was copied. A CR stays: it separates texts that overwrite each
 * other. */
void line_clean(logdoc_str line, struct strbuf *out);

#endif
