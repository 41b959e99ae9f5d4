/* SPDX-License-Identifier: MIT
 * Every line that calls a rule is asked: so only those ways are tried whose needles it
 * has. */
#include "calm_lines.h"

#include "str.h"

void calm_lines_release(struct calm_lines *calm)
{
    vec_release(&calm->ways);
    vec_release(&calm->ways_of);
    needles_free(calm->needles);
    calm->needles = NULL;
}

static void add_needle(struct calm_lines *calm, const char *needle, uint64_t bit)
{
    calm->needles = calm->needles ? calm->needles : needles_new();
    uint32_t id = needles_add(calm->needles, str_from(needle));
    if (id == calm->ways_of.count)
        *vec_push(&calm->ways_of) = 0;
    calm->ways_of.items[id] |= bit;
}

bool calm_lines_add(struct calm_lines *calm, const struct calm_line *way)
{
    if (calm->ways.count == CALM_LINES_CAP)
        return false;
    uint64_t bit = UINT64_C(1) << calm->ways.count;
    *vec_push(&calm->ways) = *way;
    for (size_t i = 0; i < way->needle_count; i++)
        add_needle(calm, way->needles[i], bit);
    calm->any |= way->needle_count == 0 ? bit : 0;
    return true;
}

/* A line that is being looked at. */
struct look {
    const struct calm_lines *calm;
    uint64_t ways;
};

static void note_needle(void *user, uint32_t id, size_t offset)
{
    struct look *look = user;
    (void)offset;
    look->ways |= look->calm->ways_of.items[id];
}

bool calm_lines_fit(struct calm_lines *calm, logdoc_str message)
{
    struct look look = { calm, calm->any };
    struct regex_match match;
    if (calm->needles) {
        needles_finish(calm->needles);
        needles_scan(calm->needles, message, note_needle, &look);
    }
    for (uint64_t left = look.ways; left; left &= left - 1)
        if (regex_search(calm->ways.items[__builtin_ctzll(left)].pattern, message, 0,
                         &match) == REGEX_YES)
            return true;
    return false;
}
