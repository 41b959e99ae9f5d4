/* SPDX-License-Identifier: MIT
 * UTF-8 for people: validity and width. */
#ifndef LOGDOC_UTF8_H
#define LOGDOC_UTF8_H

#include "strbuf.h"

/* The character at the start of `s`: returns its bytes, or 0 when they are no UTF-8 or
 * `s` is empty; `code_point` untouched then. */
size_t utf8_decode(logdoc_str s, uint32_t *code_point);

/* Appends `s` with every byte that is not UTF-8 replaced by U+FFFD; NULs too. */
void utf8_add_valid(struct strbuf *, logdoc_str s);

/* Columns a terminal needs for `s` (wide and zero-width characters counted as such;
 * a byte that is not UTF-8 and a tab count as one). */
size_t utf8_width(logdoc_str s);

/* The longest prefix of at most `columns` columns, cut between characters. */
size_t utf8_prefix(logdoc_str s, size_t columns);

#endif
