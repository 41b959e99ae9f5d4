/* SPDX-License-Identifier: MIT
 * One input of the engine and what is counted while reading it. */
#ifndef LOGDOC_STREAM_H
#define LOGDOC_STREAM_H

#include "format.h"
#include "framer.h"
#include "hashmap.h"
#include "traffic.h"
#include "vec.h"

#include <logdoc/diagnosis.h>

#define STREAM_HEAD ((size_t)64)

/* The second of the last line that was skimmed, as a line begins that tells of a request
 * in it; and its time. */
struct stream_second {
    char text[STREAM_HEAD];
    logdoc_time time;
};

#define STREAM_SENDERS 64

/* `app[web.1]:`: what was read of it, found again by its words. */
struct stream_sender {
    uint64_t first, last; /* the first and the last eight bytes */
    size_t len;           /* 8 to 16; 0: nothing is kept here */
    size_t source_len;
    unsigned scope;
};

struct stream {
    struct framer framer;
    struct stream_second second;
    struct stream_sender senders[STREAM_SENDERS];
    char *name;
    uint32_t number;
    uint64_t lines, bytes;
    logdoc_time reached; /* time of the last line that had one */
    logdoc_time fed;     /* the live source's clock at its last bytes; 0 of a file */
    const struct format *hint; /* of the line before */
};

struct stream *stream_new(uint32_t number, const char *name);
/* Accepts NULL. */
void stream_free(struct stream *);
/* Takes a line apart; a line without a time has the time of the one before. */
void stream_parse(struct stream *, logdoc_str line, uint64_t number, struct entry *out);

/* What a report counts beside diagnoses. */
struct tally {
    struct logdoc_stats stats;
    struct hashmap codes; /* code → struct logdoc_code * */
    VEC(struct logdoc_gap) gaps;
    struct traffic traffic;
    char app[64]; /* the app's name; "" when the log does not show it */
};

void tally_init(struct tally *);
void tally_release(struct tally *);
/* Forgets what was counted of requests. */
void tally_restart(struct tally *);
/* `time`: 0: none. */
static inline void tally_time(struct logdoc_stats *stats, logdoc_time time)
{
    if (!time)
        return;
    if (!stats->first_time || time < stats->first_time)
        stats->first_time = time;
    if (time > stats->last_time)
        stats->last_time = time;
}

static inline void tally_entry(struct tally *tally, logdoc_time time)
{
    tally->stats.entries++;
    tally_time(&tally->stats, time);
}

/* Knows the app by a host that Heroku gave it. */
void tally_note_app(struct tally *, logdoc_str host);

static inline void tally_entries(struct tally *tally, const struct request *requests,
                                 size_t count)
{
    for (size_t i = 0; i < count; i++)
        tally_entry(tally, requests[i].time);
}

/* Beside counting their entries. */
void tally_requests(struct tally *, const struct request *, size_t count);

/* Adds what another tally counted of requests that came after, but for the app. */
void tally_merge(struct tally *, const struct tally *other);
/* The app of the other, if none is known. */
void tally_merge_app(struct tally *, const struct tally *other);
/* Kept up to a cap. */
void tally_gap(struct tally *, const struct logdoc_gap *);
/* A Heroku code, and the gap that it tells of. */
void tally_code(struct tally *, const struct entry *, logdoc_str code);

#endif
