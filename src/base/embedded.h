/* SPDX-License-Identifier: MIT
 * Files that the build puts into the program. The tables are generated
 * (cmake/EmbedFiles.cmake); who uses one declares it. */
#ifndef LOGDOC_EMBEDDED_H
#define LOGDOC_EMBEDDED_H

#include <stddef.h>

struct embedded_file {
    const char *name; /* without its folder: "python.json" */
    const unsigned char *at;
    size_t len;
};

#endif
