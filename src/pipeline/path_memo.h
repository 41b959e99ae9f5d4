/* SPDX-License-Identifier: MIT
 * The paths that were counted last, found again as they come, but for their digits and
 * query: paths of one slot have one traffic_path(), and most requests of a log share a
 * few. */
#ifndef LOGDOC_PATH_MEMO_H
#define LOGDOC_PATH_MEMO_H

#include "request.h"
#include "sixteen_bytes.h"

#define PATH_MEMO_BITS 7
#define PATH_MEMO_LONGEST ((size_t)REQUEST_PATH_ROOM - 1)

struct traffic_count;

/* Digits are zeros, but for those that may name a version, one or two places behind a v;
 * so is what is behind the path. */
struct path_slot {
    sixteen_bytes text[REQUEST_PATH_ROOM / sizeof(sixteen_bytes)];
    size_t len; /* 0: none */
    struct traffic_count *count;
};

struct path_memo {
    struct path_slot slots[1 << PATH_MEMO_BITS];
};

/* The slot of a path of 1 to PATH_MEMO_LONGEST bytes that does not begin with its query.
 * Its count is NULL when the path was not in it. REQUEST_PATH_ROOM bytes and two before
 * the path may be read. */
typedef struct path_slot *path_memo_find(struct path_memo *, logdoc_str path);

/* The ways to do it, the fastest first, until one without a name; the last one is there
 * on every machine. */
struct path_memo_way {
    const char *name;
    bool (*is_available)(void);
    path_memo_find *find;
};

extern const struct path_memo_way path_memo_ways[];

/* The fastest there is. */
path_memo_find *path_memo_finder(void);

#endif
