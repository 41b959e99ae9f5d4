/* SPDX-License-Identifier: MIT
 * Growing bytes with a cap from birth. */
#include "strbuf.h"

#include "mem.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STRBUF_FIRST_SIZE ((size_t)64)

/* What `at` of an empty strbuf points to; never written while `size` is 0. */
static char empty_text[1];

void strbuf_init(struct strbuf *buf, size_t cap)
{
    *buf = (struct strbuf){ .at = empty_text, .cap = cap };
}

void strbuf_reset(struct strbuf *buf)
{
    buf->len = 0;
    buf->truncated = false;
    if (buf->size)
        buf->at[0] = '\0';
}

void strbuf_release(struct strbuf *buf)
{
    if (buf->size)
        free(buf->at);
    strbuf_init(buf, buf->cap);
}

char *strbuf_take(struct strbuf *buf, size_t *len)
{
    char *text = buf->size ? buf->at : mem_copy_text("", 0);

    if (len)
        *len = buf->len;
    strbuf_init(buf, buf->cap);
    return text;
}

/* Room for up to `wanted` more bytes; returns how many fit under the cap. */
static size_t reserve(struct strbuf *buf, size_t wanted)
{
    size_t left = buf->cap - buf->len, size;

    if (wanted > left) {
        buf->truncated = true;
        wanted = left;
    }
    if (buf->len + wanted < buf->size || wanted == 0)
        return wanted;
    size = buf->size ? buf->size : STRBUF_FIRST_SIZE;
    while (size <= buf->len + wanted)
        size = size > SIZE_MAX / 2 ? SIZE_MAX : size * 2;
    if (size > buf->cap)
        size = buf->cap + 1;
    buf->at = mem_resize(buf->size ? buf->at : NULL, size, 1);
    buf->size = size;
    return wanted;
}

void strbuf_add(struct strbuf *buf, const void *at, size_t len)
{
    size_t fits = reserve(buf, len);

    if (fits == 0)
        return;
    memcpy(buf->at + buf->len, at, fits);
    buf->len += fits;
    buf->at[buf->len] = '\0';
}

void strbuf_add_str(struct strbuf *buf, logdoc_str s)
{
    strbuf_add(buf, s.at, s.len);
}

void strbuf_add_text(struct strbuf *buf, const char *text)
{
    strbuf_add(buf, text, strlen(text));
}

void strbuf_add_char(struct strbuf *buf, char c)
{
    strbuf_add(buf, &c, 1);
}

void strbuf_add_format(struct strbuf *buf, const char *format, ...)
{
    va_list arguments, again;
    int len;
    size_t fits;

    va_start(arguments, format);
    va_copy(again, arguments);
    len = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    fits = reserve(buf, len < 0 ? 0 : (size_t)len);
    if (fits > 0) {
        vsnprintf(buf->at + buf->len, fits + 1, format, again);
        buf->len += fits;
    }
    va_end(again);
}

void strbuf_remove_front(struct strbuf *buf, size_t len)
{
    if (len >= buf->len) {
        strbuf_reset(buf);
        return;
    }
    if (len == 0)
        return;
    memmove(buf->at, buf->at + len, buf->len - len + 1);
    buf->len -= len;
}

logdoc_str strbuf_str(const struct strbuf *buf)
{
    return (logdoc_str){ buf->at, buf->len };
}
