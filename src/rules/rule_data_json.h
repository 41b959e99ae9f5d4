/* SPDX-License-Identifier: MIT
 * The part of a rule file that rules refer to: groups, tables, facts, traces. The
 * readers' `user` is the ruleset. */
#ifndef LOGDOC_RULE_DATA_JSON_H
#define LOGDOC_RULE_DATA_JSON_H

#include "json_object.h"
#include "ruleset.h"

/* Literals of at least this many bytes: shorter ones are in every other line. */
#define NEEDLE_LENGTH 3

/* Reads a file; its rules by `read_rules`. */
bool rule_data_read(struct json_reader *, json_read *read_rules);
/* A pattern or a list of them, owned by the set: struct regex ** and size_t. */
json_read rule_data_read_regexes;
json_read rule_data_read_bool;   /* bool */
json_read rule_data_read_number; /* unsigned, within the field's bounds */
/* Of a file that the build has split: an offset in its rests, as what begins there. */
bool rule_data_read_rest(struct json_reader *, logdoc_str *out);
/* Holds every needle of a list to NEEDLE_LENGTH, and the list to one or more. */
bool rule_data_check_needles(struct json_reader *, const char *const *needles,
                             size_t count);

#endif
