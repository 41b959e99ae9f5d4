/* SPDX-License-Identifier: MIT
 * Finds rules by words: for who knows neither an id nor the exact error text. */
#ifndef LOGDOC_RULE_SEARCH_H
#define LOGDOC_RULE_SEARCH_H

#include "ruleset.h"

#define RULE_SEARCH_FOUND 5

/* Writes the rules that suit the words best, the best first; returns how many. Rare words
 * count for more, and ids and codes may be mistyped. The rules must be complete. */
size_t rule_search(const struct logdoc_ruleset *, logdoc_str words,
                   const struct rule *found[RULE_SEARCH_FOUND]);

#endif
