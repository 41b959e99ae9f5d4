/* SPDX-License-Identifier: MIT
 * Fills a struct logdoc_error. */
#ifndef LOGDOC_ERROR_H
#define LOGDOC_ERROR_H

#include <logdoc/types.h>

/* Returns false, so that a caller can `return error_set(error, …)`. `error` may be NULL.
 */
bool error_set(struct logdoc_error *error, const char *where, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
