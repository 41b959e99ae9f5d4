/* SPDX-License-Identifier: MIT
 * Finds and reads the app's folder. */
#include "app_folder.h"

#include "error.h"

bool app_folder_open(struct app_folder *folder, const char *path,
                     const struct options *options, struct logdoc_ruleset *rules,
                     struct logdoc_error *error)
{
    char *found = path ? NULL : project_find(".");
    if (!path && !found)
        return error_set(error, "",
                         "no folder of an app was found here or above: name it with "
                         "'--project DIR'");
    folder->open = ruleset_complete_all(rules, error) &&
                   project_open(&folder->project, path ? path : found, error);
    if (folder->open)
        preflight_run(&folder->preflight, rules, &folder->project, options->no_redact);
    free(found);
    return folder->open;
}

void app_folder_release(struct app_folder *folder)
{
    if (!folder->open)
        return;
    preflight_release(&folder->preflight);
    project_close(&folder->project);
    folder->open = false;
}

const struct logdoc_report *app_folder_exact(struct app_folder *folder,
                                             const struct logdoc_report *report)
{
    return folder->open ? preflight_make_exact(&folder->preflight, report) : report;
}

const char *const *app_folder_facts(struct app_folder *folder)
{
    return folder->open ? preflight_facts(&folder->preflight) : NULL;
}
