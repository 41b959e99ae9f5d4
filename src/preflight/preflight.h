/* SPDX-License-Identifier: MIT
 * The rules about an app's folder, run over a project: what would break on Heroku, as
 * diagnoses; and the diagnoses of a log made exact by what the folder shows. */
#ifndef LOGDOC_PREFLIGHT_H
#define LOGDOC_PREFLIGHT_H

#include "flaws.h"
#include "hashmap.h"

#include <logdoc/diagnosis.h>

struct preflight {
    const struct logdoc_ruleset *rules; /* both borrowed */
    const struct project *project;
    bool shows_edits;   /* they are for reading: masked. Otherwise they are for
                           patch_apply() */
    struct arena arena; /* owns what follows, and the report */
    struct flaws flaws;
    struct hashmap inputs; /* path → index + 1 into the report's inputs */
    struct logdoc_report report;
};

/* Looks at everything. */
void preflight_run(struct preflight *, const struct logdoc_ruleset *,
                   const struct project *, bool keep_secrets);
void preflight_release(struct preflight *);

/* What was found, most severe first; lent. `min_severity`: nothing less severe. */
const struct logdoc_report *preflight_report(struct preflight *,
                                             enum logdoc_severity min_severity);

/* A copy of a log's report whose diagnoses have the why and the fixes that this very
 * app needs; lent. */
const struct logdoc_report *preflight_make_exact(struct preflight *,
                                                 const struct logdoc_report *);
/* One diagnosis, as above. */
void preflight_make_exact_one(struct preflight *, const struct logdoc_diagnosis *,
                              struct logdoc_diagnosis *out);

/* The names for logdoc_options.facts; lent. */
const char *const *preflight_facts(struct preflight *);

#endif
