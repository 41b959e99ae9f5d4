/* SPDX-License-Identifier: MIT
 * Rules that look at the lines of files. */
#ifndef LOGDOC_FILE_CHECKS_H
#define LOGDOC_FILE_CHECKS_H

#include "flaws.h"

/* Enters every line that the rule takes. Named groups become words. Of a Python file the
 * comments and docstrings are passed over. */
void file_checks_run(struct flaws *, const struct rule *);

/* Whether the flaw's rule takes `text` too, the line as an edit has corrected it: the
 * same mistake stands there twice. `out` is then that flaw, not entered; `text` is
 * borrowed. */
bool file_checks_again(struct flaws *, const struct flaw *, const char *text,
                       struct flaw *out);

#endif
