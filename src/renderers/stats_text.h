/* SPDX-License-Identifier: MIT
 * The requests and the dynos as tables of text. */
#ifndef LOGDOC_STATS_TEXT_H
#define LOGDOC_STATS_TEXT_H

#include "strbuf.h"

#include <logdoc/diagnosis.h>

/* Of requests nothing but a sentence when there were none; no table without dynos. */
void stats_text(struct strbuf *out, const struct logdoc_report *);

#endif
