/* SPDX-License-Identifier: MIT
 * Numbers in columns; names last, because they may be long. */
#include "stats_text.h"

#include "escape.h"
#include "str.h"
#include "timestamp.h"

#include <inttypes.h>

#define DYNOS_SHOWN ((size_t)20)

static void add_classes(struct strbuf *out, const struct logdoc_stats *stats)
{
    strbuf_add_format(out, "\nRequests: %" PRIu64 " in all", stats->requests);
    for (unsigned i = 1; i < 6; i++)
        if (stats->status_class[i] > 0)
            strbuf_add_format(out, ", %" PRIu64 " %uxx", stats->status_class[i], i);
    if (stats->status_class[0] > 0)
        strbuf_add_format(out, ", %" PRIu64 " without status", stats->status_class[0]);
    strbuf_add_char(out, '\n');
}

static void add_latency(struct strbuf *out, const char *name,
                        const struct logdoc_latency *latency)
{
    strbuf_add_format(out, "%-9s %9" PRIu64 " %9" PRIu64 " %9" PRIu64 " %9" PRIu64 "\n",
                      name, latency->p50, latency->p95, latency->p99, latency->max);
}

static void add_names(struct strbuf *out, const char *title,
                      const struct logdoc_requests *list, size_t count, uint64_t more)
{
    strbuf_add_format(out, "\n%9s %9s %9s  %s\n", "requests", "5xx", "H12", title);
    for (size_t i = 0; i < count; i++) {
        strbuf_add_format(out, "%9" PRIu64 " %9" PRIu64 " %9" PRIu64 "  ",
                          list[i].requests, list[i].errors, list[i].timeouts);
        escape_terminal(out, str_from(list[i].name));
        strbuf_add_char(out, '\n');
    }
    if (more > 0)
        strbuf_add_format(out, "%9" PRIu64 "%*s and more\n", more, 20, "");
}

static void add_requests(struct strbuf *out, const struct logdoc_report *report)
{
    const struct logdoc_traffic *traffic = report->traffic;
    if (!traffic || report->stats.requests == 0) {
        strbuf_add_text(out, "\nNo requests in this log.\n");
        return;
    }
    add_classes(out, &report->stats);
    strbuf_add_format(out, "\n%-9s %9s %9s %9s %9s\n", "ms", "p50", "p95", "p99", "max");
    add_latency(out, "service", &traffic->service);
    add_latency(out, "connect", &traffic->connect);
    add_names(out, "path", traffic->paths, traffic->path_count, traffic->more_paths);
    add_names(out, "dyno", traffic->dynos, traffic->dyno_count, traffic->more_dynos);
}

/* "-" where the log says nothing. */
static void add_megabytes(struct strbuf *out, double megabytes, const char *unit)
{
    if (megabytes > 0)
        strbuf_add_format(out, " %7.0f%s", megabytes, unit);
    else
        strbuf_add_format(out, " %7s%*s", "-", (int)strlen(unit), "");
}

static void add_dyno(struct strbuf *out, const struct logdoc_dyno *dyno)
{
    char when[TIMESTAMP_SIZE] = "-";
    if (dyno->r14_expected)
        timestamp_format(dyno->r14_expected, when);
    strbuf_add_format(out, "%7" PRIu64 " %7" PRIu64, dyno->starts, dyno->crashes);
    add_megabytes(out, dyno->memory_mb, "");
    add_megabytes(out, dyno->most_mb, "");
    add_megabytes(out, dyno->quota_mb, "");
    add_megabytes(out, dyno->growth_mb_per_hour, "/h");
    strbuf_add_format(out, "  %-16.16s  ", when);
    escape_terminal(out, str_from(dyno->name));
    strbuf_add_char(out, '\n');
}

static void add_dynos(struct strbuf *out, const struct logdoc_dynos *dynos)
{
    size_t shown = dynos && dynos->count < DYNOS_SHOWN ? dynos->count : DYNOS_SHOWN;
    if (!dynos || dynos->count == 0)
        return;
    strbuf_add_format(out, "\n%7s %7s %7s %7s %7s %9s  %-16s  %s\n", "starts", "crashes",
                      "MB", "most", "quota", "growth", "R14 expected", "dyno");
    for (size_t i = 0; i < shown; i++)
        add_dyno(out, &dynos->list[i]);
    if (dynos->count > shown)
        strbuf_add_format(out, "%7zu more\n", dynos->count - shown);
}

void stats_text(struct strbuf *out, const struct logdoc_report *report)
{
    add_requests(out, report);
    add_dynos(out, report->dynos);
}
