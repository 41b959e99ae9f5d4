/* SPDX-License-Identifier: MIT
 * Whether hostile text looks like what a rule says it is (a module, a package, a path …).
 */
#ifndef LOGDOC_CAPTURE_TYPE_H
#define LOGDOC_CAPTURE_TYPE_H

#include <logdoc/types.h>

/* What a capture must look like to be used; text that does not fit is not a match. */
enum capture_type {
    CAPTURE_TEXT,     /* anything: only for reading, in edits never */
    CAPTURE_MODULE,   /* dotted Python identifiers */
    CAPTURE_PACKAGE,  /* a package name of any registry: [A-Za-z0-9@/._-] */
    CAPTURE_VARIABLE, /* [A-Za-z_][A-Za-z0-9_]* */
    CAPTURE_PATH,     /* no control characters, no .. segment */
    CAPTURE_HOST,     /* host name, address, optional port */
    CAPTURE_NUMBER,   /* decimal digits, optional fraction */
    CAPTURE_NAME,     /* [A-Za-z0-9_.$:/@+-], a table, role, command, version */
    CAPTURE_LINE      /* a piece of a line of the app's own file; never from a log */
};

bool capture_fits(logdoc_str value, enum capture_type);

#endif
