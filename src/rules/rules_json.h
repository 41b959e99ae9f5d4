/* SPDX-License-Identifier: MIT
 * JSON text → rules. Strict: an unknown key, a wrong type or a malformed pattern is an
 * error that says file, rule and key. What refers to other rules or files is left to
 * ruleset_link(), what costs more than reading to rules_check.h. */
#ifndef LOGDOC_RULES_JSON_H
#define LOGDOC_RULES_JSON_H

#include "json_object.h"
#include "ruleset.h"

/* Adds what a file holds. `name` is what errors call the file. The texts are only
 * borrowed for the call. */
bool rules_json_load(struct logdoc_ruleset *, const char *name, logdoc_str json,
                     struct logdoc_error *);

/* The same of a file that the build has split (split_rules.c): for each rule `heads` has
 * the key "rest", an offset in `rests`. Both must outlive the set. */
bool rules_json_load_split(struct logdoc_ruleset *, const char *name, logdoc_str heads,
                           logdoc_str rests, struct logdoc_error *);
/* Reads a part of such a rule's rest, which waits. */
bool rules_json_read_rest(struct logdoc_ruleset *, struct rule *, enum rule_part,
                          struct logdoc_error *);
/* Does a rule's key belong to the rest? */
bool rules_json_waits(logdoc_str key);

#endif
