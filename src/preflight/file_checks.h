/* SPDX-License-Identifier: MIT
 * Rules that look at the lines of files. */
#ifndef LOGDOC_FILE_CHECKS_H
#define LOGDOC_FILE_CHECKS_H

#include "flaws.h"

/* Enters every line that the rule takes. Named groups become words. Of a Python file the
 * comments and docstrings are passed over. */
void file_checks_run(struct flaws *, const struct rule *);

#endif
