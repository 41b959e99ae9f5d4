/* SPDX-License-Identifier: MIT
 * Random logs: lines as Heroku writes them, nearly so, and otherwise. */
#ifndef LOGDOC_RANDOM_LOG_H
#define LOGDOC_RANDOM_LOG_H

#include "strbuf.h"

/* A number below `below`; `state` is not 0. The same everywhere. */
uint64_t random_draw(uint64_t *state, uint64_t below);
/* Appends one line (seldom two). */
void random_log_line(struct strbuf *out, uint64_t *state);

#endif
