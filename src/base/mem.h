/* SPDX-License-Identifier: MIT
 * Allocation that cannot fail: when memory is gone one handler writes a line to standard
 * error and ends the program with status 2. Every size that input controls is capped by
 * the caller first. These are the only calls to malloc and realloc in the project. */
#ifndef LOGDOC_MEM_H
#define LOGDOC_MEM_H

#include <stddef.h>

/* Never NULL, also for size 0. Freed with free(). */
void *mem_alloc(size_t size);
void *mem_zeroed(size_t count, size_t size);
/* count * size is checked for overflow. */
void *mem_resize(void *old, size_t count, size_t size);
/* A NUL-terminated copy. */
char *mem_copy_text(const char *at, size_t len);

#endif
