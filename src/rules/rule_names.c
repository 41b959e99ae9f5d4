/* SPDX-License-Identifier: MIT
 * The words of the rules that C gives a meaning to. */
#include "rule_names.h"

#include "rule.h"

#include <string.h>

const char *const rule_predicate_names[] = {
    [PREDICATE_STDLIB_MODULE] = "stdlib-module",
    [PREDICATE_NEVER_PACKAGE] = "never-package",
    [PREDICATE_KNOWN_PACKAGE] = "known-package",
    [PREDICATE_OWN_MODULE] = "own-module",
    [PREDICATE_START_TARGET] = "start-target",
    [PREDICATE_PARENT_INSTALLED] = "parent-installed",
    [PREDICATE_IMPORTED_BY_PACKAGE] = "imported-by-package",
    [PREDICATE_RAISED_IN_OWN_CODE] = "raised-in-own-code",
    [PREDICATE_DOTTED] = "dotted",
    [PREDICATE_IN_TRACE] = "in-trace",
    [PREDICATE_STOPPING] = "stopping",
    [PREDICATE_COUNT] = NULL
};

const char *scope_name(unsigned bit)
{
    static const char *const names[] = { "app",   "dyno",  "router",  "api",
                                         "addon", "build", "logplex", "plain" };
    return bit < sizeof(names) / sizeof(*names) ? names[bit] : NULL;
}

const char *const rule_symptom_names[] = {
    "exit",           "crashed",        "http-500",  "gunicorn-boot",
    "worker-timeout", "npm-failed",     "exception", "build-failed",
    "push-rejected",  "release-failed", "db-error",  NULL
};

const char *const rule_template_names[] = {
    "process",     "process_type", "release",   "app",     "file", "line",
    "function",    "code",         "exception", "message", "text", "misspelt",
    "fingerprint", "before",       "place",     NULL
};

/* What the pre-flight can look for (src/preflight/checks.c). */
const char *const rule_check_names[] = { "import-unlisted",
                                         "import-other-case",
                                         "import-not-tracked",
                                         "import-ignored",
                                         "import-listed",
                                         "import-not-committed",
                                         "command-unlisted",
                                         "driver-missing",
                                         "driver-listed",
                                         "procfile-missing",
                                         "procfile-misnamed",
                                         "procfile-broken",
                                         "procfile-encoding",
                                         "procfile-no-web",
                                         "target-other-object",
                                         "target-no-file",
                                         "variable-read",
                                         "python-unsupported",
                                         "runtime-malformed",
                                         "requirements-encoding",
                                         "requirements-missing",
                                         "requirements-nested",
                                         "environment-committed",
                                         "file-uncommitted",
                                         "no-repository",
                                         "not-at-root",
                                         "file-refused",
                                         "procfile-development-server",
                                         NULL };

/* What src/project/project_facts.c tells about an app. */
const char *const rule_project_fact_names[] = {
    "node",          "ruby",         "procfile",   "requirements",
    "docker",        "poetry-lock",  "uv-lock",    "pipfile",
    "runtime-txt",   "django",       "app-json",   "python",
    "starts-script", "git",          "pipenv",     "pip",
    "poetry",        "uv",           "flask",      "fastapi",
    "database",      "started-file", "sqlalchemy", NULL
};

size_t rule_name_index(const char *const *names, const char *name)
{
    size_t index = 0;
    while (names[index] && strcmp(names[index], name) != 0)
        index++;
    return names[index] ? index : SIZE_MAX;
}
