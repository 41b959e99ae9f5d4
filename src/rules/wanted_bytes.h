/* SPDX-License-Identifier: MIT
 * Which bytes are in every text that a pattern matches? A text without them need not be
 * searched: most patterns that are tried fail for want of a dot or a word, and to look
 * for that costs next to nothing. */
#ifndef LOGDOC_WANTED_BYTES_H
#define LOGDOC_WANTED_BYTES_H

#include <logdoc/types.h>

/* A byte, or two that stand side by side; count 0: any text will do. */
struct wanted_bytes {
    char bytes[2];
    uint8_t count;
};

/* Of the last characters in a row that a PCRE2 pattern wants in any case those that are
 * rarest in logs: what begins a pattern is mostly a needle, and in the text. Nothing,
 * where alternatives, options or escapes leave a doubt. */
struct wanted_bytes wanted_bytes_of(logdoc_str pattern);
/* Where something is wanted. */
bool wanted_bytes_are_in(struct wanted_bytes, logdoc_str text);

static inline bool wanted_bytes_in(struct wanted_bytes wanted, logdoc_str text)
{
    return wanted.count == 0 || wanted_bytes_are_in(wanted, text);
}

#endif
