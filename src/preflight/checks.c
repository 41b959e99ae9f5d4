/* SPDX-License-Identifier: MIT
 * The table of checks. */
#include "checks.h"

struct check {
    const char *name;
    check_run *run;
};

static const struct check checks[] = {
    { "import-unlisted", check_import_unlisted },
    { "import-listed", check_import_listed },
    { "import-not-committed", check_import_not_committed },
    { "import-other-case", check_import_other_case },
    { "import-not-tracked", check_import_not_tracked },
    { "import-ignored", check_import_ignored },
    { "command-unlisted", check_command_unlisted },
    { "driver-missing", check_driver_missing },
    { "procfile-development-server", check_procfile_development_server },
    { "driver-listed", check_driver_listed },
    { "procfile-missing", check_procfile_missing },
    { "procfile-misnamed", check_procfile_misnamed },
    { "procfile-broken", check_procfile_broken },
    { "procfile-encoding", check_procfile_encoding },
    { "procfile-no-web", check_procfile_no_web },
    { "target-other-object", check_target_other_object },
    { "target-no-file", check_target_no_file },
    { "variable-read", check_variable_read },
    { "python-unsupported", check_python_unsupported },
    { "runtime-malformed", check_runtime_malformed },
    { "requirements-encoding", check_requirements_encoding },
    { "requirements-missing", check_requirements_missing },
    { "requirements-nested", check_requirements_nested },
    { "environment-committed", check_environment_committed },
    { "file-uncommitted", check_file_uncommitted },
    { "no-repository", check_no_repository },
    { "not-at-root", check_not_at_root },
    { "file-refused", check_file_refused },
};

check_run *checks_find(const char *name)
{
    for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++)
        if (strcmp(checks[i].name, name) == 0)
            return checks[i].run;
    return NULL;
}
