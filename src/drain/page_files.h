/* SPDX-License-Identifier: MIT
 * The files of the live page: src/drain/page/. They load nothing from elsewhere. */
#ifndef LOGDOC_PAGE_FILES_H
#define LOGDOC_PAGE_FILES_H

#include "embedded.h"

extern const struct embedded_file page_files[];
extern const size_t page_files_count;

#endif
