/* SPDX-License-Identifier: MIT
 * Gathers what the files of an app say. */
#include "project.h"

#include "package_lists.h"
#include "project_facts.h"
#include "str.h"

#include <sys/stat.h>

#define FILE_CAP ((size_t)1024 * 1024)
#define SOURCE_CAP 2000
#define SOURCES_SIZE_CAP ((size_t)64 * 1024 * 1024)
#define INCLUDE_CAP 20

static const char *const marks[] = { "Procfile",  "requirements.txt", "package.json",
                                     "Pipfile",   "pyproject.toml",   "Gemfile",
                                     "manage.py", "app.json",         ".git" };

static bool looks_like_app(const char *folder)
{
    struct stat status;
    struct strbuf path;
    bool found = false;
    strbuf_init(&path, 8192);
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]) && !found; i++) {
        strbuf_reset(&path);
        strbuf_add_format(&path, "%s/%s", folder, marks[i]);
        found = !path.truncated && lstat(path.at, &status) == 0;
    }
    strbuf_release(&path);
    return found;
}

char *project_find(const char *start)
{
    char *folder = realpath(start, NULL);
    while (folder && !looks_like_app(folder)) {
        char *slash = strrchr(folder, '/');
        if (!slash || slash == folder) {
            free(folder);
            return NULL;
        }
        *slash = '\0';
    }
    return folder;
}

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* A folder of installed packages is noted and not entered. */
static bool enter_folder(void *user, const char *path)
{
    struct project *project = user;
    struct strbuf mark;
    const char *name = last_part(path);
    strbuf_init(&mark, FOLDER_PATH_CAP);
    strbuf_add_format(&mark, "%s/pyvenv.cfg", path);
    bool environment = strcmp(name, "node_modules") == 0 ||
                       strcmp(name, "site-packages") == 0 ||
                       folder_has(&project->folder, mark.at);
    strbuf_release(&mark);
    if (environment)
        *vec_push(&project->environments) = arena_text(&project->arena, str_from(path));
    return !environment && strcmp(name, "__pycache__") != 0;
}

static void note_file(void *user, const char *path)
{
    struct project *project = user;
    *vec_push(&project->files) = arena_text(&project->arena, str_from(path));
}

static void read_text(struct project *project, const char *path, struct project_file *out)
{
    struct strbuf bytes, text;
    strbuf_init(&bytes, FILE_CAP);
    strbuf_init(&text, FILE_CAP * 2);
    enum folder_result result = folder_read(&project->folder, path, &bytes);
    *out = (struct project_file){ .path = path };
    out->exists = result == FOLDER_FOUND;
    out->refused = result == FOLDER_REFUSED;
    if (out->exists)
        out->encoding = text_decode(&text, strbuf_str(&bytes));
    out->text = arena_str(&project->arena, strbuf_str(&text));
    if (out->refused)
        *vec_push(&project->refused) = arena_text(&project->arena, str_from(path));
    strbuf_release(&text);
    strbuf_release(&bytes);
}

static void read_sources(struct project *project)
{
    size_t total = 0;
    for (size_t i = 0; i < project->files.count; i++) {
        const char *path = project->files.items[i];
        struct project_file file;
        if (!str_ends(str_from(path), STR(".py")) ||
            project->sources.count >= SOURCE_CAP || total > SOURCES_SIZE_CAP)
            continue;
        read_text(project, path, &file);
        total += file.text.len;
        if (file.exists && file.encoding != TEXT_BINARY)
            python_source_read(&project->arena, path, file.text,
                               vec_push(&project->sources));
    }
}

/* "-r base.txt" stands in the folder of the file that says it. */
static void read_includes(struct project *project)
{
    for (size_t i = 0; i < project->requirements.includes.count && i < INCLUDE_CAP; i++) {
        struct project_file file;
        struct requirements more = { 0 };
        read_text(project, project->requirements.includes.items[i], &file);
        requirements_read(&project->arena, file.text, &more);
        for (size_t k = 0; k < more.list.count; k++)
            hashmap_set(&project->packages, str_from(more.list.items[k].key), project);
        for (size_t k = 0; k < more.includes.count; k++)
            *vec_push(&project->requirements.includes) = more.includes.items[k];
        requirements_release(&more);
    }
}

static void read_packages(struct project *project)
{
    struct project_file pipfile, pyproject;
    requirements_read(&project->arena, project->requirements_file.text,
                      &project->requirements);
    for (size_t i = 0; i < project->requirements.list.count; i++)
        hashmap_set(&project->packages, str_from(project->requirements.list.items[i].key),
                    project);
    read_includes(project);
    read_text(project, "Pipfile", &pipfile);
    read_text(project, "pyproject.toml", &pyproject);
    package_list_pipfile(&project->arena, pipfile.text, &project->packages);
    package_list_pyproject(&project->arena, pyproject.text, &project->packages);
}

static void find_script(struct project *project)
{
    const struct procfile_entry *web = procfile_find(&project->procfile, "web");
    logdoc_str rest = str_from(web ? web->command : ""), word;
    bool python = false;
    while (procfile_word(&rest, &word)) {
        if (python && str_ends(word, STR(".py"))) {
            project->script = arena_text(&project->arena, word);
            return;
        }
        python = python || str_starts(word, STR("python"));
    }
}

bool project_open(struct project *project, const char *path, struct logdoc_error *error)
{
    struct folder folder;
    if (!folder_open(&folder, path, error))
        return false;
    *project = (struct project){ .folder = folder };
    arena_init(&project->arena);
    hashmap_init(&project->packages);
    hashmap_init(&project->facts);
    hashmap_init(&project->modules);
    hashmap_init(&project->small_modules);
    git_read(&project->git, &project->arena, folder.path);
    folder_list(&folder, enter_folder, note_file, project);
    project_note_modules(project);
    read_text(project, "requirements.txt", &project->requirements_file);
    read_text(project, "Procfile", &project->procfile_file);
    read_text(project, ".python-version", &project->python_version);
    read_text(project, "runtime.txt", &project->runtime);
    read_packages(project);
    read_sources(project);
    procfile_read(&project->arena, project->procfile_file.text, &project->procfile);
    find_script(project);
    project_facts_note(project);
    return true;
}

void project_close(struct project *project)
{
    if (!project->folder.path)
        return;
    for (size_t i = 0; i < project->sources.count; i++)
        python_source_release(&project->sources.items[i]);
    vec_release(&project->sources);
    vec_release(&project->files);
    vec_release(&project->environments);
    vec_release(&project->refused);
    requirements_release(&project->requirements);
    procfile_release(&project->procfile);
    hashmap_release(&project->packages);
    hashmap_release(&project->facts);
    hashmap_release(&project->modules);
    hashmap_release(&project->small_modules);
    git_release(&project->git);
    arena_release(&project->arena);
    folder_close(&project->folder);
}

bool project_has_fact(const struct project *project, const char *name)
{
    return hashmap_find(&project->facts, str_from(name)) != NULL;
}

bool project_lists(const struct project *project, const char *package)
{
    struct arena arena;
    arena_init(&arena);
    const char *key = requirement_key(&arena, str_from(package));
    bool listed = hashmap_find(&project->packages, str_from(key)) != NULL;
    arena_release(&arena);
    return listed;
}
