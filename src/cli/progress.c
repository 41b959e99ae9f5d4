/* SPDX-License-Identifier: MIT
 * The status line. */
#include "progress.h"

#include "diag.h"
#include "strbuf.h"
#include "terminal.h"
#include "utf8.h"
#include "wall_clock.h"

#include <inttypes.h>
#include <unistd.h>

#define PATIENCE (LOGDOC_SECOND / 2)
#define INTERVAL (LOGDOC_SECOND / 10)
#define TEXT_CAP ((size_t)512)

void progress_init(struct progress *progress, bool enabled)
{
    *progress = (struct progress){
        .enabled = enabled && terminal_is(STDERR_FILENO),
        .started = wall_clock_steady(),
    };
}

static void add_size(struct strbuf *out, uint64_t bytes)
{
    static const char *const units[] = { "kB", "MB", "GB", "TB" };
    double size = (double)bytes / 1000;
    size_t unit = 0;
    while (size >= 1000 && unit + 1 < sizeof(units) / sizeof(units[0])) {
        size /= 1000;
        unit++;
    }
    strbuf_add_format(out, "%.1f %s", size, units[unit]);
}

static void add_listening(struct strbuf *out, const struct inputs *inputs)
{
    uint64_t lines = inputs_lines(inputs);
    strbuf_add_format(out, "listening... %" PRIu64 " line%s (Ctrl-C ends)", lines,
                      lines == 1 ? "" : "s");
}

static void add_reading(struct strbuf *out, const struct inputs *inputs)
{
    uint64_t done, total;
    inputs_progress(inputs, &done, &total);
    strbuf_add_text(out, "reading... ");
    add_size(out, done);
    if (total > 0) {
        strbuf_add_text(out, " of ");
        add_size(out, total);
        strbuf_add_format(out, " (%" PRIu64 " %%)", done * 100 / total);
    }
}

void progress_show(struct progress *progress, const struct inputs *inputs, bool live)
{
    if (!progress->enabled || inputs->from_terminal)
        return;
    logdoc_time now = wall_clock_steady();
    if (now - progress->shown < INTERVAL || (!live && now - progress->started < PATIENCE))
        return;
    struct strbuf text;
    strbuf_init(&text, TEXT_CAP);
    if (live)
        add_listening(&text, inputs);
    else
        add_reading(&text, inputs);
    text.at[utf8_prefix(strbuf_str(&text), terminal_width(STDERR_FILENO) - 1)] = '\0';
    diag_status(text.at);
    strbuf_release(&text);
    progress->shown = now;
}
