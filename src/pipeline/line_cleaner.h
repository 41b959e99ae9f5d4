/* SPDX-License-Identifier: MIT
 * One physical line without what only a terminal or a web page needs. */
#ifndef LOGDOC_LINE_CLEANER_H
#define LOGDOC_LINE_CLEANER_H

#include "strbuf.h"

/* Quick, and of any stretch of bytes: may there be anything to clean but colours whose
 * escape character got lost? */
bool has_dirty_bytes(logdoc_str bytes);

/* Is there anything to clean? `dirty_bytes` is what has_dirty_bytes() says of the line or
 * of a stretch with the line in it. */
bool line_is_dirty(logdoc_str line, bool dirty_bytes);

/* Appends `line` to an empty `out` without escape sequences (also those of which `[31m`
 * is left), NULs and what backspaces erase, HTML entities decoded where the line has them
 * only because a page was copied. A CR stays: it separates texts that overwrite each
 * other. */
void line_clean(logdoc_str line, struct strbuf *out);

#endif
