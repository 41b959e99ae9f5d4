/* SPDX-License-Identifier: MIT
 * Entries whose texts lie one behind the other, in order of arrival: what keeps them in
 * large numbers, and hands them from thread to thread, copies once and moves little. */
#ifndef LOGDOC_PACKED_ENTRIES_H
#define LOGDOC_PACKED_ENTRIES_H

#include "format.h"
#include "strbuf.h"
#include "vec.h"

struct packed_entry {
    logdoc_time time;
    uint64_t line;
    uint32_t offset;                 /* of its texts; the source stands first */
    uint32_t process_at, message_at; /* from there */
    uint32_t source_len, process_len, message_len;
    uint32_t input;
    uint16_t scope;
    uint8_t calls; /* enum entry_calls */
    bool plain : 1;
    bool counted : 1; /* nothing but its place in time matters any more */
};

struct packed_entries {
    VEC(struct packed_entry) list;
    VEC(struct entry_hit) hits; /* in order of entries; `entry` is an index in `list` */
    struct strbuf texts;
};

/* `cap`: of the texts, in bytes, at most 4 GB; what is beyond is cut. */
void packed_entries_init(struct packed_entries *, size_t cap);
void packed_entries_release(struct packed_entries *);
void packed_entries_reset(struct packed_entries *);
/* Copies the entry but for its raw line; returns the copy, valid until the next call. */
struct packed_entry *packed_entries_add(struct packed_entries *, const struct entry *);
/* Its views are lent until something is added or removed; `raw` is the message. Hits are
 * left out. */
static inline struct entry packed_entries_get(const struct packed_entries *packed,
                                              size_t index)
{
    const struct packed_entry *copy = &packed->list.items[index];
    const char *texts = packed->texts.at + copy->offset;
    logdoc_str message = { texts + copy->message_at, copy->message_len };
    return (struct entry){ .raw = message,
                           .message = message,
                           .source = { texts, copy->source_len },
                           .process = { texts + copy->process_at, copy->process_len },
                           .time = copy->time,
                           .line = copy->line,
                           .input = copy->input,
                           .scope = copy->scope,
                           .calls = (enum entry_calls)copy->calls,
                           .plain = copy->plain };
}
/* The hits of an entry, lent likewise; NULL: it has none. `hint`: where they may be
 * found, and where those of the next entry may. */
const struct entry_hit *packed_entries_hits(const struct packed_entries *, size_t index,
                                            size_t *hint, size_t *count);
/* How many bytes the texts of those from `from` to `to` have. */
size_t packed_entries_size(const struct packed_entries *, size_t from, size_t to);
/* Appends those from `from` to `to`. */
void packed_entries_append(struct packed_entries *, const struct packed_entries *more,
                           size_t from, size_t to);
#endif
