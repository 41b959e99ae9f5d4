/* SPDX-License-Identifier: MIT
 * The value that is assigned to a key, and whether it is a secret or only text about one.
 */
#ifndef LOGDOC_REDACT_VALUE_H
#define LOGDOC_REDACT_VALUE_H

#include "redact_token.h"

/* `s` starts with a key of `key_len` bytes. Finds key=value, key: value, "key" =>
 * "value", with quotes in any form; what stands before the value is the extent's prefix.
 */
struct secret_extent redact_value(logdoc_str s, size_t key_len);

/* What stands where a secret would: "", "...", "***", "<password>", "${NAME}", "null". */
bool redact_is_placeholder(logdoc_str value);

#endif
