/* SPDX-License-Identifier: MIT
 * UTF-8 for people: validity and width. */
#ifndef LOGDOC_UTF8_H
#define LOGDOC_UTF8_H

#include "strbuf.h"

/* Appends `s` with every byte that is not UTF-8 replaced by U+FFFD; NULs too. */
void utf8_add_valid(struct strbuf *, logdoc_str s);

/* Columns a terminal needs for `s` (wide and zero-width characters counted as such). */
size_t utf8_width(logdoc_str s);

/* The longest prefix of at most `columns` columns, cut between characters. */
size_t utf8_prefix(logdoc_str s, size_t columns);

#endif
