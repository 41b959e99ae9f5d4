/* SPDX-License-Identifier: MIT
 * JSON text → rules. Strict: an unknown key, a wrong type, a malformed pattern or an
 * unknown group, table, predicate or language is an error that says file, rule and key.
 * What costs more than reading is left to rules_check.h. */
#ifndef LOGDOC_RULES_JSON_H
#define LOGDOC_RULES_JSON_H

#include "ruleset.h"

/* In this order, so that files may refer to each other: the data (groups, tables, facts,
 * traces) of every file, then once ruleset_join_groups(), then the rules of every file.
 * `name` is what errors call the file. The text is only borrowed for the call. */
bool rules_json_load_data(struct logdoc_ruleset *, const char *name, logdoc_str json,
                          struct logdoc_error *);
bool rules_json_load_rules(struct logdoc_ruleset *, const char *name, logdoc_str json,
                           struct logdoc_error *);

#endif
