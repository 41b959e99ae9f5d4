/* SPDX-License-Identifier: MIT
 * The encoding of an input: UTF-16 with a byte order mark (what PowerShell's > writes)
 * becomes UTF-8, a UTF-8 mark is dropped, everything else passes as it is. */
#ifndef LOGDOC_TEXT_DECODER_H
#define LOGDOC_TEXT_DECODER_H

#include <logdoc/types.h>

enum text_encoding { TEXT_UNDECIDED, TEXT_BYTES, TEXT_UTF16_LE, TEXT_UTF16_BE };

struct text_decoder {
    enum text_encoding encoding;
    unsigned char pending[4]; /* a mark or a code unit that is not complete */
    size_t pending_count;
    uint32_t high; /* first half of a surrogate pair; 0 */
};

/* Lent for the call. */
typedef void text_sink(void *user, logdoc_str bytes);

/* A decoder of zeros is a new one. */
void text_decoder_push(struct text_decoder *, logdoc_str bytes, text_sink *sink,
                       void *user);
/* The input has ended: gives what was no mark after all. */
void text_decoder_end(struct text_decoder *, text_sink *sink, void *user);

#endif
