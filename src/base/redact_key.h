/* SPDX-License-Identifier: MIT
 * Which words name a secret. */
#ifndef LOGDOC_REDACT_KEY_H
#define LOGDOC_REDACT_KEY_H

#include <logdoc/types.h>

/* Ordered: a larger value is surer. */
enum secret_key {
    SECRET_KEY_NONE,
    SECRET_KEY_WEAK,   /* "token", "session": also words of a sentence or of a program */
    SECRET_KEY_STRONG, /* "password", "api_key" */
    SECRET_KEY_COOKIES /* "Cookie": the value is a list that ends with the line */
};

/* `word` is what stands before = or :, such as "DB_PASSWORD", "X-Api-Key", "connect.sid".
 */
enum secret_key redact_key(logdoc_str word);

#endif
