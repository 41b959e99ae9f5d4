/* SPDX-License-Identifier: MIT
 * The key for Heroku's API. */
#ifndef LOGDOC_CREDENTIALS_H
#define LOGDOC_CREDENTIALS_H

#include <logdoc/types.h>

/* `variable` is the value of HEROKU_API_KEY, or NULL; without it the entry for `host` in
 * HOME/.netrc counts. The caller owns the result and passes it to credentials_free().
 * NULL with `error` filled, which says what to do. */
char *credentials_find(const char *variable, const char *home, const char *host,
                       struct logdoc_error *error);
/* Overwrites it first. Accepts NULL. */
void credentials_free(char *key);

#endif
