/* SPDX-License-Identifier: MIT
 * Blocks of memory that are handed out from the front and freed together. */
#include "arena.h"

#include "mem.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_SIZE ((size_t)16 * 1024)
#define ALIGNMENT _Alignof(max_align_t)

struct arena_block {
    struct arena_block *next;
    size_t used, size;
    max_align_t memory[];
};

void arena_init(struct arena *arena)
{
    *arena = (struct arena){ NULL, 0 };
}

static void free_blocks(struct arena_block *block)
{
    while (block) {
        struct arena_block *next = block->next;
        free(block);
        block = next;
    }
}

void arena_reset(struct arena *arena)
{
    arena->used = 0;
    if (!arena->blocks)
        return;
    free_blocks(arena->blocks->next);
    arena->blocks->next = NULL;
    arena->blocks->used = 0;
}

void arena_release(struct arena *arena)
{
    free_blocks(arena->blocks);
    arena_init(arena);
}

static struct arena_block *block_for(struct arena *arena, size_t size)
{
    struct arena_block *block = arena->blocks;
    if (block && block->size - block->used >= size)
        return block;
    size_t room = size > BLOCK_SIZE ? size : BLOCK_SIZE;
    block = mem_alloc(sizeof(*block) + room);
    *block = (struct arena_block){ .next = arena->blocks, .size = room };
    arena->blocks = block;
    return block;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    size_t rounded = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    struct arena_block *block = block_for(arena, rounded);
    void *memory = (char *)block->memory + block->used;
    block->used += rounded;
    arena->used += rounded;
    memset(memory, 0, rounded);
    return memory;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    if (size && count > (SIZE_MAX - BLOCK_SIZE) / size)
        abort();
    return arena_alloc(arena, count * size);
}

char *arena_text(struct arena *arena, logdoc_str s)
{
    char *copy = arena_alloc(arena, s.len + 1);
    if (s.len)
        memcpy(copy, s.at, s.len);
    return copy;
}

logdoc_str arena_str(struct arena *arena, logdoc_str s)
{
    return (logdoc_str){ arena_text(arena, s), s.len };
}

char *arena_format(struct arena *arena, const char *format, ...)
{
    va_list list, again;
    va_start(list, format);
    va_copy(again, list);
    int len = vsnprintf(NULL, 0, format, list);
    va_end(list);
    char *text = arena_alloc(arena, (size_t)(len < 0 ? 0 : len) + 1);
    (void)vsnprintf(text, (size_t)(len < 0 ? 0 : len) + 1, format, again);
    va_end(again);
    return text;
}
