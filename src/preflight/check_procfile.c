/* SPDX-License-Identifier: MIT
 * The Procfile, and whether what it starts is there. */
#include "checks.h"

#include "ascii.h"
#include "str.h"

/* The app object of a source file. */
struct app_object {
    const char *target; /* "shop.wsgi:application"; NULL: there is none */
    const char *kind;   /* "wsgi", "asgi" */
};

static const char *module_of(struct arena *arena, const char *path)
{
    logdoc_str stem = str_from(path);
    if (str_ends(stem, STR("/__init__.py")))
        stem.len -= strlen("/__init__.py");
    else if (str_ends(stem, STR(".py")))
        stem.len -= strlen(".py");
    char *module = arena_text(arena, stem);
    for (char *at = module; *at; at++)
        if (*at == '/')
            *at = '.';
    return module;
}

static const char *kind_of(const struct flaws *flaws, const struct python_name *name)
{
    const struct table *constructors = ruleset_table(flaws->rules, "app-constructors");
    return *name->callee ? table_find(constructors, str_from(name->callee)) : NULL;
}

static struct app_object object_in(const struct flaws *flaws,
                                   const struct python_source *source, const char *kind)
{
    for (size_t i = 0; i < source->names.count; i++) {
        const struct python_name *name = &source->names.items[i];
        const char *found = kind_of(flaws, name);
        if (found && (!kind || strcmp(found, kind) == 0))
            return (struct app_object){
                arena_format(flaws->arena, "%s:%s", module_of(flaws->arena, source->path),
                             name->name),
                found
            };
    }
    return (struct app_object){ NULL, NULL };
}

static bool is_test(const char *path)
{
    return strstr(path, "test") || strstr(path, "example");
}

/* The first of the whole app, at the top before deeper ones, WSGI before ASGI: Django
 * has both. */
static struct app_object object_anywhere(const struct flaws *flaws)
{
    static const char *const kinds[] = { "wsgi", "asgi" };
    struct app_object found = { NULL, NULL };
    for (size_t i = 0; i < 2 && !found.target; i++)
        for (size_t k = 0; k < flaws->project->sources.count && !found.target; k++)
            if (!is_test(flaws->project->sources.items[k].path))
                found = object_in(flaws, &flaws->project->sources.items[k], kinds[i]);
    return found;
}

static bool is_deployable(const struct project *project)
{
    return project_has_fact(project, "python") && !project_has_fact(project, "docker") &&
           !project_has_fact(project, "node") && !project_has_fact(project, "ruby");
}

static const char *misnamed(const struct project *project)
{
    static const char *const names[] = { "Procfile.txt", "procfile.txt",
                                         "Procfile.text" };
    const char *other = project_file_in_other_case(project, "Procfile");
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && !other; i++)
        other = project_file(project, names[i]);
    return other;
}

void check_procfile_missing(struct flaws *flaws, const struct rule *rule)
{
    const struct project *project = flaws->project;
    struct app_object object = object_anywhere(flaws);
    if (project->procfile_file.exists || project->procfile_file.refused ||
        misnamed(project) || !is_deployable(project))
        return;
    flaws_add(flaws, rule, (struct flaw_place){ .file = "Procfile" }, "target",
              object.target, object.kind ? object.kind : "unknown", "yes", NULL);
}

void check_procfile_misnamed(struct flaws *flaws, const struct rule *rule)
{
    const char *other = misnamed(flaws->project);
    if (other && !flaws->project->procfile_file.exists)
        flaws_add(flaws, rule, (struct flaw_place){ .file = other }, "other", other,
                  NULL);
}

/* "web gunicorn app:app": the colon is missing. */
static const char *with_colon(struct arena *arena, const char *text)
{
    logdoc_str rest = str_trim(str_from(text));
    size_t blank = str_find_char(rest, ' ');
    logdoc_str type = { rest.at, blank == SIZE_MAX ? 0 : blank };
    if (!str_equal(type, STR("web")) && !str_equal(type, STR("worker")))
        return NULL;
    logdoc_str command = str_trim(str_from_offset(rest, blank));
    if (command.len && (command.at[0] == '=' || command.at[0] == ':'))
        command = str_trim(str_from_offset(command, 1));
    return arena_format(arena, "%.*s: %.*s", (int)type.len, type.at, (int)command.len,
                        command.at);
}

void check_procfile_broken(struct flaws *flaws, const struct rule *rule)
{
    const struct procfile *procfile = &flaws->project->procfile;
    if (flaws->project->procfile_file.encoding == TEXT_BINARY)
        return;
    for (size_t i = 0; i < procfile->broken.count; i++) {
        const struct procfile_entry *entry = &procfile->broken.items[i];
        flaws_add(flaws, rule,
                  (struct flaw_place){ "Procfile", entry->line, entry->text },
                  "corrected", with_colon(flaws->arena, entry->text), NULL);
    }
}

void check_procfile_encoding(struct flaws *flaws, const struct rule *rule)
{
    const struct project_file *file = &flaws->project->procfile_file;
    const char *content =
        file->encoding == TEXT_BINARY ? NULL : arena_text(flaws->arena, file->text);
    if (file->exists && file->encoding != TEXT_UTF8)
        flaws_add(flaws, rule, (struct flaw_place){ .file = "Procfile" }, "content",
                  content, NULL);
}

void check_procfile_no_web(struct flaws *flaws, const struct rule *rule)
{
    const struct project *project = flaws->project;
    struct app_object object = object_anywhere(flaws);
    if (project->procfile_file.exists && object.target &&
        project->procfile.broken.count == 0 && !procfile_find(&project->procfile, "web"))
        flaws_add(flaws, rule, (struct flaw_place){ .file = "Procfile" }, "target",
                  object.target, object.kind, "yes", NULL);
}

/* The start command of the web process, taken apart. */
struct target {
    const struct procfile_entry *entry;
    logdoc_str whole, module, object;
    const struct python_source *source; /* NULL: there is no such file */
};

static const struct python_source *source_of(const struct flaws *flaws, logdoc_str module)
{
    const struct project *project = flaws->project;
    char *stem = arena_text(flaws->arena, module);
    for (char *at = stem; *at; at++)
        if (*at == '.')
            *at = '/';
    const struct python_source *source =
        project_source(project, arena_format(flaws->arena, "%s.py", stem));
    return source ? source
                  : project_source(project,
                                   arena_format(flaws->arena, "%s/__init__.py", stem));
}

/* "app : app" is not one word; a rule about the Procfile's lines tells of that. */
static bool is_torn(logdoc_str whole)
{
    const char *behind = whole.at + whole.len;
    behind += strspn(behind, " \t");
    return *behind == ':' || whole.at[whole.len - 1] == ':';
}

static bool find_target(const struct flaws *flaws, struct target *out)
{
    const struct procfile_entry *entry = procfile_find(&flaws->project->procfile, "web");
    logdoc_str whole = entry ? procfile_target(entry->command) : (logdoc_str){ "", 0 };
    if (whole.len == 0 || is_torn(whole) || strstr(entry->command, "chdir") ||
        strstr(entry->command, "cd ") || strstr(entry->command, "pythonpath") ||
        strstr(entry->command, "app-dir"))
        return false;
    logdoc_str rest = whole;
    *out = (struct target){ .entry = entry, .whole = whole };
    out->module = str_cut(&rest, ':');
    out->object = rest.len ? str_cut(&rest, '(') : STR("application");
    out->source = source_of(flaws, out->module);
    return true;
}

static const char *with_target(struct arena *arena, const struct target *target,
                               const char *found)
{
    const char *text = target->entry->text;
    size_t at = str_find(str_from(text), target->whole);
    if (at == SIZE_MAX)
        return NULL;
    return arena_format(arena, "%.*s%s%s", (int)at, text, found,
                        text + at + target->whole.len);
}

static void add_target_flaw(struct flaws *flaws, const struct rule *rule,
                            const struct target *target, const char *found)
{
    struct arena *arena = flaws->arena;
    logdoc_str rest = str_from(found ? found : "");
    logdoc_str found_module = str_cut(&rest, ':');
    flaws_add(flaws, rule,
              (struct flaw_place){ "Procfile", target->entry->line, target->entry->text },
              "target", arena_text(arena, target->whole), "module",
              arena_text(arena, target->module), "object",
              arena_text(arena, target->object), "found", found, "found_module",
              found ? arena_text(arena, found_module) : NULL, "corrected",
              found ? with_target(arena, target, found) : NULL, NULL);
}

void check_target_other_object(struct flaws *flaws, const struct rule *rule)
{
    struct target target;
    if (!find_target(flaws, &target) || !target.source || target.source->star ||
        python_source_name(target.source, target.object))
        return;
    struct app_object object = object_in(flaws, target.source, NULL);
    if (!object.target)
        object = object_anywhere(flaws);
    add_target_flaw(flaws, rule, &target, object.target);
}

/* A module that an installed package may bring is none of ours: found without its file.
 */
static bool is_foreign(const struct flaws *flaws, logdoc_str module)
{
    const char *copy = arena_text(flaws->arena, module);
    bool sure = false;
    const char *package = check_package_of(flaws, copy, &sure);
    return package && project_lists(flaws->project, package);
}

void check_target_no_file(struct flaws *flaws, const struct rule *rule)
{
    struct target target;
    if (!find_target(flaws, &target) || target.source || !is_deployable(flaws->project) ||
        is_foreign(flaws, target.module))
        return;
    add_target_flaw(flaws, rule, &target, object_anywhere(flaws).target);
}

/* "manage.py runserver" and "flask run" serve one person on her own computer. */
void check_procfile_development_server(struct flaws *flaws, const struct rule *rule)
{
    const struct procfile_entry *web = procfile_find(&flaws->project->procfile, "web");
    struct app_object object = object_anywhere(flaws);
    if (!web || !object.target ||
        (!strstr(web->command, "manage.py runserver") &&
         !strstr(web->command, "flask run")))
        return;
    flaws_add(flaws, rule, (struct flaw_place){ "Procfile", web->line, web->text },
              "target", object.target, "corrected",
              arena_format(flaws->arena, "web: gunicorn %s", object.target), object.kind,
              "yes", NULL);
}
