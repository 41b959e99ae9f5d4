/* SPDX-License-Identifier: MIT
 * The last lines of a build, whatever they say: what stands before a failure that no rule
 * knows is the best evidence there is. */
#ifndef LOGDOC_RECENT_LINES_H
#define LOGDOC_RECENT_LINES_H

#include "event.h"
#include "strbuf.h"

#define RECENT_LINES 32
#define RECENT_LINE_BYTES 500
#define RECENT_LINES_ASKED 8 /* the most that a rule may ask for */

struct recent_lines {
    struct strbuf texts[RECENT_LINES];
    struct event_line lines[RECENT_LINES]; /* their spans are not valid */
    size_t count;                          /* of all that were ever noted */
};

struct recent_lines *recent_lines_new(void);
/* Accepts NULL. */
void recent_lines_free(struct recent_lines *);
void recent_lines_note(struct recent_lines *, const struct entry *, uint64_t sequence);

/* The lines before the finding's decisive one that its rule does not skip, as many as the
 * rule asks for, oldest first; places in `texts` and `lines`. Without `recent` none. */
size_t recent_lines_before(const struct recent_lines *, const struct finding *,
                           size_t places[RECENT_LINES_ASKED]);

#endif
