/* SPDX-License-Identifier: MIT
 * Facts from which files there are and what they list. */
#include "project_facts.h"

#include "project.h"
#include "str.h"

struct file_fact {
    const char *file, *fact;
};

static const struct file_fact file_facts[] = {
    { "package.json", "node" },       { "Gemfile", "ruby" },
    { "Procfile", "procfile" },       { "requirements.txt", "requirements" },
    { "heroku.yml", "docker" },       { "poetry.lock", "poetry-lock" },
    { "uv.lock", "uv-lock" },         { "Pipfile", "pipfile" },
    { "runtime.txt", "runtime-txt" }, { "manage.py", "django" },
    { "app.json", "app-json" },
};

/* By the name that is imported. */
static const struct file_fact libraries[] = {
    { "django", "django" },
    { "flask", "flask" },
    { "fastapi", "fastapi" },
    { "sqlalchemy", "sqlalchemy" },
    { "flask_sqlalchemy", "sqlalchemy" },
    { "cs50", "sqlalchemy" },
};

static void note(struct project *project, const char *fact)
{
    hashmap_set(&project->facts, str_from(fact), project);
}

static void note_files(struct project *project)
{
    for (size_t i = 0; i < sizeof(file_facts) / sizeof(file_facts[0]); i++)
        if (project_file(project, file_facts[i].file))
            note(project, file_facts[i].fact);
    if (project->sources.count > 0)
        note(project, "python");
    if (project->script)
        note(project, "starts-script");
    if (project->git.presence == GIT_READY)
        note(project, "git");
}

/* The order in which Heroku looks for the files of package managers; without any, pip is
 * what people mean. */
static const char *manager_of(const struct project *project)
{
    if (project_has_fact(project, "pipfile"))
        return "pipenv";
    if (project_has_fact(project, "requirements") ||
        (!project_has_fact(project, "poetry-lock") &&
         !project_has_fact(project, "uv-lock")))
        return "pip";
    return project_has_fact(project, "poetry-lock") ? "poetry" : "uv";
}

static void note_imports(struct project *project)
{
    for (size_t i = 0; i < project->sources.count; i++) {
        const struct python_source *source = &project->sources.items[i];
        for (size_t k = 0; k < source->imports.count; k++) {
            logdoc_str rest = str_from(source->imports.items[k].module);
            logdoc_str top = str_cut(&rest, '.');
            for (size_t n = 0; n < sizeof(libraries) / sizeof(libraries[0]); n++)
                if (str_equal(top, str_from(libraries[n].file)))
                    note(project, libraries[n].fact);
        }
    }
}

static void note_variables(struct project *project)
{
    for (size_t i = 0; i < project->sources.count; i++)
        for (size_t k = 0; k < project->sources.items[i].variables.count; k++)
            if (strcmp(project->sources.items[i].variables.items[k].name,
                       "DATABASE_URL") == 0)
                note(project, "database");
}

void project_facts_note(struct project *project)
{
    note_files(project);
    note(project, manager_of(project));
    note_imports(project);
    note_variables(project);
}
