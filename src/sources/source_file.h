/* SPDX-License-Identifier: MIT
 * Regular files that hold text. They are read, not mapped: as fast with the page cache
 * warm, and a file that is cut while it is read is a short file, not a SIGBUS. */
#ifndef LOGDOC_SOURCE_FILE_H
#define LOGDOC_SOURCE_FILE_H

#include "source.h"

extern const struct source_kind source_file;

#endif
