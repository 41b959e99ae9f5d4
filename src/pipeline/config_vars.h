/* SPDX-License-Identifier: MIT
 * The names of the config vars that the log shows being set ("Set A, B config vars by
 * user …"), to tell a misspelt name from a missing one. */
#ifndef LOGDOC_CONFIG_VARS_H
#define LOGDOC_CONFIG_VARS_H

#include "hashmap.h"

#define CONFIG_VARS_MOST 1000

struct config_vars {
    struct hashmap names; /* the value says whether it is set now: non-NULL */
};

void config_vars_init(struct config_vars *);
void config_vars_release(struct config_vars *);
/* Reads a message of the API. */
void config_vars_note(struct config_vars *, logdoc_str message);
/* A name that was set and is nearly `wanted`, lent by the set; at == NULL when there is
 * none or when `wanted` itself is set. */
logdoc_str config_vars_similar(const struct config_vars *, logdoc_str wanted);

#endif
