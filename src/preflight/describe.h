/* SPDX-License-Identifier: MIT
 * Flaws of one rule and one subject → a diagnosis. */
#ifndef LOGDOC_DESCRIBE_H
#define LOGDOC_DESCRIBE_H

#include "preflight.h"

/* The flaw at `first` and those like it. Evidence refers to preflight->inputs, where a
 * file that is not there yet is entered. */
void describe_flaw(struct preflight *, size_t first, struct logdoc_diagnosis *out);
/* The fixes alone, for the flaw at `first` and those like it. */
const struct logdoc_fix *describe_fixes(struct preflight *, size_t first, size_t *count);
/* A template of the rule with the flaw's words, masked and valid UTF-8; "" when a word is
 * missing. */
const char *describe_text(struct preflight *, size_t flaw, const char *template);
bool describe_is_like(const struct flaw *, const struct flaw *);

#endif
