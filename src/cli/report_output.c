/* SPDX-License-Identifier: MIT
 * Renders into memory and writes. */
#include "report_output.h"

#include "error.h"

#define REPORT_CAP ((size_t)256 * 1024 * 1024)

void report_output(struct output *output, render_report *render,
                   const struct render_options *options,
                   const struct logdoc_report *report)
{
    struct strbuf text;
    strbuf_init(&text, REPORT_CAP);
    render(&text, options, report);
    output_write(output, strbuf_str(&text));
    if (text.truncated && !output->failed)
        output->failed = !error_set(&output->error, "", "the report is too large");
    strbuf_release(&text);
}

bool report_has_problems(const struct logdoc_report *report)
{
    for (size_t i = 0; i < report->diagnosis_count; i++) {
        if (report->diagnoses[i].severity > LOGDOC_INFO)
            return true;
    }
    return false;
}
