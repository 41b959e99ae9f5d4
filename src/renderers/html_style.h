/* SPDX-License-Identifier: MIT
 * How the HTML page looks. */
#ifndef LOGDOC_HTML_STYLE_H
#define LOGDOC_HTML_STYLE_H

/* Lines of CSS; NULL at the end. */
extern const char *const html_style[];

#endif
