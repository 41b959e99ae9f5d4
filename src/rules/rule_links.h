/* SPDX-License-Identifier: MIT
 * What rules are to each other: names that must stand for something, the heaviest first.
 */
#ifndef LOGDOC_RULE_LINKS_H
#define LOGDOC_RULE_LINKS_H

#include "ruleset.h"

/* When all files are in: the predicates or facts of "where", the check, the rules that
 * are refined, the tables, the groups, which become their words. False with `error` for a
 * name that is unknown. */
bool rule_links_check(struct logdoc_ruleset *, struct rule *, struct logdoc_error *);
/* Then, when all are good: sorts them by weight, of one weight in order of loading, and
 * lays out whom their needles call. */
void rule_links_finish(struct logdoc_ruleset *);

#endif
