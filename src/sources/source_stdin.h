/* SPDX-License-Identifier: MIT
 * Bytes that arrive as somebody writes them: standard input ("-"), and pipes and devices
 * named by a path. Compressed data and archives are recognised and unpacked here too. */
#ifndef LOGDOC_SOURCE_STDIN_H
#define LOGDOC_SOURCE_STDIN_H

#include "source.h"

extern const struct source_kind source_stdin;

#endif
