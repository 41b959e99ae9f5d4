/* SPDX-License-Identifier: MIT
 * The app's folder that a command works with, and what the pre-flight found in it. */
#ifndef LOGDOC_APP_FOLDER_H
#define LOGDOC_APP_FOLDER_H

#include "options.h"
#include "preflight.h"

struct app_folder {
    struct project project;
    struct preflight preflight;
    bool open;
};

/* `path` NULL: the nearest folder from the current one upward that looks like an app's.
 * The rules must outlive it. */
bool app_folder_open(struct app_folder *, const char *path, const struct options *,
                     struct logdoc_ruleset *, struct logdoc_error *);
/* Accepts one that is not open. */
void app_folder_release(struct app_folder *);

/* The report, its advice made exact when a folder is open; lent by both. */
const struct logdoc_report *app_folder_exact(struct app_folder *,
                                             const struct logdoc_report *);
/* Facts for the engine; NULL when no folder is open. */
const char *const *app_folder_facts(struct app_folder *);

#endif
