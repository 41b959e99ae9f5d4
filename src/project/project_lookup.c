/* SPDX-License-Identifier: MIT
 * Finds files and modules in a project. */
#include "project.h"

#include "ascii.h"
#include "str.h"

const char *project_file(const struct project *project, const char *path)
{
    for (size_t i = 0; i < project->files.count; i++)
        if (strcmp(project->files.items[i], path) == 0)
            return project->files.items[i];
    return NULL;
}

const char *project_file_in_other_case(const struct project *project, const char *path)
{
    for (size_t i = 0; i < project->files.count; i++)
        if (strcmp(project->files.items[i], path) != 0 &&
            str_equal_ignoring_case(str_from(project->files.items[i]), str_from(path)))
            return project->files.items[i];
    return NULL;
}

const struct python_source *project_source(const struct project *project,
                                           const char *path)
{
    for (size_t i = 0; i < project->sources.count; i++)
        if (strcmp(project->sources.items[i].path, path) == 0)
            return &project->sources.items[i];
    return NULL;
}

static void note_module(struct project *project, logdoc_str stem, const char *path)
{
    char *small = arena_text(&project->arena, stem);
    for (char *at = small; *at; at++)
        *at = ascii_lower(*at);
    void *file = (void *)path; /* only read */
    if (!hashmap_find(&project->modules, stem))
        hashmap_set(&project->modules, stem, file);
    if (!hashmap_find(&project->small_modules, str_from(small)))
        hashmap_set(&project->small_modules, str_from(small), file);
}

void project_note_modules(struct project *project)
{
    for (size_t i = 0; i < project->files.count; i++) {
        const char *path = project->files.items[i];
        logdoc_str stem = str_from(path);
        if (!str_ends(stem, STR(".py")))
            continue;
        for (size_t k = 0; k < stem.len; k++)
            if (path[k] == '/')
                note_module(project, (logdoc_str){ path, k }, path);
        note_module(project, (logdoc_str){ path, stem.len - 3 }, path);
    }
}

static const char *find_stem(const struct project *project, struct strbuf *stem,
                             bool ignoring_case)
{
    for (size_t i = 0; ignoring_case && i < stem->len; i++)
        stem->at[i] = ascii_lower(stem->at[i]);
    return hashmap_find(ignoring_case ? &project->small_modules : &project->modules,
                        strbuf_str(stem));
}

static void add_module(struct strbuf *stem, const char *module)
{
    for (; *module; module++)
        strbuf_add_char(stem, *module == '.' ? '/' : *module);
}

const char *project_module(const struct project *project, const char *module,
                           const char *from, bool ignoring_case)
{
    const char *slash = from ? strrchr(from, '/') : NULL;
    size_t folder_len = slash ? (size_t)(slash + 1 - from) : 0;
    const logdoc_str folders[] = { { "", 0 }, { from, folder_len }, STR("src/") };
    const char *found = NULL;
    for (size_t i = 0; i < 3 && !found; i++) {
        struct strbuf stem;
        strbuf_init(&stem, FOLDER_PATH_CAP);
        strbuf_add_str(&stem, folders[i]);
        add_module(&stem, module);
        found = find_stem(project, &stem, ignoring_case);
        strbuf_release(&stem);
    }
    return found;
}
