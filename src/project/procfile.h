/* SPDX-License-Identifier: MIT
 * The Procfile: one process type and its command a line. */
#ifndef LOGDOC_PROCFILE_H
#define LOGDOC_PROCFILE_H

#include "arena.h"
#include "vec.h"

struct procfile_entry {
    const char *type, *command;
    const char *text; /* the whole line */
    size_t line;      /* 1-based */
};

struct procfile {
    VEC(struct procfile_entry) list;
    VEC(struct procfile_entry) broken; /* lines that Heroku cannot read; type is "" */
};

void procfile_read(struct arena *, logdoc_str text, struct procfile *out);
void procfile_release(struct procfile *);
/* The entry of a type, or NULL. */
const struct procfile_entry *procfile_find(const struct procfile *, const char *type);

/* What a command starts: the program without its path, and behind "python -m" the module.
 * Variables set in front are passed over. "" when there is none. */
logdoc_str procfile_program(const char *command);
/* The words of a command, one after the other, quotes removed only at the ends; false
 * behind the last. */
bool procfile_word(logdoc_str *rest, logdoc_str *word);
/* "module:object" of a gunicorn, uvicorn, hypercorn, daphne or waitress command, or
 * a word "module" of gunicorn alone; len 0 when there is none. */
logdoc_str procfile_target(const char *command);

#endif
