/* SPDX-License-Identifier: MIT
 * Small files of settings, read whole. */
#ifndef LOGDOC_SMALL_FILE_H
#define LOGDOC_SMALL_FILE_H

#include "strbuf.h"

enum small_file {
    SMALL_FILE_READ,
    SMALL_FILE_MISSING,
    SMALL_FILE_UNREADABLE, /* or no regular file, or larger than the buffer's cap */
    SMALL_FILE_EXPOSED     /* others may read or change it; only of a secret one */
};

/* Appends the content. Never waits: devices and pipes are refused. */
enum small_file small_file_read(const char *path, struct strbuf *out);
/* The same for a file that holds a secret: it must be ours and for nobody else. */
enum small_file small_file_read_secret(const char *path, struct strbuf *out);

#endif
