/* SPDX-License-Identifier: MIT
 * Unified diffs, and the commands of a Procfile. */
#include "diff.h"
#include "procfile.h"
#include "str.h"
#include "text_encoding.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

struct diff_case {
    const char *before, *after, *wanted; /* NULL: there is no file */
};

ParameterizedTestParameters(diff, texts)
{
    static struct diff_case cases[] = {
        { "a\n", "a\n", "" },
        { NULL, "a\n", "--- /dev/null\n+++ b/f\n@@ -0,0 +1 @@\n+a\n" },
        { "a\n", NULL, "--- a/f\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n" },
        { "a", "a\nb\n",
          "--- a/f\n+++ b/f\n@@ -1 +1,2 @@\n-a\n\\ No newline at end of file\n+a\n+b\n" },
        { "a\r\nb\r\n", "a\r\nx\r\nb\r\n",
          "--- a/f\n+++ b/f\n@@ -1,2 +1,3 @@\n a\r\n+x\r\n b\r\n" },
        { "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n6\n7\n8\n9\n",
          "--- a/f\n+++ b/f\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n" },
        { "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n", "x\n2\n3\n4\n5\n6\n7\n8\n9\n10\ny\n",
          "--- a/f\n+++ b/f\n@@ -1,4 +1,4 @@\n-1\n+x\n 2\n 3\n 4\n@@ -8,4 +8,4 @@\n 8\n "
          "9\n "
          "10\n-11\n+y\n" },
        { "a\nb\nc\n", "c\n", "--- a/f\n+++ b/f\n@@ -1,3 +1 @@\n-a\n-b\n c\n" },
    };
    return cr_make_param_array(struct diff_case, cases, COUNT(cases));
}

ParameterizedTest(struct diff_case *row, diff, texts)
{
    struct strbuf out;
    strbuf_init(&out, 4096);
    diff_add(&out, "f", str_from(row->before), str_from(row->after));
    cr_assert_str_eq(out.at, row->wanted);
    strbuf_release(&out);
}

struct command_case {
    const char *command, *program, *target;
};

ParameterizedTestParameters(procfile, commands)
{
    static struct command_case cases[] = {
        { "gunicorn app:app", "gunicorn", "app:app" },
        { "gunicorn --workers 2 shop.wsgi --log-file -", "gunicorn", "shop.wsgi" },
        { "gunicorn -k uvicorn.workers.UvicornWorker main:app", "gunicorn", "main:app" },
        { "gunicorn 'app:create_app()'", "gunicorn", "app:create_app()" },
        { "A=1 exec bin/gunicorn -b0.0.0.0:$PORT app:app", "gunicorn", "app:app" },
        { "python3 -m uvicorn main:app --port $PORT", "uvicorn", "main:app" },
        { "uvicorn --host 0.0.0.0 --reload main:app", "uvicorn", "main:app" },
        { "python app.py", "python", "" },
        { "node index.js", "node", "" },
        { "gunicorn", "gunicorn", "" },
        { "", "", "" },
    };
    return cr_make_param_array(struct command_case, cases, COUNT(cases));
}

ParameterizedTest(struct command_case *row, procfile, commands)
{
    cr_assert(str_equal(procfile_program(row->command), str_from(row->program)), "%s",
              row->command);
    cr_assert(str_equal(procfile_target(row->command), str_from(row->target)), "%s",
              row->command);
}

Test(text_encoding, marks_and_utf16)
{
    struct strbuf out;
    strbuf_init(&out, 100);
    cr_assert_eq(text_decode(&out, STR("\xff\xfe"
                                       "a\0\n\0")),
                 TEXT_UTF16_LE);
    cr_assert_eq(text_decode(&out, STR("\xfe\xff\0b")), TEXT_UTF16_BE);
    cr_assert_eq(text_decode(&out, STR("\xef\xbb\xbf"
                                       "c")),
                 TEXT_UTF8_MARK);
    cr_assert_eq(text_decode(&out, STR("\0\0\0")), TEXT_BINARY);
    cr_assert_eq(text_decode(&out, STR("d")), TEXT_UTF8);
    cr_assert_str_eq(out.at, "a\nbcd");
    strbuf_release(&out);
}
