/* SPDX-License-Identifier: MIT
 * Python text → words, strings and signs: enough to find imports and calls, and never
 * fooled by a comment or a string. It runs nothing. */
#ifndef LOGDOC_PYTHON_TOKENS_H
#define LOGDOC_PYTHON_TOKENS_H

#include "strbuf.h"
#include "vec.h"

enum python_token_kind {
    PYTHON_NAME,
    PYTHON_STRING, /* `text` is what stands between the quotes, as written */
    PYTHON_NUMBER,
    PYTHON_SIGN, /* one character; "==" and the like are two */
    PYTHON_END   /* of a logical line */
};

struct python_token {
    enum python_token_kind kind;
    logdoc_str text;
    size_t line;     /* 1-based */
    unsigned column; /* of the first byte; a tab counts up to the next 8th */
};

struct python_tokens {
    VEC(struct python_token) list; /* ends with PYTHON_END */
    /* The text with comments and strings in triple quotes blanked: as long as the text,
     * with the same lines. */
    struct strbuf code;
};

/* The views lie in `text`. Any bytes will do. */
void python_tokens_read(struct python_tokens *, logdoc_str text);
void python_tokens_release(struct python_tokens *);

#endif
