/* SPDX-License-Identifier: MIT
 * One physical line without what only a terminal or a web page needs. */
#ifndef LOGDOC_LINE_CLEANER_H
#define LOGDOC_LINE_CLEANER_H

#include "strbuf.h"

/* Quick, of many lines at once: false when none of them is dirty. */
bool may_be_dirty(logdoc_str lines);

/* Is there anything to clean? */
bool line_is_dirty(logdoc_str line);

/* Appends `line` to an empty `out` without escape sequences, NULs and what backspaces
 * erase, HTML entities decoded where the line has them only because a page was copied. A
 * CR stays: it separates texts that overwrite each other. */
void line_clean(logdoc_str line, struct strbuf *out);

#endif
