/* SPDX-License-Identifier: MIT
 * Diagnoses of one rule and status: a wall of them says no more than the first few. */
#ifndef LOGDOC_KINDS_H
#define LOGDOC_KINDS_H

#include "strbuf.h"

#include <logdoc/diagnosis.h>

#define KIND_SHOWN 4

/* How many of its kind are ranked before it; at most KIND_SHOWN + 1. */
size_t kind_before(const struct logdoc_report *, size_t index);
/* "And 57 more of the same (node-exception): a, b, c …": that one and what follows. */
void kind_rest(struct strbuf *out, const struct logdoc_report *, size_t first,
               bool unicode);

#endif
