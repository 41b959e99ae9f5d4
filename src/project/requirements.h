/* SPDX-License-Identifier: MIT
 * requirements.txt as pip reads it: comments, markers, hashes, continued lines, -r, -e.
 */
#ifndef LOGDOC_REQUIREMENTS_H
#define LOGDOC_REQUIREMENTS_H

#include "arena.h"
#include "strbuf.h"
#include "vec.h"

struct requirement {
    const char *key;      /* the name, normalized: "flask-session" */
    logdoc_str name;      /* as it is written */
    logdoc_str extras;    /* "standard" of uvicorn[standard] */
    logdoc_str specifier; /* "==2.0", "" */
    logdoc_str marker;    /* what stands behind ';' */
    size_t line;          /* 1-based */
};

struct requirements {
    VEC(struct requirement) list;
    VEC(const char *) includes; /* of -r, as written */
};

/* Reads one line; false when it names no package (a comment, an option, a bare URL).
 * The views lie in `line`, the key in the arena. */
bool requirement_parse(struct arena *, logdoc_str line, struct requirement *out);
/* Reads a whole file. The views lie in `text`. */
void requirements_read(struct arena *, logdoc_str text, struct requirements *out);
void requirements_release(struct requirements *);
/* The first with that key, or NULL. */
const struct requirement *requirements_find(const struct requirements *, const char *key);

/* Lower case; runs of '-', '_' and '.' become one '-'. */
const char *requirement_key(struct arena *, logdoc_str name);

/* Edits of the text of a requirements file, in the file's own style and line ends.
 * Adding a package that is there already changes nothing, but for another specifier or
 * extras, which replace the old ones. `removed` is a name, with or without a specifier;
 * with one, only that very requirement is removed. */
void requirements_add(struct strbuf *out, logdoc_str text, const char *added);
void requirements_remove(struct strbuf *out, logdoc_str text, const char *removed);
/* Puts `added` into the place of `removed`, or adds it. */
void requirements_replace(struct strbuf *out, logdoc_str text, const char *removed,
                          const char *added);

#endif
