/* SPDX-License-Identifier: MIT
 * JSON text → rules. Strict: an unknown key, a wrong type, a malformed pattern or an
 * unknown group, table, predicate or language is an error that says file, rule and key.
 * What costs more than reading is left to rules_check.h. */
#ifndef LOGDOC_RULES_JSON_H
#define LOGDOC_RULES_JSON_H

#include "ruleset.h"

/* A file whose JSON is parsed. */
struct rules_file;

/* `name` is what errors call the file. NULL with `error` filled when it is not JSON. The
 * caller owns the result; both arguments may go. */
struct rules_file *rules_json_parse(const char *name, logdoc_str json,
                                    struct logdoc_error *);
/* Accepts NULL. */
void rules_json_free(struct rules_file *);

/* In this order, so that files may refer to each other: the data (groups, tables, facts,
 * traces) of every file, then once ruleset_join_groups(), then the rules of every file.
 */
bool rules_json_load_data(struct logdoc_ruleset *, const struct rules_file *,
                          struct logdoc_error *);
bool rules_json_load_rules(struct logdoc_ruleset *, const struct rules_file *,
                           struct logdoc_error *);

#endif
