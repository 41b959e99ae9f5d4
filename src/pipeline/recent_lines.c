/* SPDX-License-Identifier: MIT
 * A ring of lines. */
#include "recent_lines.h"

#include "mem.h"
#include "str.h"

#include <stdlib.h>

struct recent_lines *recent_lines_new(void)
{
    struct recent_lines *recent = mem_zeroed(1, sizeof(*recent));
    for (size_t i = 0; i < RECENT_LINES; i++)
        strbuf_init(&recent->texts[i], RECENT_LINE_BYTES);
    return recent;
}

void recent_lines_free(struct recent_lines *recent)
{
    for (size_t i = 0; recent && i < RECENT_LINES; i++)
        strbuf_release(&recent->texts[i]);
    free(recent);
}

void recent_lines_note(struct recent_lines *recent, const struct entry *entry,
                       uint64_t sequence)
{
    size_t place = recent->count++ % RECENT_LINES;
    strbuf_reset(&recent->texts[place]);
    strbuf_add_str(&recent->texts[place], entry->message);
    recent->lines[place] = (struct event_line){ .number = entry->line,
                                                .input = entry->input,
                                                .scope = entry->scope,
                                                .time = entry->time,
                                                .sequence = sequence };
}

static bool is_skipped(const struct rule *rule, logdoc_str text)
{
    struct regex_match match;
    if (str_trim(text).len == 0)
        return true;
    for (size_t i = 0; i < rule->skip_count; i++)
        if (regex_search(rule->skips[i], text, 0, &match) == REGEX_YES)
            return true;
    return false;
}

size_t recent_lines_before(const struct recent_lines *recent,
                           const struct finding *finding,
                           size_t places[RECENT_LINES_ASKED])
{
    const struct rule *rule = finding->rule;
    size_t count = 0;
    size_t kept = recent && recent->count < RECENT_LINES ? recent->count : RECENT_LINES;
    for (size_t back = 1; recent && back <= kept && count < rule->before; back++) {
        size_t place = (recent->count - back) % RECENT_LINES;
        if (recent->lines[place].sequence <
                finding->event->lines[finding->line].sequence &&
            !is_skipped(rule, strbuf_str(&recent->texts[place])))
            places[count++] = place;
    }
    for (size_t i = 0; i < count / 2; i++) {
        size_t other = places[i];
        places[i] = places[count - 1 - i];
        places[count - 1 - i] = other;
    }
    return count;
}
