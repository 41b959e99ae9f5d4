/* SPDX-License-Identifier: MIT
 * The rule files inside the program, without line ends and indents and without what of
 * each rule is read later: builtin_rests has that of the same file at the same index. */
#ifndef LOGDOC_BUILTIN_HEADS_H
#define LOGDOC_BUILTIN_HEADS_H

#include "embedded.h"

extern const struct embedded_file builtin_heads[];
extern const size_t builtin_heads_count;

#endif
