/* SPDX-License-Identifier: MIT
 * key=value and key="quoted value", as the router writes them: any order, values empty,
 * quoted values may hold blanks and = (Dev Center: HTTP routing). */
#ifndef LOGDOC_LOGFMT_H
#define LOGDOC_LOGFMT_H

#include <logdoc/types.h>

/* Cuts the next pair off `*rest`; false at the end. Words without = are skipped. */
bool logfmt_next(logdoc_str *rest, logdoc_str *key, logdoc_str *value);

/* What logdoc reads of a router line. A field that is absent has at == NULL; one that is
 * there but empty has len == 0 and at != NULL. */
struct router_line {
    logdoc_str at, code, desc, method, path, host, request_id, fwd, dyno, connect,
        service, status, bytes, protocol, sock, cause;
};

/* False when the message is no router line (neither at=, method= nor code=). */
bool router_parse(logdoc_str message, struct router_line *out);

/* A Heroku code ([HRL] and 2 or 3 digits) that `message` reports, in any of the shapes
 * router code=, "Error R14 (", "Error L10", "L11 (" …; empty when there is none. Text
 * that merely mentions a code has none. */
logdoc_str heroku_code(logdoc_str message, unsigned scope);

#endif
