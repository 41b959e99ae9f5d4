/* SPDX-License-Identifier: MIT
 * The packages that Pipfile and pyproject.toml list: names only. */
#ifndef LOGDOC_PACKAGE_LISTS_H
#define LOGDOC_PACKAGE_LISTS_H

#include "arena.h"
#include "hashmap.h"

/* Enters normalized names into `packages`. */
void package_list_pipfile(struct arena *, logdoc_str text, struct hashmap *packages);
/* [project] dependencies, [tool.poetry.dependencies]. */
void package_list_pyproject(struct arena *, logdoc_str text, struct hashmap *packages);

#endif
