/* SPDX-License-Identifier: MIT
 * Reads a source in a thread of its own, a few pieces ahead of who asks for them, so that
 * reading or unpacking and judging go on at the same time. */
#ifndef LOGDOC_READ_AHEAD_H
#define LOGDOC_READ_AHEAD_H

#include "source.h"

/* Takes over a source that is not live. Returns the source itself when it is too short to
 * be worth a thread, or none can be had. */
struct source *read_ahead(struct source *);

#endif
