/* SPDX-License-Identifier: MIT
 * Edits collected over the files of an app: shown as a diff, or written. */
#ifndef LOGDOC_PATCH_H
#define LOGDOC_PATCH_H

#include "folder.h"
#include "vec.h"

#include <logdoc/diagnosis.h>

struct patch_file {
    char *path;
    bool existed, exists; /* before and after */
    struct strbuf before, after;
};

struct patch {
    const struct folder *folder; /* borrowed */
    VEC(struct patch_file *) files;
};

enum patch_result {
    PATCH_CHANGED,
    PATCH_NOTHING, /* it is already as it should be */
    PATCH_REFUSED  /* the file cannot be edited, or has no such line */
};

void patch_init(struct patch *, const struct folder *);
void patch_release(struct patch *);

/* Applies the edits of one fix, all or none: when one is refused the others are undone.
 * A remove-line followed by an add-line in the same requirements file is a replacement.
 */
enum patch_result patch_apply(struct patch *, const struct logdoc_edit *edits,
                              size_t count);
bool patch_changes(const struct patch_file *);
void patch_diff(const struct patch *, struct strbuf *out);
/* Writes every changed file, each in one step. */
bool patch_write(const struct patch *, struct logdoc_error *);

#endif
