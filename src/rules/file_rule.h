/* SPDX-License-Identifier: MIT
 * A rule that looks at the lines of an app's files. */
#ifndef LOGDOC_FILE_RULE_H
#define LOGDOC_FILE_RULE_H

#include "rule.h"

/* Whether the rule looks at a file of that name. */
bool file_rule_wants(const struct rule *, const char *path);
/* Whether the rule speaks about the file at all: none of its "unless" is in it. */
bool file_rule_applies(const struct rule *, logdoc_str text);
/* Whether one line, without its end, is what the rule looks for. `pattern` says which of
 * the rule's patterns it was. */
bool file_rule_match(const struct rule *, logdoc_str line, size_t *pattern,
                     struct regex_match *out);
/* Whether a text has such a line. */
bool file_rule_finds(const struct rule *, logdoc_str text);

#endif
