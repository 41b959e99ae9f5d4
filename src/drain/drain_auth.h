/* SPDX-License-Identifier: MIT
 * Basic authentication. No I/O. */
#ifndef LOGDOC_DRAIN_AUTH_H
#define LOGDOC_DRAIN_AUTH_H

#include <logdoc/types.h>

#define AUTH_LONGEST 256

struct drain_auth {
    char expected[AUTH_LONGEST * 2]; /* "Basic …"; "" lets everybody in */
};

/* From "user:password". False when it is too long, has no colon, or nothing before or
 * behind it. */
bool drain_auth_set(struct drain_auth *, logdoc_str user_and_password);
/* `header` is the value of Authorization, or NULL. The time it takes says nothing about
 * how much of it is right. */
bool drain_auth_admits(const struct drain_auth *, const char *header);

#endif
