/* SPDX-License-Identifier: MIT
 * What makes two unknown failures the same: the type of the exception and the app's own
 * innermost frame; without a frame its message, whatever numbers and values stand in it.
 */
#ifndef LOGDOC_FINGERPRINT_H
#define LOGDOC_FINGERPRINT_H

#include "event.h"
#include "strbuf.h"

/* Appends `text` with '#' for every number and id, and '…' for what stands in quotes. */
void fingerprint_normalize(struct strbuf *out, logdoc_str text);
/* Appends the fingerprint of the finding, made of its captures exception, message or
 * what, file and line. */
void fingerprint_add(struct strbuf *out, const struct finding *);

#endif
