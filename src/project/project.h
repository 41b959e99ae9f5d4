/* SPDX-License-Identifier: MIT
 * The app as Heroku would see it: its files, read but never run. */
#ifndef LOGDOC_PROJECT_H
#define LOGDOC_PROJECT_H

#include "folder.h"
#include "git.h"
#include "procfile.h"
#include "python_source.h"
#include "requirements.h"
#include "text_encoding.h"

/* A text file at the top of the folder. */
struct project_file {
    const char *path;
    bool exists, refused; /* refused: a link, too large, no regular file */
    enum text_encoding encoding;
    logdoc_str text; /* as UTF-8 */
};

struct project {
    struct folder folder;
    struct arena arena; /* owns all strings */
    struct git git;
    VEC(const char *) files; /* every file, but for those of `environments` and .git */
    /* "shop/views" → its file, "shop" → one of its files; the second in small letters. */
    struct hashmap modules, small_modules;
    VEC(const char *) environments; /* virtual environments, node_modules: "venv" */
    VEC(struct python_source) sources;
    VEC(const char *) refused; /* files that are not read: too large, links */
    struct project_file requirements_file, procfile_file, python_version, runtime;
    struct requirements requirements; /* of requirements.txt and what it includes */
    struct procfile procfile;
    struct hashmap packages; /* normalized names, from whatever file lists them */
    struct hashmap facts;    /* "django", "pip", "git" …; see docs/RULES.md */
    const char *script;      /* "app.py" of "web: python app.py", or NULL */
};

/* Reads the folder. On failure nothing has to be closed. */
bool project_open(struct project *, const char *path, struct logdoc_error *);
/* Accepts one of zeros. */
void project_close(struct project *);

/* The nearest folder from `start` upward that looks like an app's: it has a Procfile, a
 * requirements.txt, a package.json … or is the top of a git repository. NULL when there
 * is none; the caller frees the result. */
char *project_find(const char *start);

bool project_has_fact(const struct project *, const char *name);
bool project_lists(const struct project *, const char *package);
/* A file with exactly this path, or NULL; ignoring case, the first that is another. */
const char *project_file(const struct project *, const char *path);
const char *project_file_in_other_case(const struct project *, const char *path);
/* The source, or NULL. */
const struct python_source *project_source(const struct project *, const char *path);
/* Fills `modules`; for project_open(). */
void project_note_modules(struct project *);
/* The path of the file of an own module ("helpers", "shop.views"), looked for in the
 * folder, beside `from` and in src/, or NULL. Of a folder of modules it is one of the
 * files in it. */
const char *project_module(const struct project *, const char *module, const char *from,
                           bool ignoring_case);

#endif
