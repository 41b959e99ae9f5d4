/* SPDX-License-Identifier: MIT
 * Needles of many texts. */
#include "entry_calls.h"

#include "cut_message.h"
#include "escaped_lines.h"
#include "str.h"

#define MOST_HITS 64

/* What a line says at first sight. One that may have to be joined or taken apart is left
 * to those who do that. */
static inline enum entry_calls calls_at_sight(const struct entry *entry)
{
    if (cut_message_begins(entry) ||
        (!entry->plain && escaped_lines_are_in(entry->message)))
        return CALLS_RULES;
    return entry->scope & (SCOPE_DYNO | SCOPE_API | SCOPE_BUILD) ? CALLS_FOLLOWERS
                                                                 : CALLS_NOBODY;
}

/* What the needles of an entry call. */
struct glance {
    const struct logdoc_ruleset *rules;
    bool *facts;
    unsigned scope;
    bool calls_rules;
};

static void glance_at(void *user, uint32_t id, size_t offset)
{
    struct glance *glance = user;
    const struct needle_calls *calls = &glance->rules->calls;
    const struct needle_call *call = &calls->of.items[id];
    (void)offset;
    glance->calls_rules |= call->starts || call->scopes & glance->scope;
    for (uint32_t i = call[0].first_fact; i < call[1].first_fact; i++)
        glance->facts[calls->facts.items[i]] = true;
}

enum entry_calls entry_calls_of(const struct logdoc_ruleset *rules,
                                const struct entry *entry, bool *facts)
{
    struct glance glance = { rules, facts, entry->scope, false };
    enum entry_calls calls = calls_at_sight(entry);
    if (calls != CALLS_RULES)
        needles_scan(rules->needles, entry->message, glance_at, &glance);
    return glance.calls_rules ? CALLS_RULES : calls;
}

/* Many entries, one after the other. */
struct glances {
    struct glance glance;
    struct packed_entries *entries;
    size_t at;        /* the entry */
    size_t begin;     /* of the bytes that are scanned */
    size_t noting;    /* the entry whose hits are being noted, or SIZE_MAX */
    size_t first_hit; /* of it */
};

static logdoc_str text_at(void *user, size_t offset)
{
    struct glances *glances = user;
    struct packed_entry *items = glances->entries->list.items;
    while (glances->at + 1 < glances->entries->list.count &&
           items[glances->at + 1].offset <= glances->begin + offset)
        glances->at++;
    struct packed_entry *entry = &items[glances->at];
    glances->glance.scope = entry->scope;
    bool wanted = entry->calls != CALLS_RULES || glances->at == glances->noting;
    return (logdoc_str){ glances->entries->texts.at + entry->offset + entry->message_at,
                         wanted ? entry->message_len : 0 };
}

/* Notes a hit, or none at all of a line that has too many. */
static void note_hit(struct glances *glances, uint32_t id)
{
    struct packed_entries *entries = glances->entries;
    if (glances->noting != glances->at) {
        glances->noting = glances->at;
        glances->first_hit = entries->hits.count;
        entries->list.items[glances->at].calls = CALLS_RULES;
    }
    if (entries->hits.count - glances->first_hit < MOST_HITS) {
        *vec_push(&entries->hits) = (struct entry_hit){ (uint32_t)glances->at, id };
        return;
    }
    entries->hits.count = glances->first_hit;
    glances->noting = SIZE_MAX;
}

static void glance_at_one(void *user, uint32_t id, size_t offset)
{
    struct glances *glances = user;
    glances->glance.calls_rules = false;
    glance_at(&glances->glance, id, offset);
    if (glances->glance.calls_rules)
        note_hit(glances, id);
}

void entry_calls_note(const struct logdoc_ruleset *rules, struct packed_entries *entries,
                      size_t from, bool *facts)
{
    struct glances glances = { .glance = { .rules = rules, .facts = facts },
                               .entries = entries,
                               .at = from,
                               .noting = SIZE_MAX };
    if (from == entries->list.count)
        return;
    for (size_t i = from; i < entries->list.count; i++) {
        struct entry entry = packed_entries_get(entries, i);
        if (entry.calls == CALLS_UNKNOWN)
            entries->list.items[i].calls = (uint8_t)calls_at_sight(&entry);
    }
    glances.begin = entries->list.items[from].offset;
    needles_scan_texts(rules->needles,
                       str_from_offset(strbuf_str(&entries->texts), glances.begin),
                       text_at, glance_at_one, &glances);
}
