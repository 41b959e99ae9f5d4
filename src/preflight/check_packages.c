/* SPDX-License-Identifier: MIT
 * Packages that no import shows: the Procfile's programs, database drivers. */
#include "checks.h"

#include "str.h"

static bool lists_one_of(const struct flaws *flaws, const char *table)
{
    const struct hashmap *words = table_words(ruleset_table(flaws->rules, table));
    for (size_t i = 0; i < words->count; i++)
        if (project_lists(flaws->project, words->entries[i].key.at))
            return true;
    return false;
}

void check_command_unlisted(struct flaws *flaws, const struct rule *rule)
{
    const struct table *packages = ruleset_table(flaws->rules, "command-python-package");
    const struct procfile *procfile = &flaws->project->procfile;
    for (size_t i = 0; i < procfile->list.count; i++) {
        const struct procfile_entry *entry = &procfile->list.items[i];
        logdoc_str program = procfile_program(entry->command);
        const char *package = table_find(packages, program);
        if (package && !project_lists(flaws->project, package))
            flaws_add(
                flaws, rule, (struct flaw_place){ "Procfile", entry->line, entry->text },
                "command", arena_text(flaws->arena, program), "package", package, NULL);
    }
}

/* Postgres is used where DATABASE_URL is read, through a library that wants a driver. */
void check_driver_missing(struct flaws *flaws, const struct rule *rule)
{
    if (lists_one_of(flaws, "postgres-driver") || !lists_one_of(flaws, "wants-driver"))
        return;
    for (size_t i = 0; i < flaws->project->sources.count; i++) {
        const struct python_source *source = &flaws->project->sources.items[i];
        for (size_t k = 0; k < source->variables.count; k++) {
            if (strcmp(source->variables.items[k].name, "DATABASE_URL") != 0)
                continue;
            flaws_add(flaws, rule,
                      (struct flaw_place){ source->path, source->variables.items[k].line,
                                           "DATABASE_URL" },
                      NULL);
            return;
        }
    }
}

void check_driver_listed(struct flaws *flaws, const struct rule *rule)
{
    const struct hashmap *modules =
        table_words(ruleset_table(flaws->rules, "postgres-driver"));
    for (size_t i = 0; i < modules->count; i++) {
        const char *package = modules->entries[i].key.at;
        if (project_lists(flaws->project, package))
            flaws_add(flaws, rule, (struct flaw_place){ .file = "requirements.txt" },
                      "package", package, "module", modules->entries[i].value, NULL);
    }
}
