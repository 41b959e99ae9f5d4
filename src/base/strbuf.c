/* SPDX-License-Identifier: MIT
 * Growing bytes under a cap. */
#include "strbuf.h"

#include "mem.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char nothing[1];

void strbuf_init(struct strbuf *buf, size_t cap)
{
    *buf = (struct strbuf){ .at = nothing, .cap = cap };
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
    char *taken = buf->size ? buf->at : mem_copy_text("", 0);
    if (len)
        *len = buf->len;
    strbuf_init(buf, buf->cap);
    return taken;
}

static void make_room(struct strbuf *buf, size_t len)
{
    size_t wanted = buf->len + len + 1;
    if (wanted <= buf->size)
        return;
    size_t size = buf->size ? buf->size : 64;
    while (size < wanted)
        size *= 2;
    buf->at = mem_resize(buf->size ? buf->at : NULL, size, 1);
    buf->size = size;
}

void strbuf_add(struct strbuf *buf, const void *at, size_t len)
{
    if (len > buf->cap - buf->len) {
        len = buf->cap - buf->len;
        buf->truncated = true;
    }
    if (len == 0)
        return;
    make_room(buf, len);
    memcpy(buf->at + buf->len, at, len);
    buf->len += len;
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
    va_list list, again;
    va_start(list, format);
    va_copy(again, list);
    int len = vsnprintf(NULL, 0, format, list);
    va_end(list);
    if (len > 0) {
        char *text = mem_alloc((size_t)len + 1);
        (void)vsnprintf(text, (size_t)len + 1, format, again);
        strbuf_add(buf, text, (size_t)len);
        free(text);
    }
    va_end(again);
}

void strbuf_remove_front(struct strbuf *buf, size_t len)
{
    if (len > buf->len)
        len = buf->len;
    if (len == 0)
        return;
    memmove(buf->at, buf->at + len, buf->len - len);
    buf->len -= len;
    buf->at[buf->len] = '\0';
}

logdoc_str strbuf_str(const struct strbuf *buf)
{
    return (logdoc_str){ buf->at, buf->len };
}
