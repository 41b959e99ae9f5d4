/* SPDX-License-Identifier: MIT
 * Names that rules may use and the layers above give a meaning to (docs/RULES.md). */
#ifndef LOGDOC_RULE_NAMES_H
#define LOGDOC_RULE_NAMES_H

#include <logdoc/types.h>

/* What "where" can ask of a finding. */
enum rule_predicate {
    PREDICATE_STDLIB_MODULE,
    PREDICATE_NEVER_PACKAGE,
    PREDICATE_KNOWN_PACKAGE,
    PREDICATE_OWN_MODULE,
    PREDICATE_START_TARGET,
    PREDICATE_PARENT_INSTALLED,
    PREDICATE_IMPORTED_BY_PACKAGE,
    PREDICATE_RAISED_IN_OWN_CODE,
    PREDICATE_DOTTED,
    PREDICATE_IN_TRACE,
    PREDICATE_STOPPING,
    PREDICATE_COUNT
};

/* Lists that end with NULL. */
extern const char *const rule_predicate_names[]; /* by enum rule_predicate */
extern const char *const rule_symptom_names[];   /* besides Heroku's codes */
extern const char *const rule_template_names[];  /* besides captures and lookups */
extern const char *const rule_check_names[];
extern const char *const rule_project_fact_names[];

/* Index of the name in such a list, or SIZE_MAX. */
size_t rule_name_index(const char *const *names, const char *name);

#endif
