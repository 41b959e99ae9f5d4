/* SPDX-License-Identifier: MIT
 * Adds and removes requirements, leaving every other byte as it was. */
#include "requirements.h"

#include "ascii.h"
#include "lines.h"
#include "str.h"

/* A file and what is to be done to it. */
struct rewrite {
    struct arena arena;
    struct lines lines;
    struct requirements known;
    const char *end;
};

static void rewrite_init(struct rewrite *rewrite, logdoc_str text)
{
    *rewrite = (struct rewrite){ .end = lines_end(text) };
    arena_init(&rewrite->arena);
    lines_split(&rewrite->lines, text);
    requirements_read(&rewrite->arena, text, &rewrite->known);
}

static void rewrite_release(struct rewrite *rewrite)
{
    requirements_release(&rewrite->known);
    lines_release(&rewrite->lines);
    arena_release(&rewrite->arena);
}

/* Whether all names stand in order, so that a new one has its place. */
static bool is_sorted(const struct requirements *known)
{
    for (size_t i = 1; i < known->list.count; i++)
        if (strcmp(known->list.items[i - 1].key, known->list.items[i].key) > 0)
            return false;
    return known->list.count > 1;
}

static void copy_lines(struct strbuf *out, const struct rewrite *rewrite, size_t from,
                       size_t to)
{
    for (size_t i = from; i < to && i < rewrite->lines.list.count; i++)
        strbuf_add_str(out, rewrite->lines.list.items[i]);
}

/* The index of the line before which the key belongs. */
static size_t place_of(const struct rewrite *rewrite, const char *key)
{
    const struct requirements *known = &rewrite->known;
    if (is_sorted(known))
        for (size_t i = 0; i < known->list.count; i++)
            if (strcmp(known->list.items[i].key, key) > 0)
                return known->list.items[i].line - 1;
    size_t place = rewrite->lines.list.count;
    while (place > 0 && str_trim(rewrite->lines.list.items[place - 1]).len == 0)
        place--;
    return place;
}

static void insert(struct strbuf *out, const struct rewrite *rewrite, size_t place,
                   const char *added)
{
    size_t count = rewrite->lines.list.count;
    copy_lines(out, rewrite, 0, place);
    lines_add(out, str_from(added), rewrite->end);
    copy_lines(out, rewrite, place, count);
}

/* Where the requirement of a line ends: its continued lines belong to it. */
static size_t next_line(const struct rewrite *rewrite, size_t line)
{
    size_t count = rewrite->lines.list.count;
    while (line < count && str_ends(str_trim(rewrite->lines.list.items[line]), STR("\\")))
        line++;
    return line < count ? line + 1 : count;
}

static void put_in_place(struct strbuf *out, const struct rewrite *rewrite,
                         const struct requirement *old, const char *added)
{
    size_t line = old->line - 1, next = next_line(rewrite, line);
    bool last = next == rewrite->lines.list.count;
    logdoc_str old_line = rewrite->lines.list.items[next - 1];
    bool ended = str_ends(old_line, STR("\n"));
    copy_lines(out, rewrite, 0, line);
    strbuf_add_text(out, added);
    if (old->marker.len > 0 && !strchr(added, ';')) {
        strbuf_add_text(out, "; ");
        strbuf_add_str(out, old->marker);
    }
    if (!last || ended)
        strbuf_add_text(out, rewrite->end);
    copy_lines(out, rewrite, next, rewrite->lines.list.count);
}

/* Whether what is there already is what is wanted: a name alone is content with any. */
static bool satisfies(const struct requirement *there, const struct requirement *wanted)
{
    bool extras = wanted->extras.len == 0 || str_equal(there->extras, wanted->extras);
    bool specifier =
        wanted->specifier.len == 0 || str_equal(there->specifier, wanted->specifier);
    return extras && specifier;
}

static bool has_line(const struct rewrite *rewrite, const char *added)
{
    for (size_t i = 0; i < rewrite->lines.list.count; i++)
        if (str_equal(str_trim(rewrite->lines.list.items[i]), str_from(added)))
            return true;
    return false;
}

void requirements_add(struct strbuf *out, logdoc_str text, const char *added)
{
    struct rewrite rewrite;
    struct requirement wanted;
    rewrite_init(&rewrite, text);
    bool names = requirement_parse(&rewrite.arena, str_from(added), &wanted);
    const struct requirement *there =
        names ? requirements_find(&rewrite.known, wanted.key) : NULL;
    if (there ? satisfies(there, &wanted) : !names && has_line(&rewrite, added))
        strbuf_add_str(out, text);
    else if (there)
        put_in_place(out, &rewrite, there, added);
    else
        insert(out, &rewrite, names ? place_of(&rewrite, wanted.key) : 0, added);
    rewrite_release(&rewrite);
}

static const struct requirement *find_removed(struct rewrite *rewrite,
                                              const char *removed)
{
    struct requirement wanted;
    if (!requirement_parse(&rewrite->arena, str_from(removed), &wanted))
        return NULL;
    const struct requirement *there = requirements_find(&rewrite->known, wanted.key);
    return there && satisfies(there, &wanted) ? there : NULL;
}

void requirements_remove(struct strbuf *out, logdoc_str text, const char *removed)
{
    struct rewrite rewrite;
    rewrite_init(&rewrite, text);
    const struct requirement *there = find_removed(&rewrite, removed);
    size_t count = rewrite.lines.list.count;
    copy_lines(out, &rewrite, 0, there ? there->line - 1 : count);
    if (there)
        copy_lines(out, &rewrite, next_line(&rewrite, there->line - 1), count);
    rewrite_release(&rewrite);
}

void requirements_replace(struct strbuf *out, logdoc_str text, const char *removed,
                          const char *added)
{
    struct rewrite rewrite;
    struct requirement wanted;
    rewrite_init(&rewrite, text);
    const struct requirement *old = find_removed(&rewrite, removed);
    bool there = requirement_parse(&rewrite.arena, str_from(added), &wanted) &&
                 requirements_find(&rewrite.known, wanted.key);
    if (old && (!there || strcmp(old->key, wanted.key) == 0))
        put_in_place(out, &rewrite, old, added);
    else if (old)
        requirements_remove(out, text, removed);
    else
        strbuf_add_str(out, text);
    rewrite_release(&rewrite);
}
