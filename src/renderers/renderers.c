/* SPDX-License-Identifier: MIT
 * The table of renderers. */
#include "renderer.h"

#include <string.h>

const struct renderer *const renderers[] = {
    &renderer_text,     &renderer_json, &renderer_ndjson,
    &renderer_markdown, &renderer_html, NULL,
};

const struct renderer *renderer_find(const char *name)
{
    for (const struct renderer *const *each = renderers; *each; each++) {
        if (strcmp((*each)->name, name) == 0)
            return *each;
    }
    return NULL;
}
