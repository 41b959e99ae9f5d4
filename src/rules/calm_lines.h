/* SPDX-License-Identifier: MIT
 * Lines that the program which wrote them marks as harmless (rules/levels.json): most
 * rules do not look at them. */
#ifndef LOGDOC_CALM_LINES_H
#define LOGDOC_CALM_LINES_H

#include "needles.h"
#include "regex.h"
#include "vec.h"

#define CALM_LINES_CAP 64

/* One way to mark a line. */
struct calm_line {
    const char *const *needles; /* of which one is in such a line; none: in any */
    size_t needle_count;
    struct regex *pattern;
};

struct calm_lines {
    VEC(struct calm_line) ways;
    struct needles *needles; /* NULL: there are none */
    VEC(uint64_t) ways_of;   /* needle id → bits by index in `ways` */
    uint64_t any;            /* ways without a needle */
};

void calm_lines_release(struct calm_lines *);
/* Texts and pattern are borrowed until the release. False: there are CALM_LINES_CAP. */
bool calm_lines_add(struct calm_lines *, const struct calm_line *);
/* Is the line marked in one of the ways? The first call makes the needles ready. */
bool calm_lines_fit(struct calm_lines *, logdoc_str message);

#endif
