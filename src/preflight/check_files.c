/* SPDX-License-Identifier: MIT
 * Files that the build reads: versions, requirements; and variables that the code reads.
 */
#include "checks.h"

#include "ascii.h"
#include "str.h"

void check_variable_read(struct flaws *flaws, const struct rule *rule)
{
    const struct table *known = ruleset_table(flaws->rules, "platform-variable");
    for (size_t i = 0; i < flaws->project->sources.count; i++) {
        const struct python_source *source = &flaws->project->sources.items[i];
        for (size_t k = 0; k < source->variables.count; k++) {
            const struct python_variable *variable = &source->variables.items[k];
            if (!variable->required || table_find(known, str_from(variable->name)))
                continue;
            flaws_add(flaws, rule,
                      (struct flaw_place){ source->path, variable->line, variable->name },
                      "variable", variable->name, NULL);
        }
    }
}

static size_t digits(logdoc_str text)
{
    size_t len = 0;
    while (len < text.len && ascii_is_digit(text.at[len]))
        len++;
    return len;
}

/* "3.13" or "3.13.1"; `minor` receives the first two parts. */
static bool parse_version(logdoc_str text, logdoc_str *minor)
{
    size_t major = digits(text);
    logdoc_str rest = str_from_offset(text, major + 1);
    size_t second = digits(rest);
    if (major == 0 || text.len <= major || text.at[major] != '.' || second == 0)
        return false;
    *minor = (logdoc_str){ text.at, major + 1 + second };
    rest = str_from_offset(rest, second);
    if (rest.len == 0)
        return true;
    size_t third = digits(str_from_offset(rest, 1));
    return rest.at[0] == '.' && third > 0 && third + 1 == rest.len;
}

/* The version that a file asks for; false when it says something else. */
static bool version_in(const struct project_file *file, const char *start,
                       logdoc_str *minor)
{
    logdoc_str text = str_trim(file->text);
    if (!str_starts(text, str_from(start)) || file->encoding == TEXT_BINARY)
        return false;
    return parse_version(str_from_offset(text, strlen(start)), minor);
}

/* Heroku reads .python-version before runtime.txt. */
static const struct project_file *version_file(const struct project *project,
                                               const char **start)
{
    bool newer = project->python_version.exists;
    *start = newer ? "" : "python-";
    return newer                     ? &project->python_version
           : project->runtime.exists ? &project->runtime
                                     : NULL;
}

void check_python_unsupported(struct flaws *flaws, const struct rule *rule)
{
    const char *start;
    logdoc_str minor;
    const struct project_file *file = version_file(flaws->project, &start);
    const struct table *supported = ruleset_table(flaws->rules, "python-supported");
    if (file && version_in(file, start, &minor) && !table_find(supported, minor))
        flaws_add(flaws, rule, (struct flaw_place){ file->path, 1, "" }, "version",
                  arena_text(flaws->arena, minor), "other", file->path, NULL);
}

static bool is_comment_or_empty(logdoc_str text)
{
    text = str_trim(text);
    return text.len == 0 || text.at[0] == '#';
}

void check_runtime_malformed(struct flaws *flaws, const struct rule *rule)
{
    const char *start;
    logdoc_str minor;
    const struct project_file *file = version_file(flaws->project, &start);
    if (!file || version_in(file, start, &minor) ||
        (*start == '\0' && is_comment_or_empty(file->text)))
        return;
    logdoc_str rest = file->text;
    logdoc_str line = str_trim(str_cut(&rest, '\n'));
    flaws_add(flaws, rule,
              (struct flaw_place){ file->path, 1, arena_text(flaws->arena, line) },
              "other", file->path, NULL);
}

/* Windows' editors that write UTF-16 end their lines with CR LF, too. */
static const char *with_plain_line_ends(struct arena *arena, logdoc_str text)
{
    char *copy = arena_text(arena, text), *to = copy;
    for (const char *from = copy; *from; from++)
        if (*from != '\r')
            *to++ = *from;
    *to = '\0';
    return copy;
}

void check_requirements_encoding(struct flaws *flaws, const struct rule *rule)
{
    const struct project_file *file = &flaws->project->requirements_file;
    bool wide = file->encoding == TEXT_UTF16_LE || file->encoding == TEXT_UTF16_BE;
    if (!file->exists || (!wide && file->encoding != TEXT_BINARY))
        return;
    flaws_add(flaws, rule, (struct flaw_place){ .file = file->path }, "content",
              wide ? with_plain_line_ends(flaws->arena, file->text) : NULL, NULL);
}

static bool has_list(const struct project *project)
{
    static const char *const files[] = { "Pipfile", "pyproject.toml", "setup.py",
                                         "environment.yml" };
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
        if (project_file(project, files[i]))
            return true;
    return project->requirements_file.exists || project->requirements_file.refused ||
           project_has_fact(project, "docker");
}

static const char *nested_list(const struct project *project)
{
    for (size_t i = 0; i < project->files.count; i++)
        if (str_ends(str_from(project->files.items[i]), STR("/requirements.txt")))
            return project->files.items[i];
    return NULL;
}

void check_requirements_missing(struct flaws *flaws, const struct rule *rule)
{
    const struct project *project = flaws->project;
    if (project_has_fact(project, "python") && !has_list(project) &&
        !nested_list(project))
        flaws_add(flaws, rule, (struct flaw_place){ .file = "requirements.txt" }, NULL);
}

void check_requirements_nested(struct flaws *flaws, const struct rule *rule)
{
    const struct project *project = flaws->project;
    const char *other = nested_list(project);
    if (other && !has_list(project))
        flaws_add(flaws, rule, (struct flaw_place){ .file = other }, "other", other,
                  NULL);
}

void check_file_refused(struct flaws *flaws, const struct rule *rule)
{
    for (size_t i = 0; i < flaws->project->refused.count; i++)
        flaws_add(flaws, rule,
                  (struct flaw_place){ .file = flaws->project->refused.items[i] },
                  "other", flaws->project->refused.items[i], NULL);
}
