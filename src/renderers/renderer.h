/* SPDX-License-Identifier: MIT
 * Renderers: how is an answer shown? Each is one const struct in one table. Text of the
 * report is hostile: every renderer passes it through its escape function. */
#ifndef LOGDOC_RENDERER_H
#define LOGDOC_RENDERER_H

#include "strbuf.h"

#include <logdoc/diagnosis.h>
#include <logdoc/engine.h>

struct render_options {
    unsigned width; /* columns; 0: do not wrap */
    bool color;
    bool unicode; /* box and bullet characters may be used */
    bool verbose;
    bool stats;      /* text: the traffic too */
    const char *app; /* whose log it is, where there are several; NULL */
};

struct renderer {
    const char *name, *summary;
    const char *content_type;
    /* The whole answer as one document. */
    void (*report)(struct strbuf *out, const struct render_options *,
                   const struct logdoc_report *);
    /* One thing as it happens in a live source; NULL: this format is not for live use. */
    void (*happening)(struct strbuf *out, const struct render_options *,
                      enum logdoc_happening, const struct logdoc_diagnosis *);
    /* A live source lost lines, or, when `filled`, got them afterwards. */
    void (*gap)(struct strbuf *out, const struct render_options *,
                const struct logdoc_gap *, bool filled);
    /* The end of a live source: a short summary. NULL when `happening` is NULL. */
    void (*summary_line)(struct strbuf *out, const struct render_options *,
                         const struct logdoc_report *);
};

/* The members of the table. */
extern const struct renderer renderer_text, renderer_json, renderer_ndjson,
    renderer_markdown, renderer_html;

extern const struct renderer *const renderers[];        /* NULL at the end */
const struct renderer *renderer_find(const char *name); /* or NULL */

#endif
