/* SPDX-License-Identifier: MIT
 * The rules that a run works with. */
#ifndef LOGDOC_RULES_LOADING_H
#define LOGDOC_RULES_LOADING_H

#include "options.h"

#include <logdoc/ruleset.h>

/* The built-in rules and those of every --rules. NULL with `error` filled; the caller
 * owns the result. */
struct logdoc_ruleset *rules_loading(const struct options *, struct logdoc_error *);

#endif
