/* SPDX-License-Identifier: MIT
 * What of the rules is read when somebody wants it: for each file objects, one behind the
 * other, whose offsets its builtin_heads have. */
#ifndef LOGDOC_BUILTIN_RESTS_H
#define LOGDOC_BUILTIN_RESTS_H

#include "embedded.h"

extern const struct embedded_file builtin_rests[];
extern const size_t builtin_rests_count;

#endif
