/* SPDX-License-Identifier: MIT
 * Which of several hundred literals occur in a line? One scan answers for all. This is
 * what makes 300 rules as cheap as 3. */
#ifndef LOGDOC_NEEDLES_H
#define LOGDOC_NEEDLES_H

#include <logdoc/types.h>

struct needles;

struct needles *needles_new(void);
/* Accepts NULL. */
void needles_free(struct needles *);

/* Literal of at least 3 bytes, case counts, borrowed until needles_free(); equal literals
 * get the same id. Ids count from 0. A scan finds it after the next needles_finish(). */
uint32_t needles_add(struct needles *, logdoc_str literal);
/* Does nothing when none was added since the last time. */
void needles_finish(struct needles *);
size_t needles_count(const struct needles *);

/* `offset` is where the literal begins. */
typedef void needles_found(void *user, uint32_t id, size_t offset);

/* Calls `found` for every occurrence in `text`, in no order that means anything. Scans
 * only read: they may run in several threads. */
void needles_scan(const struct needles *, logdoc_str text, needles_found *found,
                  void *user);

/* The text in which an offset of some bytes lies, or one beside it; offsets never fall.
 */
typedef logdoc_str needles_text(void *user, size_t offset);

/* The same for many texts that lie in `bytes`, in their order: `found` is called for the
 * text that `text_at` gave last. */
void needles_scan_texts(const struct needles *, logdoc_str bytes, needles_text *text_at,
                        needles_found *found, void *user);

#endif
