/* SPDX-License-Identifier: MIT
 * Names in one rule that must stand for something. */
#ifndef LOGDOC_RULE_LINKS_H
#define LOGDOC_RULE_LINKS_H

#include "ruleset.h"

/* When all files are in: the predicates or facts of "where", the check, the rules that
 * are refined. False with `error` for a name that is unknown. */
bool rule_links_check(const struct logdoc_ruleset *, const struct rule *,
                      struct logdoc_error *);

#endif
