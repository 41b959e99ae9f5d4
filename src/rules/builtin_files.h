/* SPDX-License-Identifier: MIT
 * The rule files inside the program: rules/, each without line ends and indents. */
#ifndef LOGDOC_BUILTIN_FILES_H
#define LOGDOC_BUILTIN_FILES_H

#include "embedded.h"

extern const struct embedded_file builtin_files[];
extern const size_t builtin_files_count;

#endif
