/* SPDX-License-Identifier: MIT
 * Runs a rule's examples and rejects through a whole engine: its examples must be won by
 * the rule (it is the first diagnosis), its rejects must not show it at all. */
#ifndef LOGDOC_EXAMPLES_H
#define LOGDOC_EXAMPLES_H

#include "ruleset.h"

/* `what` says in one clause what was wrong ("example 2: won by 'python-exception'"). */
typedef void examples_failed(void *user, const struct rule *, const char *what);

/* Returns how many examples and rejects failed. */
size_t examples_run(struct logdoc_ruleset *, const struct rule *, examples_failed *failed,
                    void *user);

#endif
