/* SPDX-License-Identifier: MIT
 * Problem → advice: titles, whys and fixes with their captures filled in. Captures in
 * commands are shell-quoted; in edits only typed captures are allowed. */
#ifndef LOGDOC_ADVISOR_H
#define LOGDOC_ADVISOR_H

#include "arena.h"
#include "assembler.h"
#include "problem.h"

#include <logdoc/diagnosis.h>

struct advisor {
    const struct assembler *facts;
    const char *app; /* the app's name; "" when the log does not show it */
    bool keep_secrets;
    const char *const *known; /* facts from elsewhere, NULL at the end; may be NULL */
};

/* A rendered template in `arena`, safe to show (masked, valid UTF-8); "" when a capture
 * is not there. */
const char *advisor_text(const struct advisor *, const struct problem *,
                         const char *template, struct arena *);
/* The fixes that apply, in the rule's order; lent by `arena`. */
const struct logdoc_fix *advisor_fixes(const struct advisor *, const struct problem *,
                                       struct arena *, size_t *count);
/* Text of the log made safe to show, in `arena`. */
const char *advisor_show(const struct advisor *, logdoc_str, struct arena *);

#endif
