/* SPDX-License-Identifier: MIT
 * Compressed files (gzip, xz, zstd, bzip2, lz4) and archives (tar, zip, 7z), known by
 * their content, not by their name. Each file of an archive is read as an input of its
 * own; hidden ones and what is no file are passed over. */
#ifndef LOGDOC_SOURCE_ARCHIVE_H
#define LOGDOC_SOURCE_ARCHIVE_H

#include "source.h"

extern const struct source_kind source_archive;

/* Whether a file that begins with `head` is one of those; 263 bytes tell all of them. */
bool archive_detects(logdoc_str head);

/* Goes on with a stream whose first bytes, `head`, are already read (they are copied).
 * `fd` stays the caller's and must outlive the source. */
struct source *archive_open_stream(int fd, logdoc_str head, const char *name,
                                   struct logdoc_error *);

#endif
