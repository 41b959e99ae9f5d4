/* SPDX-License-Identifier: MIT
 * A stretch of a file as memory, so that nobody copies it. */
#ifndef LOGDOC_FILE_WINDOW_H
#define LOGDOC_FILE_WINDOW_H

#include <logdoc/types.h>

/* Maps the bytes of `fd` from the offset `from` on, which is a multiple of the page size.
 * False: the file cannot be mapped, or another window is open in this process. Read it.
 */
bool file_window_open(logdoc_str *window, int fd, uint64_t from, size_t len);
/* Returns whether every page that was looked at was there: what a file loses meanwhile
 * (it was cut off, or its disk fails) reads as zeros. The rest of its last page does so,
 * too, and is not noticed here. */
bool file_window_close(logdoc_str window);

#endif
