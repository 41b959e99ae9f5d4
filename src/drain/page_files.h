/* SPDX-License-Identifier: MIT
 * The files of the live page. They load nothing from elsewhere. */
#ifndef LOGDOC_PAGE_FILES_H
#define LOGDOC_PAGE_FILES_H

extern const char page_html[], page_css[], page_js[];

#endif
