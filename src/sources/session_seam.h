/* SPDX-License-Identifier: MIT
 * The seam between two log sessions. A new session of a Cedar app begins with lines that
 * the one before has already given. They are recognised by the whole record (time,
 * source, dyno and message), each as often as it was seen, and only at the seam: equal
 * lines within one session are real. No I/O. */
#ifndef LOGDOC_SESSION_SEAM_H
#define LOGDOC_SESSION_SEAM_H

#include <logdoc/types.h>

#define SEAM_TAIL 2048 /* records that are remembered */
#define SEAM_STAMP 40

struct seam_record {
    uint64_t hash;
    char stamp[SEAM_STAMP]; /* the time as it was printed; UTC, so it sorts as text */
};

struct seam {
    struct seam_record tail[SEAM_TAIL]; /* a ring: the last ones that were given */
    size_t noted;                       /* since the beginning */
    bool repeated[SEAM_TAIL];           /* seen again in the new session */
    size_t open;                        /* records of the new session still looked at */
    size_t until;                       /* `noted` when the new session began */
    bool overlaps, missed;
};

enum seam_verdict {
    SEAM_NEW,
    SEAM_REPLAYED /* already given, or older than all that was wanted: drop it */
};

/* A new session begins, which replays at most `lines` records; 0: it replays nothing. */
void seam_begin(struct seam *, size_t lines);
/* A record of the current session; remembered when it is new. */
enum seam_verdict seam_take(struct seam *, logdoc_str record);

/* What the seam has shown so far: `overlaps` that nothing is missing (also when nothing
 * was given before), `missed` that the first new record does not continue the old ones.
 */
bool seam_overlaps(const struct seam *);
bool seam_missed(const struct seam *);

#endif
