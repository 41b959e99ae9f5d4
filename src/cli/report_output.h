/* SPDX-License-Identifier: MIT
 * A report, rendered and written. */
#ifndef LOGDOC_REPORT_OUTPUT_H
#define LOGDOC_REPORT_OUTPUT_H

#include "output.h"
#include "renderer.h"

typedef void render_report(struct strbuf *, const struct render_options *,
                           const struct logdoc_report *);

/* `render` is a renderer's `report` or `summary_line`. */
void report_output(struct output *, render_report *render, const struct render_options *,
                   const struct logdoc_report *);

/* Whether it says more than what is merely worth knowing. */
bool report_has_problems(const struct logdoc_report *);

#endif
