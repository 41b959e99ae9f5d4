/* SPDX-License-Identifier: MIT
 * The app's folder: the only way of this layer to the disk. Names are relative to it; no
 * symbolic link is followed, nothing outside is read or written, nothing is larger than
 * its cap. */
#ifndef LOGDOC_FOLDER_H
#define LOGDOC_FOLDER_H

#include "strbuf.h"

#define FOLDER_PATH_CAP 1024

struct folder {
    int fd;
    char *path; /* absolute */
};

enum folder_result {
    FOLDER_FOUND,
    FOLDER_NONE,   /* there is no such file */
    FOLDER_REFUSED /* a link, no regular file, too large, a path that leaves the folder */
};

bool folder_open(struct folder *, const char *path, struct logdoc_error *);
/* Accepts one of zeros. */
void folder_close(struct folder *);

/* Relative, no "." or ".." part, no control characters, no backslash, no quote. */
bool folder_is_safe_path(const char *path);

/* Appends the bytes of a file to `out`, whose cap is the largest size. */
enum folder_result folder_read(const struct folder *, const char *path,
                               struct strbuf *out);

/* Calls `each` for every regular file, in the order of names, folders after files.
 * `enter` says whether to go into a folder. Depth and count are capped. */
void folder_list(const struct folder *, bool (*enter)(void *, const char *path),
                 void (*each)(void *, const char *path), void *user);
bool folder_has(const struct folder *, const char *path);

/* Replaces or creates a file in one step; the mode of an old one is kept. Folders that
 * are missing are made. */
bool folder_write(const struct folder *, const char *path, logdoc_str bytes,
                  struct logdoc_error *);
bool folder_remove(const struct folder *, const char *path, struct logdoc_error *);

#endif
