/* SPDX-License-Identifier: MIT
 * The list behind the live page. */
#include "drain_page.h"

#include "page_files.h"
#include "str.h"

#include <inttypes.h>

#define RETRY_MS 1000 /* how soon the browser asks again */

static void forget(struct drain_page *page, size_t index)
{
    struct page_incident *incident = &page->incidents.items[index];
    free(incident->key);
    free(incident->document);
    memmove(incident, incident + 1,
            (--page->incidents.count - index) * sizeof(*incident));
}

void drain_page_release(struct drain_page *page)
{
    while (page->incidents.count > 0)
        forget(page, page->incidents.count - 1);
    vec_release(&page->incidents);
}

void drain_page_put(struct drain_page *page, const char *key, const char *document)
{
    for (size_t i = 0; i < page->incidents.count; i++) {
        if (strcmp(page->incidents.items[i].key, key) != 0)
            continue;
        if (strcmp(page->incidents.items[i].document, document) == 0)
            return;
        forget(page, i);
        break;
    }
    if (page->incidents.count == PAGE_INCIDENTS)
        forget(page, 0);
    *vec_push(&page->incidents) =
        (struct page_incident){ mem_copy_text(key, strlen(key)),
                                mem_copy_text(document, strlen(document)) };
    page->serial++;
}

static void add_event(const struct drain_page *page, const char *last_id,
                      struct strbuf *out)
{
    char id[24];
    snprintf(id, sizeof(id), "%" PRIu64, page->serial + 1);
    strbuf_add_format(out, "retry: %d\n\n", RETRY_MS);
    if (strcmp(id, last_id) == 0)
        return;
    strbuf_add_format(out, "id: %s\ndata: {\"incidents\":[", id);
    for (size_t i = page->incidents.count; i-- > 0;) {
        strbuf_add_text(out, page->incidents.items[i].document);
        strbuf_add_text(out, i > 0 ? "," : "");
    }
    strbuf_add_text(out, "]}\n\n");
}

static const char *content_type(const char *name)
{
    static const struct {
        const char *end, *type;
    } types[] = { { ".html", "text/html; charset=utf-8" },
                  { ".css", "text/css; charset=utf-8" },
                  { ".js", "text/javascript; charset=utf-8" } };
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
        if (str_ends(str_from(name), str_from(types[i].end)))
            return types[i].type;
    return "application/octet-stream";
}

const char *drain_page_show(const struct drain_page *page, const char *path,
                            const char *last_id, struct strbuf *out)
{
    if (strcmp(path, "/events") == 0) {
        add_event(page, last_id, out);
        return "text/event-stream";
    }
    if (*path != '/')
        return NULL;
    const char *wanted = path[1] ? path + 1 : "index.html";
    for (size_t i = 0; i < page_files_count; i++) {
        const struct embedded_file *file = &page_files[i];
        if (strcmp(wanted, file->name) != 0)
            continue;
        strbuf_add_str(out, embedded_text(file));
        return content_type(file->name);
    }
    return NULL;
}
