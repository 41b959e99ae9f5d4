/* SPDX-License-Identifier: MIT
 * The bodies of notifications. No I/O. */
#ifndef LOGDOC_NOTIFY_TEXT_H
#define LOGDOC_NOTIFY_TEXT_H

#include "drain_notify.h"
#include "strbuf.h"

/* In the form that the service behind `url` wants: Slack's by a path with /services/,
 * Discord's by /api/webhooks/, else the JSON document. `unsaid` notifications were left
 * out before. Nothing in the log can mention people or make links. */
void notify_text(struct strbuf *out, const char *url, const struct notification *,
                 uint64_t unsaid);

#endif
