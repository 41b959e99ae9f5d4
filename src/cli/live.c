/* SPDX-License-Identifier: MIT
 * Ticks and announcements. */
#include "live.h"

#include "diag.h"
#include "wall_clock.h"

#define TICK (LOGDOC_SECOND / 10)
#define TEXT_CAP ((size_t)16 * 1024 * 1024)
/* More than this within a tick is a file that somebody pours in, not a log as it is
 * written: the whole report at its end says it better. */
#define POURED ((uint64_t)256 * 1024)

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

int live_timeout_ms(const struct live *live)
{
    logdoc_time left = live->ticked + TICK - wall_clock_steady();
    return left > 0 ? (int)((left + 999) / 1000) : 0;
}

void live_read(struct live *live, struct logdoc_engine *engine, size_t len)
{
    logdoc_time now = wall_clock_steady();
    live->bytes += len;
    if (now - live->ticked < TICK)
        return;
    if (live->bytes < POURED)
        logdoc_engine_tick(engine, wall_clock_now());
    live->ticked = now;
    live->bytes = 0;
}
