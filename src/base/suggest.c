/* SPDX-License-Identifier: MIT
 * The distance of words after Damerau, in its restricted form. */
#include "suggest.h"

#include <string.h>

#define WORD_CAP 63

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t suggest_distance(const char *a, const char *b)
{
    size_t rows[3][WORD_CAP + 1];
    size_t *before = rows[0], *above = rows[1], *row = rows[2];
    size_t a_len = smaller(strlen(a), WORD_CAP), b_len = smaller(strlen(b), WORD_CAP);
    for (size_t j = 0; j <= b_len; j++)
        above[j] = j;
    for (size_t i = 1; i <= a_len; i++) {
        row[0] = i;
        for (size_t j = 1; j <= b_len; j++) {
            row[j] = smaller(above[j - 1] + (a[i - 1] != b[j - 1]),
                             smaller(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = smaller(row[j], before[j - 2] + 1);
        }
        size_t *oldest = before;
        before = above;
        above = row;
        row = oldest;
    }
    return above[b_len];
}

const char *suggest(const char *word, suggest_candidate *candidate)
{
    size_t len = strlen(word);
    size_t nearest = smaller(1 + len / 3, 4);
    const char *best = NULL;
    for (size_t i = 0; candidate(i); i++) {
        const char *name = candidate(i);
        if (name[0] == '\0')
            continue;
        size_t distance = suggest_distance(word, name);
        if (len >= 2 && strncmp(name, word, len) == 0)
            distance = 1;
        if (distance < nearest || (distance == nearest && !best)) {
            nearest = distance;
            best = name;
        }
    }
    return best;
}
