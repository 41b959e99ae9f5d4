/* SPDX-License-Identifier: MIT
 * Text with {captures}: "{name}", "{name|fallback}", "{name:upper}" in capitals, "{{" for
 * a brace. */
#ifndef LOGDOC_TEMPLATE_H
#define LOGDOC_TEMPLATE_H

#include "strbuf.h"

enum template_quoting {
    TEMPLATE_PLAIN, /* values as they are */
    TEMPLATE_SHELL  /* each value becomes one shell word */
};

/* Gives the value of a name; at == NULL when it has none. */
typedef logdoc_str template_find(void *user, logdoc_str name);

/* Appends `text` with its captures filled in. False when one has neither value nor
 * fallback; `out` then holds a part and the caller drops it. */
bool template_render(struct strbuf *out, const char *text, enum template_quoting,
                     template_find *find, void *user);

/* Calls `each` for every name in `text`; false when the text is malformed (a brace that
 * does not close, an empty name) or `each` returned false. */
bool template_names(const char *text,
                    bool (*each)(void *user, logdoc_str name, bool has_fallback),
                    void *user);

#endif
