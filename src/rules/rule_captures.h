/* SPDX-License-Identifier: MIT
 * What a rule finds has names: those of its patterns' groups, and those that it looks up.
 */
#ifndef LOGDOC_RULE_CAPTURES_H
#define LOGDOC_RULE_CAPTURES_H

#include "json_object.h"
#include "rule.h"

/* When the rule's keys are read: every named group of its patterns becomes a capture, of
 * the type that was declared for it; a name that is looked up may not be one of them. */
bool rule_captures_settle(struct json_reader *, struct rule *);

#endif
