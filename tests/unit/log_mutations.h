/* SPDX-License-Identifier: MIT
 * A log made dirty in ways that must not change what is found in it. */
#ifndef LOGDOC_LOG_MUTATIONS_H
#define LOGDOC_LOG_MUTATIONS_H

#include "strbuf.h"

/* `scope` is the set of places (enum scope) that the rule of the example looks at. False:
 * the mutation makes no sense for this log; `out`, which is empty, is then of no use. */
typedef bool mutate_log(logdoc_str log, unsigned scope, struct strbuf *out);

struct log_mutation {
    const char *name;
    mutate_log *mutate;
};

extern const struct log_mutation log_mutations[];
extern const size_t log_mutation_count;

#endif
