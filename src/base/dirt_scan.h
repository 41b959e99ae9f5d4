/* SPDX-License-Identifier: MIT
 * The one question that is asked of every byte of a log: is it one of those that only a
 * terminal or a web page needs? By vectors of the widest kind the machine has. */
#ifndef LOGDOC_DIRT_SCAN_H
#define LOGDOC_DIRT_SCAN_H

#include <logdoc/types.h>

/* Does `bytes` hold a CR, an escape, a backspace, a NUL or a semicolon? */
bool dirt_scan(logdoc_str bytes);

/* The same answer byte by byte; for tests and for machines without vectors. */
bool dirt_scan_bytewise(logdoc_str bytes);

#endif
