/* SPDX-License-Identifier: MIT
 * The checks, by the names that rules use ("check": "import-unlisted"). Each looks for
 * one kind of flaw and enters what it finds. */
#ifndef LOGDOC_CHECKS_H
#define LOGDOC_CHECKS_H

#include "flaws.h"

typedef void check_run(struct flaws *, const struct rule *);

/* The check, or NULL. */
check_run *checks_find(const char *name);

/* Words: module package (import-unlisted, import-listed, import-not-committed). */
check_run check_import_unlisted, check_import_listed, check_import_not_committed;
/* Words: module file other (the file under its real name). */
check_run check_import_other_case, check_import_not_tracked, check_import_ignored;
/* Words: command package. */
check_run check_command_unlisted;
check_run check_driver_missing;
/* Words: package, and the module that it brings. */
check_run check_driver_listed;

/* Words: target of a web command that could be guessed, command. */
check_run check_procfile_missing;
/* Words: other (the file's name). */
check_run check_procfile_misnamed;
/* Words: target corrected. */
check_run check_procfile_development_server;
check_run check_procfile_broken, check_procfile_encoding, check_procfile_no_web;
/* Words: target old text (the corrected line) found. */
check_run check_target_other_object, check_target_no_file;

/* Words: variable. */
check_run check_variable_read;
/* Words: version. */
check_run check_python_unsupported, check_runtime_malformed;
/* Words: content. */
check_run check_requirements_encoding;
check_run check_requirements_missing;
/* Words: other (where it is). */
check_run check_requirements_nested;

/* Words: folder. */
check_run check_environment_committed;
/* Words: other (the file). */
check_run check_file_uncommitted;
check_run check_no_repository;
/* Words: folder. */
check_run check_not_at_root;
/* Words: other. */
check_run check_file_refused;

/* The package of an import name: from the tables, or the name itself; NULL when it is
 * none: the standard library's, or never a package. `sure` says whether a table has it.
 */
const char *check_package_of(const struct flaws *, const char *module, bool *sure);

#endif
