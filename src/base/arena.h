/* SPDX-License-Identifier: MIT
 * Many small objects, one release. What is allocated lives until the arena is reset or
 * released; nothing is freed alone. */
#ifndef LOGDOC_ARENA_H
#define LOGDOC_ARENA_H

#include <logdoc/types.h>

struct arena {
    struct arena_block *blocks;
    size_t used; /* bytes handed out */
};

void arena_init(struct arena *);
/* Forgets all objects, keeps one block for the next. */
void arena_reset(struct arena *);
/* Accepts an arena of zeros. */
void arena_release(struct arena *);

/* Aligned for any type, zeroed. Never NULL. */
void *arena_alloc(struct arena *, size_t size);
void *arena_array(struct arena *, size_t count, size_t size);
/* NUL-terminated copies. */
char *arena_text(struct arena *, logdoc_str);
char *arena_format(struct arena *, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* A view of a copy (NUL-terminated behind its end). */
logdoc_str arena_str(struct arena *, logdoc_str);

#endif
