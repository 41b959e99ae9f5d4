/* SPDX-License-Identifier: MIT
 * A rule as something to read, without a log: a diagnosis whose captures are shown by
 * their names, <module>. */
#ifndef LOGDOC_RULE_ENTRY_H
#define LOGDOC_RULE_ENTRY_H

#include "arena.h"
#include "rule.h"

#include <logdoc/diagnosis.h>

/* All texts lie in the arena or in the rule. */
void rule_entry(struct arena *, const struct rule *, struct logdoc_diagnosis *out);

#endif
