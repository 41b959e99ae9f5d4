/* SPDX-License-Identifier: MIT
 * The requests as tables of text. */
#ifndef LOGDOC_TRAFFIC_TEXT_H
#define LOGDOC_TRAFFIC_TEXT_H

#include "strbuf.h"

#include <logdoc/diagnosis.h>

/* Nothing but a sentence when there were no requests. */
void traffic_text(struct strbuf *out, const struct logdoc_report *);

#endif
