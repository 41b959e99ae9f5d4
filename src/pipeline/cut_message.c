/* SPDX-License-Identifier: MIT
 * Joins what the log system cut. */
#include "cut_message.h"

#define WHOLE_CAP ((size_t)64 * 1024)
/* The pieces of one message are written in one go. */
#define MOST_DISTANCE (LOGDOC_SECOND / 100)

void cut_message_init(struct cut_message *cut)
{
    *cut = (struct cut_message){ .first = { .line = 0 } };
    strbuf_init(&cut->text, WHOLE_CAP);
    strbuf_init(&cut->source, 256);
    strbuf_init(&cut->process, 256);
}

void cut_message_release(struct cut_message *cut)
{
    strbuf_release(&cut->text);
    strbuf_release(&cut->source);
    strbuf_release(&cut->process);
}

void cut_message_reset(struct cut_message *cut)
{
    strbuf_reset(&cut->text);
    strbuf_reset(&cut->source);
    strbuf_reset(&cut->process);
}

bool cut_message_waits(const struct cut_message *cut)
{
    return cut->text.len > 0;
}

bool cut_message_continues(const struct cut_message *cut, const struct entry *entry)
{
    logdoc_time distance = entry->time - cut->first.time;
    return cut_message_waits(cut) && !cut->text.truncated && distance <= MOST_DISTANCE &&
           distance >= -MOST_DISTANCE;
}

void cut_message_add(struct cut_message *cut, const struct entry *entry)
{
    if (!cut_message_waits(cut)) {
        cut->first = *entry;
        cut->first.hits = NULL;
        cut->first.hit_count = 0;
        strbuf_add_str(&cut->source, entry->source);
        strbuf_add_str(&cut->process, entry->process);
    }
    strbuf_add_str(&cut->text, entry->message);
}

struct entry cut_message_entry(const struct cut_message *cut)
{
    struct entry entry = cut->first;
    entry.message = strbuf_str(&cut->text);
    entry.raw = entry.message;
    entry.source = strbuf_str(&cut->source);
    entry.process = strbuf_str(&cut->process);
    return entry;
}
