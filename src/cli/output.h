/* SPDX-License-Identifier: MIT
 * Where answers go: standard output or a file. Everything the program prints passes here,
 * so that a full disk is noticed and a reader that went away is no trouble. */
#ifndef LOGDOC_OUTPUT_H
#define LOGDOC_OUTPUT_H

#include <logdoc/types.h>

struct output {
    int fd;
    char *path;      /* NULL: standard output */
    char *temporary; /* what becomes `path` when all is written, or NULL */
    bool failed, reader_gone;
    struct logdoc_error error; /* when failed */
};

/* `path` NULL or "-" is standard output. A regular file is replaced when all is written,
 * or, when `streaming`, written as things come. */
bool output_open(struct output *, const char *path, bool streaming,
                 struct logdoc_error *);
/* At once, without a buffer. A failure is kept for output_finish(). */
void output_write(struct output *, logdoc_str);
/* False with `error` when anything since open went wrong. */
bool output_finish(struct output *, struct logdoc_error *);
/* Drops what is unfinished. Accepts an output of zeros and a finished one. */
void output_release(struct output *);

/* Writes a text to standard output; the exit status that results. */
int output_print(logdoc_str);

#endif
