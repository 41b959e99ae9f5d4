/* SPDX-License-Identifier: MIT
 * What a Python file says about the app: imports, names at its top, variables of the
 * environment that it reads. */
#ifndef LOGDOC_PYTHON_SOURCE_H
#define LOGDOC_PYTHON_SOURCE_H

#include "arena.h"
#include "vec.h"

struct python_import {
    const char *module; /* "flask_session.sessions"; of "from . import x": "" */
    const char *name;   /* of "from module import name"; NULL: none */
    size_t line;
    unsigned level; /* leading dots */
    bool optional;  /* within try: the code goes on without it */
};

struct python_name {
    const char *name;
    const char *callee; /* of name = callee(…), its last part; "" otherwise */
    size_t line;
};

struct python_variable {
    const char *name;
    size_t line;
    bool required; /* os.environ["X"]: without it the code stops */
};

struct python_source {
    const char *path;
    logdoc_str text, code; /* code: comments and docstrings blanked, same length */
    VEC(struct python_import) imports;
    VEC(struct python_name) names; /* at the top, not within a def or class */
    VEC(struct python_variable) variables;
    bool star; /* from x import *: further names are not known */
};

/* `path` and `text` are copied into the arena, where all strings lie. */
void python_source_read(struct arena *, const char *path, logdoc_str text,
                        struct python_source *out);
void python_source_release(struct python_source *);
/* The name at the top of the file, or NULL. */
const struct python_name *python_source_name(const struct python_source *,
                                             logdoc_str name);

#endif
