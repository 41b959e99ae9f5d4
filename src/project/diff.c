/* SPDX-License-Identifier: MIT
 * Longest common subsequence of what is left when the equal ends are taken away. */
#include "diff.h"

#include "lines.h"
#include "mem.h"
#include "str.h"

#define CONTEXT 3
#define TABLE_CAP ((size_t)4 * 1024 * 1024) /* beyond: all of the middle is replaced */

/* keep[i]: line i of that side is in both texts. */
struct side {
    struct lines lines;
    bool *keep;
};

struct comparison {
    struct side before, after;
};

static void side_init(struct side *side, logdoc_str text)
{
    lines_split(&side->lines, text);
    side->keep = mem_zeroed(side->lines.list.count + 1, sizeof(*side->keep));
}

static void side_release(struct side *side)
{
    lines_release(&side->lines);
    free(side->keep);
}

static bool same(const struct comparison *both, size_t before, size_t after)
{
    return str_equal(both->before.lines.list.items[before],
                     both->after.lines.list.items[after]);
}

/* The middle: `rows` lines from `at` on against `columns` lines. */
static void compare_middle(struct comparison *both, size_t at, size_t rows,
                           size_t columns)
{
    size_t width = columns + 1;
    uint32_t *length = mem_zeroed((rows + 1) * width, sizeof(*length));
    for (size_t i = rows; i-- > 0;) {
        for (size_t k = columns; k-- > 0;) {
            uint32_t down = length[(i + 1) * width + k],
                     right = length[i * width + k + 1];
            length[i * width + k] = same(both, at + i, at + k)
                                        ? length[(i + 1) * width + k + 1] + 1
                                    : down > right ? down
                                                   : right;
        }
    }
    for (size_t i = 0, k = 0; i < rows && k < columns;) {
        if (same(both, at + i, at + k)) {
            both->before.keep[at + i++] = true;
            both->after.keep[at + k++] = true;
        } else if (length[(i + 1) * width + k] >= length[i * width + k + 1]) {
            i++;
        } else {
            k++;
        }
    }
    free(length);
}

static void compare(struct comparison *both)
{
    size_t before = both->before.lines.list.count, after = both->after.lines.list.count;
    size_t start = 0, end = 0;
    while (start < before && start < after && same(both, start, start)) {
        both->before.keep[start] = both->after.keep[start] = true;
        start++;
    }
    while (before - end > start && after - end > start &&
           same(both, before - end - 1, after - end - 1)) {
        end++;
        both->before.keep[before - end] = both->after.keep[after - end] = true;
    }
    size_t rows = before - end - start, columns = after - end - start;
    if (rows && columns && (rows + 1) * (columns + 1) <= TABLE_CAP)
        compare_middle(both, start, rows, columns);
}

static void add_line(struct strbuf *out, char sign, logdoc_str line)
{
    strbuf_add_char(out, sign);
    strbuf_add_str(out, line);
    if (!str_ends(line, STR("\n")))
        strbuf_add_text(out, "\n\\ No newline at end of file\n");
}

/* Where a hunk stands in both texts: from … to of each. */
struct hunk {
    size_t before_from, before_to, after_from, after_to;
};

/* Moves on by one step: a line of both sides, or one that only one side has. True when
 * it was a change. */
static bool advance(const struct comparison *both, size_t *before, size_t *after)
{
    if (*before < both->before.lines.list.count && !both->before.keep[*before]) {
        (*before)++;
        return true;
    }
    if (*after < both->after.lines.list.count && !both->after.keep[*after]) {
        (*after)++;
        return true;
    }
    (*before)++;
    (*after)++;
    return false;
}

static bool at_end(const struct comparison *both, size_t before, size_t after)
{
    return before >= both->before.lines.list.count &&
           after >= both->after.lines.list.count;
}

/* The next hunk from there on; false when there is none. */
static bool find_hunk(const struct comparison *both, size_t before, size_t after,
                      struct hunk *hunk)
{
    size_t equal = 0;
    for (;;) {
        if (at_end(both, before, after))
            return false;
        *hunk = (struct hunk){ before, before, after, after };
        if (advance(both, &before, &after))
            break;
        equal++;
    }
    size_t lead = equal < CONTEXT ? equal : CONTEXT;
    hunk->before_from -= lead;
    hunk->after_from -= lead;
    hunk->before_to = before;
    hunk->after_to = after;
    for (equal = 0; equal <= 2 * CONTEXT && !at_end(both, before, after);) {
        bool changed = advance(both, &before, &after);
        equal = changed ? 0 : equal + 1;
        if (changed || equal <= CONTEXT) {
            hunk->before_to = before;
            hunk->after_to = after;
        }
    }
    return true;
}

static void add_range(struct strbuf *out, char sign, size_t from, size_t to)
{
    size_t count = to - from;
    strbuf_add_format(out, " %c%zu", sign, count ? from + 1 : from);
    if (count != 1)
        strbuf_add_format(out, ",%zu", count);
}

static void add_hunk(struct strbuf *out, const struct comparison *both,
                     const struct hunk *hunk)
{
    size_t before = hunk->before_from, after = hunk->after_from;
    strbuf_add_text(out, "@@");
    add_range(out, '-', hunk->before_from, hunk->before_to);
    add_range(out, '+', hunk->after_from, hunk->after_to);
    strbuf_add_text(out, " @@\n");
    while (before < hunk->before_to || after < hunk->after_to) {
        size_t old_before = before, old_after = after;
        advance(both, &before, &after);
        if (before > old_before && after > old_after)
            add_line(out, ' ', both->before.lines.list.items[old_before]);
        else if (before > old_before)
            add_line(out, '-', both->before.lines.list.items[old_before]);
        else
            add_line(out, '+', both->after.lines.list.items[old_after]);
    }
}

static void add_name(struct strbuf *out, const char *sign, const char *side,
                     const char *path, bool exists)
{
    const char *tab = exists && strchr(path, ' ') ? "\t" : "";
    if (exists)
        strbuf_add_format(out, "%s %s%s%s\n", sign, side, path, tab);
    else
        strbuf_add_format(out, "%s /dev/null\n", sign);
}

void diff_add(struct strbuf *out, const char *path, logdoc_str before, logdoc_str after)
{
    struct comparison both;
    struct hunk hunk = { 0 };
    if (str_equal(before, after) && !before.at == !after.at)
        return;
    side_init(&both.before, before);
    side_init(&both.after, after);
    compare(&both);
    add_name(out, "---", "a/", path, before.at != NULL);
    add_name(out, "+++", "b/", path, after.at != NULL);
    while (find_hunk(&both, hunk.before_to, hunk.after_to, &hunk))
        add_hunk(out, &both, &hunk);
    side_release(&both.before);
    side_release(&both.after);
}
