/* SPDX-License-Identifier: MIT
 * Files that the build puts into the program. The tables are generated
 * (cmake/EmbedFiles.cmake); who uses one declares it. */
#ifndef LOGDOC_EMBEDDED_H
#define LOGDOC_EMBEDDED_H

#include <logdoc/types.h>

struct embedded_file {
    const char *name; /* without its folder: "python.json" */
    const unsigned char *at;
    size_t len;
};

static inline logdoc_str embedded_text(const struct embedded_file *file)
{
    return (logdoc_str){ (const char *)file->at, file->len };
}

#endif
