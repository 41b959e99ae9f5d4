/* SPDX-License-Identifier: MIT
 * What the reader's terminal can show. */
#ifndef LOGDOC_TERMINAL_H
#define LOGDOC_TERMINAL_H

#include "options.h"
#include "renderer.h"

/* How to render into `fd`, after the options, the environment and the terminal. */
struct render_options terminal_render_options(const struct options *, int fd);
bool terminal_is(int fd);
/* Columns of the terminal; 80 when it does not say. */
unsigned terminal_width(int fd);

#endif
