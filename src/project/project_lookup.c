/* SPDX-License-Identifier: MIT
 * Finds files and modules in a project. */
#include "project.h"

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

static bool begins(const char *text, logdoc_str start, bool ignoring_case)
{
    logdoc_str head = { text, start.len };
    if (strlen(text) < start.len)
        return false;
    return ignoring_case ? str_equal_ignoring_case(head, start) && !str_equal(head, start)
                         : str_equal(head, start);
}

/* `stem` is "shop/views": the file shop/views.py or the folder shop/views/. */
static const char *find_stem(const struct project *project, const struct strbuf *stem,
                             bool ignoring_case)
{
    for (size_t i = 0; i < project->files.count; i++) {
        const char *path = project->files.items[i];
        if (!str_ends(str_from(path), STR(".py")) ||
            !begins(path, strbuf_str(stem), ignoring_case))
            continue;
        if (strcmp(path + stem->len, ".py") == 0 || path[stem->len] == '/')
            return path;
    }
    return NULL;
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
