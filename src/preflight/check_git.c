/* SPDX-License-Identifier: MIT
 * What git will push, and what it will not. */
#include "checks.h"

#include "str.h"

static bool is_tracked_folder(const struct git *git, const char *folder)
{
    size_t len = strlen(folder);
    for (size_t i = 0; i < git->statuses.count; i++) {
        const struct hashmap_entry *entry = &git->statuses.entries[i];
        enum git_status status = (enum git_status)(uintptr_t)entry->value;
        if ((status == GIT_TRACKED || status == GIT_CHANGED) &&
            entry->key.len > len + 1 && memcmp(entry->key.at, folder, len) == 0 &&
            entry->key.at[len] == '/')
            return true;
    }
    return false;
}

void check_environment_committed(struct flaws *flaws, const struct rule *rule)
{
    const struct project *project = flaws->project;
    for (size_t i = 0; i < project->environments.count; i++) {
        const char *folder = project->environments.items[i];
        if (is_tracked_folder(&project->git, folder))
            flaws_add(flaws, rule, (struct flaw_place){ .file = folder }, "folder",
                      folder, NULL);
    }
}

/* Whether a file of that name matters on Heroku. */
static bool is_deployed(const struct flaws *flaws, const char *path)
{
    const struct hashmap *endings =
        table_words(ruleset_table(flaws->rules, "deployed-file"));
    for (size_t i = 0; i < endings->count; i++)
        if (str_ends(str_from(path), endings->entries[i].key))
            return true;
    return false;
}

void check_file_uncommitted(struct flaws *flaws, const struct rule *rule)
{
    const struct project *project = flaws->project;
    if (project->git.presence != GIT_READY)
        return;
    for (size_t i = 0; i < project->files.count; i++) {
        const char *path = project->files.items[i];
        enum git_status status = git_status_of(&project->git, path);
        if ((status == GIT_CHANGED || status == GIT_UNTRACKED) &&
            is_deployed(flaws, path))
            flaws_add(flaws, rule, (struct flaw_place){ .file = path }, "other", path,
                      status == GIT_CHANGED ? "changed" : "untracked", "yes", NULL);
    }
}

void check_no_repository(struct flaws *flaws, const struct rule *rule)
{
    enum git_presence presence = flaws->project->git.presence;
    if (presence != GIT_READY)
        flaws_add(flaws, rule, (struct flaw_place){ 0 },
                  presence == GIT_NO_PROGRAM ? "program" : "repository", "missing", NULL);
}

void check_not_at_root(struct flaws *flaws, const struct rule *rule)
{
    const char *prefix = flaws->project->git.prefix;
    size_t len = strlen(prefix);
    if (flaws->project->git.presence == GIT_READY && len > 0)
        flaws_add(flaws, rule, (struct flaw_place){ 0 }, "folder",
                  arena_text(flaws->arena, (logdoc_str){ prefix, len - 1 }), NULL);
}
