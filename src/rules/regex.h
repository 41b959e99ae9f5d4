/* SPDX-License-Identifier: MIT
 * PCRE2 behind one door: byte mode, multi-line (^ and $ at every line), JIT, match and
 * depth limits, so that no pattern and no text can hang the program. */
#ifndef LOGDOC_REGEX_H
#define LOGDOC_REGEX_H

#include <logdoc/types.h>

#define REGEX_GROUPS 24 /* with group 0 */
#define REGEX_SUBJECT_CAP ((size_t)256 * 1024)

struct regex;

/* Reads the group names and nothing more: compiling waits until the first search, so that
 * hundreds of patterns cost nothing at the start. The text is borrowed until the regex is
 * freed. NULL with `error` filled when the names are malformed or too many. The caller
 * owns the result. */
struct regex *regex_new(const char *pattern, const char *where, struct logdoc_error *);
/* Accepts NULL. */
void regex_free(struct regex *);

/* Compiles now: the whole check of a pattern, for files that nobody has tested yet. */
bool regex_compile(struct regex *, const char *where, struct logdoc_error *);

enum regex_result { REGEX_NO, REGEX_YES, REGEX_GAVE_UP };

/* groups[0] is the whole match; a group that took no part has at == NULL. All views lie
 * in `subject`. */
struct regex_match {
    logdoc_str groups[REGEX_GROUPS];
    size_t group_count;
};

/* Searches from byte `from` on. A match may look back before `from`. Gives up on a text
 * that costs too many steps, and on a pattern that does not compile. Looks at no more
 * than REGEX_SUBJECT_CAP bytes behind `from`. */
enum regex_result regex_search(struct regex *, logdoc_str subject, size_t from,
                               struct regex_match *out);

/* The same from the beginning; of one `turn`, which is not 0, all searches of a view are
 * of the same text, so that the answer may be remembered. */
enum regex_result regex_search_in_turn(struct regex *, uint64_t turn, logdoc_str subject,
                                       struct regex_match *out);

/* How many steps a search of the whole `subject` takes without JIT, backtracking and all
 * starts included; `most` when it takes more. 0 for a pattern that does not compile. */
size_t regex_steps(struct regex *, logdoc_str subject, size_t most);

/* Number of the group with that name, or SIZE_MAX. */
size_t regex_group(const struct regex *, logdoc_str name);
/* Names in group order, NUL-terminated; at == NULL for a group without name. `count`
 * includes group 0. */
const logdoc_str *regex_group_names(const struct regex *, size_t *count);
/* The text it was made from. */
const char *regex_pattern(const struct regex *);

#endif
