/* SPDX-License-Identifier: MIT
 * The parts of a built-in rule that stay unread until somebody wants them: how it
 * matches, until one of its needles is seen, and what it tells, which with the examples
 * is most of the embedded text. */
#ifndef LOGDOC_LATER_JSON_H
#define LOGDOC_LATER_JSON_H

#include "json_object.h"

/* Read a field of a struct rule: at once, or only note where its value stands while the
 * ruleset loads the built-in files. */
json_read later_json_matching; /* by the field's `now` */
json_read later_json_telling;  /* texts or objects */

#endif
