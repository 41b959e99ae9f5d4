/* SPDX-License-Identifier: MIT
 * One input of the engine and what is counted while reading it. */
#ifndef LOGDOC_STREAM_H
#define LOGDOC_STREAM_H

#include "format.h"
#include "framer.h"
#include "hashmap.h"
#include "logfmt.h"
#include "traffic.h"
#include "vec.h"

#include <logdoc/diagnosis.h>

struct stream {
    struct framer framer;
    char *name;
    uint32_t number;
    uint64_t lines, bytes;
    logdoc_time reached;       /* time of the last line that had one */
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
void tally_entry(struct tally *, const struct entry *);
void tally_request(struct tally *, const struct router_line *, logdoc_time);
/* Kept up to a cap. */
void tally_gap(struct tally *, const struct logdoc_gap *);
/* A Heroku code, and the gap that it tells of. */
void tally_code(struct tally *, const struct entry *, logdoc_str code);

#endif
