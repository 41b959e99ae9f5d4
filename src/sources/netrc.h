/* SPDX-License-Identifier: MIT
 * ~/.netrc as the Heroku CLI and everybody else write it. No I/O. */
#ifndef LOGDOC_NETRC_H
#define LOGDOC_NETRC_H

#include <logdoc/types.h>

/* The password of the first entry for `host`, a view into `text`; empty when there is
 * none. White space of any kind separates, `#` begins a comment, a macro ends at an empty
 * line, `default` never answers: its password is for somebody else. */
logdoc_str netrc_password(logdoc_str text, logdoc_str host);

#endif
