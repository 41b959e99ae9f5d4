/* SPDX-License-Identifier: MIT
 * JSON text → rules. Strict: an unknown key, a wrong type or a malformed pattern is an
 * error that says file, rule and key. What refers to other rules or files is left to
 * ruleset_link(), what costs more than reading to rules_check.h. */
#ifndef LOGDOC_RULES_JSON_H
#define LOGDOC_RULES_JSON_H

#include "json_object.h"
#include "ruleset.h"

/* Adds what a file holds. `name` is what errors call the file. The text is only borrowed
 * for the call. */
bool rules_json_load(struct logdoc_ruleset *, const char *name, logdoc_str json,
                     struct logdoc_error *);

/* When a rule's keys are read: the groups of its patterns become its captures. */
bool rules_json_settle(struct json_reader *, struct rule *);

#endif
