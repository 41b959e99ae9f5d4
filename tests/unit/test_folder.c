/* SPDX-License-Identifier: MIT
 * No path leaves the app's folder, no link is followed, a mode is kept. */
#include "checks.h"
#include "folder.h"
#include "str.h"
#include "trace_grammar.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

struct path_case {
    const char *path;
    bool safe;
};

ParameterizedTestParameters(folder, paths)
{
    static struct path_case cases[] = {
        { "Procfile", true },   { "a/b c/d.py", true },   { ".python-version", true },
        { "", false },          { "/etc/passwd", false }, { "../x", false },
        { "a/../../x", false }, { "a//b", false },        { "./a", false },
        { "a/", false },        { "a\nb", false },        { ".git/config", false },
        { "a/.GIT/x", false },  { "a\\b", false },        { "a\"b", false },
    };
    return cr_make_param_array(struct path_case, cases, COUNT(cases));
}

ParameterizedTest(struct path_case *row, folder, paths)
{
    cr_assert_eq(folder_is_safe_path(row->path), row->safe, "%s", row->path);
}

Test(folder, links_and_modes)
{
    char path[] = "/tmp/logdoc-folder-XXXXXX";
    struct folder folder;
    struct logdoc_error error;
    struct strbuf text;
    struct stat status;
    cr_assert(mkdtemp(path) != NULL);
    cr_assert(folder_open(&folder, path, &error));
    strbuf_init(&text, 8);
    cr_assert(folder_write(&folder, "a/b", STR("1234"), &error));
    cr_assert_eq(symlinkat("a", folder.fd, "link"), 0);
    cr_assert_eq(symlinkat("/etc/passwd", folder.fd, "secret"), 0);
    cr_assert_eq(folder_read(&folder, "a/b", &text), FOLDER_FOUND);
    cr_assert_eq(folder_read(&folder, "link/b", &text), FOLDER_NONE);
    cr_assert_eq(folder_read(&folder, "secret", &text), FOLDER_REFUSED);
    cr_assert_eq(folder_read(&folder, "a", &text), FOLDER_REFUSED);
    cr_assert_eq(folder_read(&folder, "none", &text), FOLDER_NONE);
    cr_assert(!folder_write(&folder, "link/c", STR("x"), &error));
    cr_assert(!folder_write(&folder, "secret", STR("x"), &error));
    cr_assert(!folder_write(&folder, "../c", STR("x"), &error));
    cr_assert_eq(fchmodat(folder.fd, "a/b", 0751, 0), 0);
    cr_assert(folder_write(&folder, "a/b", STR("123456789"), &error));
    cr_assert_eq(fstatat(folder.fd, "a/b", &status, 0), 0);
    cr_assert_eq(status.st_mode & 07777, 0751);
    strbuf_reset(&text);
    cr_assert_eq(folder_read(&folder, "a/b", &text), FOLDER_REFUSED,
                 "larger than the cap");
    strbuf_release(&text);
    unlinkat(folder.fd, "a/b", 0);
    unlinkat(folder.fd, "a", AT_REMOVEDIR);
    unlinkat(folder.fd, "link", 0);
    unlinkat(folder.fd, "secret", 0);
    folder_close(&folder);
    rmdir(path);
}

Test(checks, every_name_has_a_function)
{
    for (const char *const *name = rule_check_names; *name; name++)
        cr_assert(checks_find(*name) != NULL, "%s", *name);
}
