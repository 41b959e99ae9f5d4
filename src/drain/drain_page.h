/* SPDX-License-Identifier: MIT
 * The live page: the incidents of all apps, the last changed first. No I/O. Whatever the
 * page shows it gets as JSON and puts into the document as text. */
#ifndef LOGDOC_DRAIN_PAGE_H
#define LOGDOC_DRAIN_PAGE_H

#include "strbuf.h"
#include "vec.h"

#define PAGE_INCIDENTS 100

struct page_incident {
    char *key;      /* app, rule and subject */
    char *document; /* JSON */
};

struct drain_page {
    VEC(struct page_incident) incidents; /* the last changed at the end */
    uint64_t serial;                     /* of the last change */
};

void drain_page_release(struct drain_page *); /* accepts one of zeros */
/* Texts are copied. The oldest beyond the cap is forgotten. */
void drain_page_put(struct drain_page *, const char *key, const char *document);

/* Writes "/", one of the page's files or "/events", the latter as one event with the
 * serial as its id, after which the browser asks again; nothing but that advice when it
 * has seen `last_id`. Returns the content type, or NULL: there is no such thing. */
const char *drain_page_show(const struct drain_page *, const char *path,
                            const char *last_id, struct strbuf *out);

#endif
