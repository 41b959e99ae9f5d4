/* SPDX-License-Identifier: MIT
 * How a text file of an app is written: people save requirements.txt from PowerShell
 * (UTF-16) and from Notepad (a byte order mark). */
#ifndef LOGDOC_TEXT_ENCODING_H
#define LOGDOC_TEXT_ENCODING_H

#include "strbuf.h"

enum text_encoding {
    TEXT_UTF8,
    TEXT_UTF8_MARK, /* begins with a byte order mark */
    TEXT_UTF16_LE,
    TEXT_UTF16_BE,
    TEXT_BINARY /* has NULs that UTF-16 does not explain */
};

/* Appends the text as UTF-8, without a mark. Of TEXT_BINARY nothing is appended. */
enum text_encoding text_decode(struct strbuf *out, logdoc_str bytes);

#endif
