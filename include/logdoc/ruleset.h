/* SPDX-License-Identifier: MIT
 * A set of rules: what logdoc knows. Immutable once an engine uses it; engines may share
 * one ruleset as long as they run in one thread (patterns compile when first needed). */
#ifndef LOGDOC_RULESET_H
#define LOGDOC_RULESET_H

#include <logdoc/types.h>

struct logdoc_ruleset;

/* The rules built into the library. NULL with `error` filled when they do not load,
 * which is a defect of the build. The caller owns the result. */
struct logdoc_ruleset *logdoc_ruleset_new_builtin(struct logdoc_error *error);

/* Adds a rule file, or every *.json of a folder in name order. A rule with an id that
 * exists is an error. On failure the set must be freed: it may hold part of the folder.
 */
bool logdoc_ruleset_load(struct logdoc_ruleset *, const char *path,
                         struct logdoc_error *error);

/* Accepts NULL. */
void logdoc_ruleset_free(struct logdoc_ruleset *);

#endif
