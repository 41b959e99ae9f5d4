/* SPDX-License-Identifier: MIT
 * Secrets that are known by their own shape. */
#ifndef LOGDOC_REDACT_TOKEN_H
#define LOGDOC_REDACT_TOKEN_H

#include <logdoc/types.h>

/* At the start of some text: bytes that stay, then bytes to mask. */
struct secret_extent {
    size_t prefix, len; /* `len` is 0 when there is no secret */
};

/* A known token at the start of `s`; its prefix, which says whose token it is, stays. */
struct secret_extent redact_token(logdoc_str s);

/* "Bearer …", "Basic …" at the start of `s`. Words of a sentence ("Basic authentication
 * failed") are no secret; `prefix` is not 0 whenever there is a scheme. */
struct secret_extent redact_scheme(logdoc_str s);

#endif
