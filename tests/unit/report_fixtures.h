/* SPDX-License-Identifier: MIT
 * Answers made by hand, as the engine would give them, for the tests of the renderers. */
#ifndef LOGDOC_REPORT_FIXTURES_H
#define LOGDOC_REPORT_FIXTURES_H

#include <logdoc/diagnosis.h>

#define COUNT_OF(array) (sizeof(array) / sizeof(*(array)))

/* Ten o'clock, 2026-11-22, and so many seconds. */
#define AT(seconds) ((INT64_C(1795341600) + (seconds)) * LOGDOC_SECOND)

/* flask_session is not in requirements.txt: the app does not start. */
extern const struct logdoc_report missing_package_report;
/* H12, of medium confidence, with two fixes. */
extern const struct logdoc_report slow_requests_report;
/* Two files over two days: an error, a warning, one that is over; gaps. */
extern const struct logdoc_report three_report;
/* A build that fails: no times, no file name, an edit that replaces. */
extern const struct logdoc_report build_report;
extern const struct logdoc_report nothing_report;
extern const struct logdoc_report empty_report;
/* Every text is an attack. */
extern const struct logdoc_report hostile_report;

/* Everything that could leave its place: a terminal sequence, also as one C1 character,
 * line ends, tags, a fence, a heading, an attribute, text that runs backwards. */
#define HOSTILE                                                                          \
    "\x1b]0;pwned\x07\x1b[2J\xc2\x9b"                                                    \
    "31m\n```\n# pwned\r\n</pre><script>alert(1)</script>"                               \
    "\" onclick=\"x' <img src=x>\xe2\x80\xae"                                            \
    "|*_[a](javascript:x)\t&amp;"

#endif
