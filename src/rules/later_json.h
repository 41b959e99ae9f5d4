/* SPDX-License-Identifier: MIT
 * The parts of a built-in rule that stay unread until somebody wants them: most of the
 * embedded text is advice and examples. ruleset_complete() reads them. */
#ifndef LOGDOC_LATER_JSON_H
#define LOGDOC_LATER_JSON_H

#include "json_object.h"

/* Reads a field of texts or objects of a struct rule: at once, or only notes where its
 * value stands while the ruleset loads the built-in files. */
bool later_json_read(struct json_reader *, const struct json_field *, void *rule);

#endif
