/* SPDX-License-Identifier: MIT
 * Growing bytes with a cap from birth. `at` is never NULL and always NUL-terminated
 * (the NUL is not counted). What does not fit under the cap is dropped and `truncated`
 * is set: a hostile input cannot take the machine with it. */
#ifndef LOGDOC_STRBUF_H
#define LOGDOC_STRBUF_H

#include <logdoc/types.h>

struct strbuf {
    char *at;
    size_t len, size, cap;
    bool truncated;
};

/* Does not allocate. `cap` is the largest length it may grow to. */
void strbuf_init(struct strbuf *, size_t cap);
/* Empty again, keeps its memory. */
void strbuf_reset(struct strbuf *);
/* Accepts a strbuf of zeros. */
void strbuf_release(struct strbuf *);
/* The caller owns the result and frees it; the strbuf is empty afterwards. */
char *strbuf_take(struct strbuf *, size_t *len);

void strbuf_add(struct strbuf *, const void *at, size_t len);
void strbuf_add_str(struct strbuf *, logdoc_str);
void strbuf_add_text(struct strbuf *, const char *text);
void strbuf_add_char(struct strbuf *, char);
void strbuf_add_format(struct strbuf *, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Removes `len` bytes at the front. */
void strbuf_remove_front(struct strbuf *, size_t len);
logdoc_str strbuf_str(const struct strbuf *);

#endif
