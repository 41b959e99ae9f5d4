/* SPDX-License-Identifier: MIT
 * Compares and lists diagnoses of one kind. */
#include "kinds.h"

#include "str.h"

#include <string.h>

#define LISTED 8
#define NAMES_CAP ((size_t)16 * 1024)

static bool is_one_kind(const struct logdoc_report *report, size_t a, size_t b)
{
    return strcmp(report->diagnoses[a].id, report->diagnoses[b].id) == 0 &&
           report->diagnoses[a].status == report->diagnoses[b].status;
}

size_t kind_before(const struct logdoc_report *report, size_t index)
{
    size_t count = 0;
    for (size_t i = 0; i < index && count <= KIND_SHOWN; i++)
        count += is_one_kind(report, i, index);
    return count;
}

void kind_rest(struct strbuf *out, const struct logdoc_report *report, size_t first,
               bool unicode)
{
    struct strbuf names;
    size_t count = 0, listed = 0;
    strbuf_init(&names, NAMES_CAP);
    for (size_t i = first; i < report->diagnosis_count; i++) {
        if (!is_one_kind(report, i, first))
            continue;
        count++;
        if (listed == LISTED || !*report->diagnoses[i].subject)
            continue;
        strbuf_add_text(&names, listed++ ? ", " : ": ");
        strbuf_add_text(&names, report->diagnoses[i].subject);
    }
    strbuf_add_format(out, "And %zu more of the same (%s)", count,
                      report->diagnoses[first].id);
    strbuf_add_str(out, strbuf_str(&names));
    if (listed && count > listed)
        strbuf_add_text(out, unicode ? " …" : " ...");
    strbuf_release(&names);
}
