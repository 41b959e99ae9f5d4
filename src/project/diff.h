/* SPDX-License-Identifier: MIT
 * Two texts → a unified diff that `git apply` and `patch -p1` take. */
#ifndef LOGDOC_DIFF_H
#define LOGDOC_DIFF_H

#include "strbuf.h"

/* Appends nothing when the texts are equal. at == NULL: there is no such file, before or
 * after. `path` is relative; a/ and b/ are put in front. */
void diff_add(struct strbuf *out, const char *path, logdoc_str before, logdoc_str after);

#endif
