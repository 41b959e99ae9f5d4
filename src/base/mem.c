/* SPDX-License-Identifier: MIT
 * The only allocator. */
#include "mem.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void out_of_memory(void)
{
    (void)fputs("logdoc: out of memory\n", stderr);
    exit(2);
}

static void *checked(void *memory)
{
    if (!memory)
        out_of_memory();
    return memory;
}

void *mem_alloc(size_t size)
{
    return checked(malloc(size ? size : 1));
}

void *mem_zeroed(size_t count, size_t size)
{
    return checked(calloc(count ? count : 1, size ? size : 1));
}

void *mem_resize(void *old, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        out_of_memory();
    size_t bytes = count * size;
    return checked(realloc(old, bytes ? bytes : 1));
}

char *mem_copy_text(const char *at, size_t len)
{
    char *copy = mem_resize(NULL, len + 1, 1);
    if (len)
        memcpy(copy, at, len);
    copy[len] = '\0';
    return copy;
}
