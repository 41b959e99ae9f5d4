/* SPDX-License-Identifier: MIT
 * Many small objects, one release. */
#include "arena.h"

#include "mem.h"
#include "str.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define ARENA_BLOCK_SIZE ((size_t)16 * 1024)

/* The newest block stands first; only it is filled further. */
struct arena_block {
    struct arena_block *next;
    size_t size, used;
    alignas(max_align_t) char bytes[];
};

void arena_init(struct arena *arena)
{
    *arena = (struct arena){ 0 };
}

/* An oversized block is not worth keeping: the next use of the arena may be small. */
static bool worth_keeping(const struct arena_block *block)
{
    return block->size == ARENA_BLOCK_SIZE;
}

void arena_reset(struct arena *arena)
{
    struct arena_block *kept = NULL, *next;

    for (struct arena_block *block = arena->blocks; block; block = next) {
        next = block->next;
        if (!kept && worth_keeping(block))
            kept = block;
        else
            free(block);
    }
    if (kept) {
        kept->next = NULL;
        kept->used = 0;
    }
    arena->blocks = kept;
    arena->used = 0;
}

void arena_release(struct arena *arena)
{
    struct arena_block *next;

    for (struct arena_block *block = arena->blocks; block; block = next) {
        next = block->next;
        free(block);
    }
    arena_init(arena);
}

static struct arena_block *add_block(struct arena *arena, size_t needed)
{
    size_t size = needed > ARENA_BLOCK_SIZE ? needed : ARENA_BLOCK_SIZE;
    struct arena_block *block = mem_resize(NULL, sizeof(*block) + size, 1);

    *block = (struct arena_block){ .next = arena->blocks, .size = size };
    arena->blocks = block;
    return block;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    size_t step = alignof(max_align_t), rounded = (size + step - 1) / step * step;
    struct arena_block *block = arena->blocks;
    char *at;

    if (size > SIZE_MAX / 2)
        return mem_resize(NULL, SIZE_MAX, 2);
    if (!block || block->size - block->used < rounded)
        block = add_block(arena, rounded);
    at = block->bytes + block->used;
    memset(at, 0, rounded);
    block->used += rounded;
    arena->used += rounded;
    return at;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    return arena_alloc(arena, size && count > SIZE_MAX / size ? SIZE_MAX : count * size);
}

char *arena_text(struct arena *arena, logdoc_str s)
{
    char *text = arena_alloc(arena, s.len + 1);

    if (s.len)
        memcpy(text, s.at, s.len);
    return text;
}

char *arena_format(struct arena *arena, const char *format, ...)
{
    va_list arguments, again;
    int len;
    char *text;

    va_start(arguments, format);
    va_copy(again, arguments);
    len = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    text = arena_alloc(arena, len < 0 ? 1 : (size_t)len + 1);
    if (len > 0)
        vsnprintf(text, (size_t)len + 1, format, again);
    va_end(again);
    return text;
}

logdoc_str arena_str(struct arena *arena, logdoc_str s)
{
    return (logdoc_str){ arena_text(arena, s), s.len };
}
