/* SPDX-License-Identifier: MIT
 * Rules for programs: as JSON. */
#ifndef LOGDOC_RULES_CATALOG_H
#define LOGDOC_RULES_CATALOG_H

#include "ruleset.h"
#include "strbuf.h"

/* One array, an object a rule. */
void rules_catalog(struct strbuf *, const struct logdoc_ruleset *);
/* The object of one rule. */
void rules_catalog_entry(struct strbuf *, const struct rule *);

#endif
