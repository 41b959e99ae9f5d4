/* SPDX-License-Identifier: MIT
 * What a rule must hold to beyond its syntax: at least one example and one reject, every
 * needle-bearing pattern's needle in each example, templates that use only known
 * captures, explains tokens that some rule's symptom (or id) answers to. */
#ifndef LOGDOC_RULES_CHECK_H
#define LOGDOC_RULES_CHECK_H

#include "ruleset.h"

/* Checks one rule by itself. */
bool rules_check_rule(const struct logdoc_ruleset *, const struct rule *,
                      struct logdoc_error *);
/* Checks what needs the whole set; called once all files are in. */
bool rules_check_set(const struct logdoc_ruleset *, struct logdoc_error *);

#endif
