/* SPDX-License-Identifier: MIT
 * A ring of what was given, compared with what comes again. */
#include "session_seam.h"

#include "str.h"

static struct seam_record record_of(logdoc_str record)
{
    struct seam_record out = { .hash = str_hash(record) };
    size_t len = str_find_char(record, ' ');
    if (len < SEAM_STAMP)
        memcpy(out.stamp, record.at, len);
    return out;
}

void seam_begin(struct seam *seam, size_t lines)
{
    memset(seam->repeated, 0, sizeof(seam->repeated));
    seam->open = lines;
    seam->until = seam->noted;
    seam->overlaps = seam->noted == 0;
    seam->missed = seam->noted > 0 && lines == 0;
}

static size_t tail_start(const struct seam *seam)
{
    return seam->until > SEAM_TAIL ? seam->until - SEAM_TAIL : 0;
}

/* Newer records overwrite the ring while the seam is open, oldest first; a replay comes
 * in the same order, so that what is overwritten is no longer needed. */
static bool is_remembered(const struct seam *seam, size_t number)
{
    return number + SEAM_TAIL >= seam->noted;
}

static bool find_repeated(struct seam *seam, const struct seam_record *record)
{
    for (size_t i = tail_start(seam); i < seam->until; i++) {
        size_t at = i % SEAM_TAIL;
        if (is_remembered(seam, i) && !seam->repeated[at] &&
            seam->tail[at].hash == record->hash &&
            strcmp(seam->tail[at].stamp, record->stamp) == 0) {
            seam->repeated[at] = true;
            return true;
        }
    }
    return false;
}

static void bounds(const struct seam *seam, const char **oldest, const char **newest)
{
    *oldest = *newest = "";
    for (size_t i = tail_start(seam); i < seam->until; i++) {
        const char *stamp = seam->tail[i % SEAM_TAIL].stamp;
        if (!stamp[0] || !is_remembered(seam, i))
            continue;
        if (!**oldest || strcmp(stamp, *oldest) < 0)
            *oldest = stamp;
        if (strcmp(stamp, *newest) > 0)
            *newest = stamp;
    }
}

static bool is_replayed(struct seam *seam, const struct seam_record *record)
{
    const char *oldest, *newest;
    if (find_repeated(seam, record)) {
        seam->overlaps = true;
        return true;
    }
    bounds(seam, &oldest, &newest);
    if (record->stamp[0] && strcmp(record->stamp, oldest) < 0)
        return true;
    if (strcmp(record->stamp, newest) > 0 && !seam->overlaps)
        seam->missed = true;
    return false;
}

enum seam_verdict seam_take(struct seam *seam, logdoc_str text)
{
    struct seam_record record = record_of(text);
    if (seam->open > 0) {
        seam->open--;
        if (seam->until > 0 && is_replayed(seam, &record))
            return SEAM_REPLAYED;
        if (seam->open == 0 && !seam->overlaps)
            seam->missed = true;
    }
    seam->tail[seam->noted++ % SEAM_TAIL] = record;
    return SEAM_NEW;
}

bool seam_overlaps(const struct seam *seam)
{
    return seam->overlaps;
}

bool seam_missed(const struct seam *seam)
{
    return seam->missed && !seam->overlaps;
}
