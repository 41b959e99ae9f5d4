/* SPDX-License-Identifier: MIT
 * A typed growable array: struct { T *items; size_t count, size; }. The only macros of
 * the project besides constants. */
#ifndef LOGDOC_VEC_H
#define LOGDOC_VEC_H

#include "mem.h"

#include <stdlib.h>
#include <string.h>

#define VEC(type)                                                                        \
    struct {                                                                             \
        type *items;                                                                     \
        size_t count, size;                                                              \
    }

/* Makes room for one more and counts it; the new item is not initialised. */
#define vec_push(vec)                                                                    \
    ((vec)->count == (vec)->size                                                         \
         ? (void)((vec)->size = (vec)->size ? (vec)->size * 2 : 8,                       \
                  (vec)->items =                                                         \
                      mem_resize((vec)->items, (vec)->size, sizeof(*(vec)->items)))      \
         : (void)0,                                                                      \
     &(vec)->items[(vec)->count++])

/* Drops the older half of the items. */
#define vec_forget_half(vec)                                                             \
    ((void)memmove((vec)->items, (vec)->items + (vec)->count / 2,                        \
                   ((vec)->count - (vec)->count / 2) * sizeof(*(vec)->items)),           \
     (vec)->count -= (vec)->count / 2)

#define vec_release(vec)                                                                 \
    (free((vec)->items), (vec)->items = NULL, (vec)->count = (vec)->size = 0)

#endif
