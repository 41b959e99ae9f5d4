/* SPDX-License-Identifier: MIT
 * The short way of nearly all lines: clean, with the header that Heroku writes
 * (`2026-11-22T10:00:00.123456+00:00 app[web.1]: …`), they become entries without being
 * framed and without trying formats. A line that is different in any way is left to the
 * framer and the formats, whose answer would be the same. */
#ifndef LOGDOC_SKIM_H
#define LOGDOC_SKIM_H

#include "request.h"
#include "stream.h"

/* What is done with them. */
struct skim_taker {
    /* Requests that the app answered, and not with a 5xx. They come together, later than
     * entries behind them, but before one that is about requests, too. */
    void (*requests)(void *user, const struct request *, size_t count);
    void (*entry)(void *user, const struct entry *);
    void *user;
};

/* As a framer_skim, of the lines of `stream`. */
size_t skim_lines(struct stream *, const struct byte_marks *, size_t at,
                  const struct skim_taker *);

#endif
