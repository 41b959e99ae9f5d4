/* SPDX-License-Identifier: MIT
 * A message that the log system cut: every 10,000 bytes a record of its own, without a
 * mark (Dev Center: Logging, limits). Put together again, it is one line. */
#ifndef LOGDOC_CUT_MESSAGE_H
#define LOGDOC_CUT_MESSAGE_H

#include "format.h"
#include "strbuf.h"

#define CUT_MESSAGE_BYTES ((size_t)10000)
#define CUT_MESSAGE_TRIMMED ((size_t)8)

struct cut_message {
    struct strbuf text; /* empty: nothing waits for its rest */
    struct strbuf source, process;
    struct entry first; /* its views are not valid */
};

void cut_message_init(struct cut_message *);
void cut_message_release(struct cut_message *);
void cut_message_reset(struct cut_message *);

bool cut_message_waits(const struct cut_message *);
/* A message this long has probably been cut. Tools that print a log trim the blanks at
 * the end of a piece. */
static inline bool cut_message_begins(const struct entry *entry)
{
    return entry->message.len + CUT_MESSAGE_TRIMMED >= CUT_MESSAGE_BYTES &&
           entry->message.len <= CUT_MESSAGE_BYTES && entry->scope == SCOPE_APP &&
           entry->process.len > 0;
}
/* Whether the entry may be the rest of what waits. */
bool cut_message_continues(const struct cut_message *, const struct entry *);
/* Copies the entry, as the beginning or the rest. */
void cut_message_add(struct cut_message *, const struct entry *);
/* The whole, lent until the next change. */
struct entry cut_message_entry(const struct cut_message *);

#endif
