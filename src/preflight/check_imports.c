/* SPDX-License-Identifier: MIT
 * Imports against the lists of packages and against the files that git has. */
#include "checks.h"

#include "str.h"

static bool table_has(const struct flaws *flaws, const char *table, const char *word)
{
    return table_find(ruleset_table(flaws->rules, table), str_from(word)) != NULL;
}

static const char *top_of(const struct flaws *flaws, const char *module)
{
    logdoc_str rest = str_from(module);
    return arena_text(flaws->arena, str_cut(&rest, '.'));
}

/* "a.b.c" → "a.b" → "a" → "" */
static logdoc_str parent_of(logdoc_str module)
{
    while (module.len > 0 && module.at[module.len - 1] != '.')
        module.len--;
    module.len -= module.len > 0;
    return module;
}

/* What the module or the nearest of its parents is known by, or NULL. */
static const char *known_package(const struct flaws *flaws, logdoc_str module)
{
    const struct table *packages = ruleset_table(flaws->rules, "import-package");
    const char *package = NULL;
    for (; module.len > 0 && !package; module = parent_of(module))
        package = table_find(packages, module);
    return package;
}

/* Many packages put their modules under one name, which is none itself: google, azure. */
static bool is_namespace(const struct flaws *flaws, const char *top)
{
    const struct hashmap *packages =
        table_words(ruleset_table(flaws->rules, "import-package"));
    logdoc_str name = str_from(top);
    for (size_t i = 0; i < packages->count; i++) {
        logdoc_str key = packages->entries[i].key;
        if (str_starts(key, name) && key.len > name.len && key.at[name.len] == '.')
            return true;
    }
    return false;
}

const char *check_package_of(const struct flaws *flaws, const char *module, bool *sure)
{
    const char *top = top_of(flaws, module);
    const char *package = known_package(flaws, str_from(module));
    if (!package && table_has(flaws, "same-name-package", top))
        package = top;
    *sure = package != NULL;
    if (package)
        return package;
    return table_has(flaws, "stdlib", top) || table_has(flaws, "removed-stdlib", top) ||
                   table_has(flaws, "never-package", top) || is_namespace(flaws, top)
               ? NULL
               : top;
}

static bool is_stdlib(const struct flaws *flaws, const char *top)
{
    return table_has(flaws, "stdlib", top) || table_has(flaws, "removed-stdlib", top);
}

/* A package comes along when one that brings it is listed: Werkzeug with Flask. */
static bool is_brought(const struct flaws *flaws, const char *package)
{
    struct arena *arena = flaws->arena;
    const char *key = requirement_key(arena, str_from(package));
    const char *names =
        table_find(ruleset_table(flaws->rules, "brought-by"), str_from(key));
    logdoc_str rest = str_from(names ? names : "");
    while (rest.len > 0)
        if (project_lists(flaws->project, arena_text(arena, str_cut(&rest, ' '))))
            return true;
    return false;
}

/* Another name under which the same modules are installed: psycopg2-binary. */
static bool has_equal(const struct flaws *flaws, const char *package)
{
    struct arena *arena = flaws->arena;
    const char *key = requirement_key(arena, str_from(package));
    const char *names =
        table_find(ruleset_table(flaws->rules, "equal-packages"), str_from(key));
    logdoc_str rest = str_from(names ? names : "");
    while (rest.len > 0)
        if (project_lists(flaws->project, arena_text(arena, str_cut(&rest, ' '))))
            return true;
    return false;
}

static bool is_listed(const struct flaws *flaws, const char *package)
{
    return project_lists(flaws->project, package) || has_equal(flaws, package) ||
           is_brought(flaws, package);
}

typedef void import_check(struct flaws *, const struct rule *,
                          const struct python_source *, const struct python_import *);

static void each_import(struct flaws *flaws, const struct rule *rule, import_check *check)
{
    for (size_t i = 0; i < flaws->project->sources.count; i++) {
        const struct python_source *source = &flaws->project->sources.items[i];
        for (size_t k = 0; k < source->imports.count; k++)
            check(flaws, rule, source, &source->imports.items[k]);
    }
}

static struct flaw_place place_of(const struct flaws *flaws,
                                  const struct python_source *source, size_t line)
{
    logdoc_str rest = source->text, text = { "", 0 };
    for (size_t i = 0; i < line && rest.len > 0; i++)
        text = str_cut(&rest, '\n');
    return (struct flaw_place){ source->path, line,
                                arena_text(flaws->arena, str_trim(text)) };
}

static bool is_own(const struct flaws *flaws, const struct python_source *source,
                   const char *top)
{
    return project_module(flaws->project, top, source->path, false) != NULL;
}

/* "google.cloud.storage" of `from google.cloud import storage`. */
static const char *full_name(const struct flaws *flaws,
                             const struct python_import *import)
{
    return import->name
               ? arena_format(flaws->arena, "%s.%s", import->module, import->name)
               : import->module;
}

/* The package that an import needs, or NULL when it needs none. */
static const char *needed(const struct flaws *flaws, const struct python_source *source,
                          const struct python_import *import, bool *sure)
{
    const char *top = top_of(flaws, import->module);
    if (import->level > 0 || !*top || is_stdlib(flaws, top) ||
        is_own(flaws, source, top) ||
        project_module(flaws->project, top, source->path, true))
        return NULL;
    return check_package_of(flaws, full_name(flaws, import), sure);
}

static void look_unlisted(struct flaws *flaws, const struct rule *rule,
                          const struct python_source *source,
                          const struct python_import *import)
{
    bool sure = false;
    const char *package = needed(flaws, source, import, &sure);
    if (!package || import->optional || is_listed(flaws, package) ||
        project_lists(flaws->project, top_of(flaws, import->module)))
        return;
    const char *top = top_of(flaws, import->module);
    flaws_add(flaws, rule, place_of(flaws, source, import->line), "module",
              is_namespace(flaws, top) ? full_name(flaws, import) : top, "package",
              package, "known", sure ? "yes" : NULL, NULL);
}

void check_import_unlisted(struct flaws *flaws, const struct rule *rule)
{
    each_import(flaws, rule, look_unlisted);
}

static const char *list_file(const struct flaws *flaws)
{
    return project_has_fact(flaws->project, "pipenv")   ? "Pipfile"
           : project_has_fact(flaws->project, "poetry") ? "pyproject.toml"
           : project_has_fact(flaws->project, "uv")     ? "pyproject.toml"
                                                        : "requirements.txt";
}

static void look_listed(struct flaws *flaws, const struct rule *rule,
                        const struct python_source *source,
                        const struct python_import *import, bool committed)
{
    bool sure = false;
    const char *package = needed(flaws, source, import, &sure);
    const char *list = list_file(flaws);
    enum git_status status = git_status_of(&flaws->project->git, list);
    if (!package || !project_lists(flaws->project, package) ||
        (status == GIT_TRACKED) != committed || flaws->project->git.presence != GIT_READY)
        return;
    flaws_add(flaws, rule, (struct flaw_place){ .file = list }, "module",
              top_of(flaws, import->module), "package", package, "known",
              sure ? "yes" : NULL, NULL);
}

static void look_listed_committed(struct flaws *flaws, const struct rule *rule,
                                  const struct python_source *source,
                                  const struct python_import *import)
{
    look_listed(flaws, rule, source, import, true);
}

static void look_listed_only(struct flaws *flaws, const struct rule *rule,
                             const struct python_source *source,
                             const struct python_import *import)
{
    look_listed(flaws, rule, source, import, false);
}

void check_import_listed(struct flaws *flaws, const struct rule *rule)
{
    each_import(flaws, rule, look_listed_committed);
}

void check_import_not_committed(struct flaws *flaws, const struct rule *rule)
{
    each_import(flaws, rule, look_listed_only);
}

/* The name that Linux would look for, in place of the one the file has. */
static const char *wanted_path(const struct flaws *flaws, const char *real,
                               const char *module)
{
    size_t stem = strlen(module);
    char *path = arena_text(flaws->arena, str_from(real));
    const char *slash = strrchr(real, '/');
    size_t start =
        slash && strncmp(slash + 1, "__init__", 8) != 0 ? (size_t)(slash + 1 - real) : 0;
    for (size_t i = 0; i < stem && path[start + i]; i++)
        path[start + i] = module[i] == '.' ? '/' : module[i];
    return path;
}

static void look_other_case(struct flaws *flaws, const struct rule *rule,
                            const struct python_source *source,
                            const struct python_import *import)
{
    const char *top = top_of(flaws, import->module);
    if (import->level > 0 || !*top || is_own(flaws, source, top) || is_stdlib(flaws, top))
        return;
    const char *real = project_module(flaws->project, top, source->path, true);
    bool sure = false;
    const char *package = check_package_of(flaws, full_name(flaws, import), &sure);
    if (!real || (package && sure && is_listed(flaws, package)))
        return;
    flaws_add(flaws, rule, place_of(flaws, source, import->line), "module", top, "other",
              real, "wanted", wanted_path(flaws, real, top), NULL);
}

void check_import_other_case(struct flaws *flaws, const struct rule *rule)
{
    each_import(flaws, rule, look_other_case);
}

static void look_status(struct flaws *flaws, const struct rule *rule,
                        const struct python_source *source,
                        const struct python_import *import, enum git_status status)
{
    const char *module = import->module;
    const char *path = NULL;
    if (import->level == 0 && *module && flaws->project->git.presence == GIT_READY)
        path = project_module(flaws->project, module, source->path, false);
    if (!path || git_status_of(&flaws->project->git, path) != status)
        return;
    flaws_add(flaws, rule, place_of(flaws, source, import->line), "module", module, "top",
              top_of(flaws, module), "other", path, NULL);
}

static void look_not_tracked(struct flaws *flaws, const struct rule *rule,
                             const struct python_source *source,
                             const struct python_import *import)
{
    look_status(flaws, rule, source, import, GIT_UNTRACKED);
}

static void look_ignored(struct flaws *flaws, const struct rule *rule,
                         const struct python_source *source,
                         const struct python_import *import)
{
    look_status(flaws, rule, source, import, GIT_IGNORED);
}

void check_import_not_tracked(struct flaws *flaws, const struct rule *rule)
{
    each_import(flaws, rule, look_not_tracked);
}

void check_import_ignored(struct flaws *flaws, const struct rule *rule)
{
    each_import(flaws, rule, look_ignored);
}
