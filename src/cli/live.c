/* SPDX-License-Identifier: MIT
 * Ticks and announcements. */
#include "live.h"

#include "diag.h"
#include "wall_clock.h"

/* A tick makes the engine look at what may not be whole: it waits for a silence. In a log
 * that is never silent, a pause must do after a while, and at last there is no waiting.
 */
#define MILLISECOND (LOGDOC_SECOND / 1000)
#define SILENCE (60 * MILLISECOND)
#define PAUSE (10 * MILLISECOND)
#define INTERVAL (100 * MILLISECOND)
#define LATEST LOGDOC_SECOND
#define TEXT_CAP ((size_t)16 * 1024 * 1024)
/* More than this between ticks is a file that somebody pours in, not a log as it is
 * written: the whole report at its end says it better. */
#define POURED ((uint64_t)1024 * 1024)

void live_happened(void *user, enum logdoc_happening happening,
                   const struct logdoc_diagnosis *diagnosis)
{
    struct live *live = user;
    struct strbuf text;
    if (!live->renderer || (live->finishing && live->told == 0))
        return;
    strbuf_init(&text, TEXT_CAP);
    live->renderer->happening(&text, &live->render, happening, diagnosis);
    if (text.len > 0) {
        diag_clear_status();
        output_write(live->output, strbuf_str(&text));
        live->told++;
    }
    strbuf_release(&text);
}

void live_gap(struct live *live, const struct logdoc_gap *gap, bool filled)
{
    struct strbuf text;
    if (!live->renderer)
        return;
    strbuf_init(&text, TEXT_CAP);
    live->renderer->gap(&text, &live->render, gap, filled);
    diag_clear_status();
    output_write(live->output, strbuf_str(&text));
    strbuf_release(&text);
}

int live_timeout_ms(const struct live *live)
{
    return (int)((live->bytes > 0 ? PAUSE : INTERVAL) / MILLISECOND);
}

static bool is_due(const struct live *live, logdoc_time now)
{
    logdoc_time waited = now - live->begun, silent = now - live->fed;
    if (live->bytes == 0)
        return now - live->ticked >= INTERVAL;
    if (silent >= SILENCE)
        return true;
    return live->bytes < POURED &&
           (waited >= LATEST || (waited >= INTERVAL && silent >= PAUSE));
}

void live_read(struct live *live, struct logdoc_engine *engine, size_t len)
{
    logdoc_time now = wall_clock_steady();
    if (live->bytes == 0)
        live->begun = now;
    if (len > 0)
        live->fed = now;
    live->bytes += len;
    bool due = is_due(live, now);
    if (due)
        logdoc_engine_tick(engine, wall_clock_now());
    if (due || now - live->begun >= LATEST) {
        live->ticked = now;
        live->bytes = 0;
    }
}
