/* SPDX-License-Identifier: MIT
 * The sentences of an answer, the same in every format that people read. They quote the
 * log: what they add is hostile until the renderer has escaped it, all of it. */
#ifndef LOGDOC_PHRASES_H
#define LOGDOC_PHRASES_H

#include "renderer.h"

struct wording {
    bool unicode;
    bool dates; /* times are told with their day: the log spans several */
    const char
        *blank; /* between words that belong on one line: " ", or a no-break space */
};

/* With common blanks. `report` may be NULL: then times are told without their day. */
struct wording wording_of(bool unicode, const struct logdoc_report *report);

/* "FATAL", "ERROR (over)". */
void phrase_severity(struct strbuf *, const struct logdoc_diagnosis *);

/* The title; in front of it how sure logdoc is, when it is not sure. */
void phrase_title(struct strbuf *, const struct wording *,
                  const struct logdoc_diagnosis *);

/* What the fix does, and how sure it is to help. */
void phrase_fix(struct strbuf *, const struct logdoc_fix *);

/* What it did: "It has kept web.1 from running since release v7: 3 crashes (exit status
 * 3), 40 × H10, 10:00:05–10:04:12." and, when it is over, that it is.
 * Nothing when there is no more to tell than the title does. */
void phrase_impact(struct strbuf *, const struct wording *,
                   const struct logdoc_diagnosis *);

/* One line of the list of symptoms: "40 × H10, 10:00:05–10:04:12". */
void phrase_symptom(struct strbuf *, const struct wording *,
                    const struct logdoc_symptom *);

/* "1101 log lines were lost (L10): this answer may be incomplete."; nothing without gaps.
 */
void phrase_gaps(struct strbuf *, const struct logdoc_report *);

/* The closing sentence, "1 problem in 812 lines of crash.log, …" or "No failure found in
 * 812 lines …": how many, and what was read. Nothing for rules that are only explained.
 */
void phrase_result(struct strbuf *, const struct wording *, const struct logdoc_report *);

/* "Heroku codes: H10 ×40, R10 ×1."; nothing without codes. */
void phrase_codes(struct strbuf *, const struct wording *, const struct logdoc_report *);

/* "from–to" or "at …"; nothing when unknown. */
void phrase_times(struct strbuf *, const struct wording *, logdoc_time first,
                  logdoc_time last);

/* "10:00:05"; with the day when `wording` wants it; nothing for 0. */
void phrase_time(struct strbuf *, const struct wording *, logdoc_time);

/* "1 line", "4,190,000 lines". */
void phrase_count(struct strbuf *, uint64_t count, const char *one, const char *many);
void phrase_number(struct strbuf *, uint64_t);

/* The last part of a path. */
const char *phrase_file_name(const char *path);

/* May be written as a link: http or https, and nothing in it that could end the link. */
bool phrase_is_link(const char *address);

#endif
