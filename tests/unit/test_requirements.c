/* SPDX-License-Identifier: MIT
 * requirements.txt: reading lines, and edits that keep every other byte. */
#include "requirements.h"
#include "str.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

struct line_case {
    const char *line, *key, *extras, *specifier, *marker; /* key "": none is named */
};

ParameterizedTestParameters(requirements, lines)
{
    static struct line_case cases[] = {
        { "Flask", "flask", "", "", "" },
        { "  Flask_Session == 0.5.0  # sessions", "flask-session", "", "== 0.5.0", "" },
        { "zope.interface>=5,<6", "zope-interface", "", ">=5,<6", "" },
        { "uvicorn[standard] ~= 0.30 ; python_version >= '3.9'", "uvicorn", "standard",
          "~= 0.30", "python_version >= '3.9'" },
        { "pkg @ https://example.com/pkg.zip", "pkg", "", "@ https://example.com/pkg.zip",
          "" },
        { "-e git+https://example.com/x.git#egg=My_Pkg", "my-pkg", "", "", "" },
        { "a==1 --hash=sha256:00 \\", "a", "", "==1", "" },
        { "Flask\r", "flask", "", "", "" },
        { "# Flask", "", "", "", "" },
        { "", "", "", "", "" },
        { "-r base.txt", "", "", "", "" },
        { "--extra-index-url https://example.com", "", "", "", "" },
        { "https://example.com/pkg.zip", "", "", "", "" },
        { "./local", "", "", "", "" },
        { "'; rm -rf /", "", "", "", "" },
        { "$(reboot)", "", "", "", "" },
    };
    return cr_make_param_array(struct line_case, cases, COUNT(cases));
}

ParameterizedTest(struct line_case *row, requirements, lines)
{
    struct arena arena;
    struct requirement found;
    arena_init(&arena);
    bool named = requirement_parse(&arena, str_from(row->line), &found);
    cr_assert_eq(named, row->key[0] != '\0', "%s", row->line);
    if (named) {
        cr_assert_str_eq(found.key, row->key);
        cr_assert(str_equal(found.extras, str_from(row->extras)), "%s", row->line);
        cr_assert(str_equal(found.specifier, str_from(row->specifier)), "%s", row->line);
        cr_assert(str_equal(found.marker, str_from(row->marker)), "%s", row->line);
    }
    arena_release(&arena);
}

struct edit_case {
    const char *before, *removed, *added, *after; /* removed, added: "" is not */
};

ParameterizedTestParameters(requirements, edits)
{
    static struct edit_case cases[] = {
        { "", "", "Flask", "Flask\n" },
        { "Flask\ngunicorn\n", "", "Flask-Session", "Flask\nFlask-Session\ngunicorn\n" },
        { "gunicorn\nFlask\n", "", "requests", "gunicorn\nFlask\nrequests\n" },
        { "gunicorn\r\nFlask", "", "requests", "gunicorn\r\nFlask\r\nrequests\r\n" },
        { "Flask==2.0\ngunicorn==20\n\n", "", "zzz",
          "Flask==2.0\ngunicorn==20\nzzz\n\n" },
        { "flask_session\n", "", "Flask-Session", "flask_session\n" },
        { "Flask==2.2\n", "", "Flask<2.3", "Flask<2.3\n" },
        { "numpy==2.0; python_version > '3'\nx", "", "numpy<2",
          "numpy<2; python_version > '3'\nx" },
        { "torch\n", "", "--extra-index-url https://example.com",
          "--extra-index-url https://example.com\ntorch\n" },
        { "a\nb==1 \\\n  --hash=sha256:0\nc\n", "b", "", "a\nc\n" },
        { "a\nb==1\n", "b==2", "", "a\nb==1\n" },
        { "a\nb==1", "b==1", "", "a\n" },
        { "flask\npsycopg2==2.9\nzzz\n", "psycopg2", "psycopg2-binary",
          "flask\npsycopg2-binary\nzzz\n" },
        { "psycopg2\npsycopg2-binary\n", "psycopg2", "psycopg2-binary",
          "psycopg2-binary\n" },
        { "flask\n", "psycopg2", "psycopg2-binary", "flask\n" },
        { "opencv-python", "opencv-python", "opencv-python-headless",
          "opencv-python-headless" },
    };
    return cr_make_param_array(struct edit_case, cases, COUNT(cases));
}

ParameterizedTest(struct edit_case *row, requirements, edits)
{
    struct strbuf out;
    strbuf_init(&out, 4096);
    logdoc_str before = str_from(row->before);
    if (*row->removed && *row->added)
        requirements_replace(&out, before, row->removed, row->added);
    else if (*row->removed)
        requirements_remove(&out, before, row->removed);
    else
        requirements_add(&out, before, row->added);
    cr_assert_str_eq(out.at, row->after);
    strbuf_release(&out);
}

Test(requirements, includes)
{
    struct arena arena;
    struct requirements found = { 0 };
    arena_init(&arena);
    requirements_read(&arena, STR("-r base.txt\n--requirement=dev.txt # x\nFlask\n"),
                      &found);
    cr_assert_eq(found.includes.count, 2);
    cr_assert_str_eq(found.includes.items[0], "base.txt");
    cr_assert_str_eq(found.includes.items[1], "dev.txt");
    cr_assert_eq(requirements_find(&found, "flask")->line, 3);
    requirements_release(&found);
    arena_release(&arena);
}
