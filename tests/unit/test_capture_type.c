/* SPDX-License-Identifier: MIT
 * What may stand in an edit or a command. */
#include "capture_type.h"
#include "str.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

struct value {
    char text[24];
    enum capture_type type;
    bool fits;
};

static struct value values[] = {
    { "flask", CAPTURE_MODULE, true },
    { "a.b_c.D1", CAPTURE_MODULE, true },
    { "_x", CAPTURE_MODULE, true },
    { "", CAPTURE_MODULE, false },
    { ".", CAPTURE_MODULE, false },
    { "a.", CAPTURE_MODULE, false },
    { ".a", CAPTURE_MODULE, false },
    { "a..b", CAPTURE_MODULE, false },
    { "1a", CAPTURE_MODULE, false },
    { "a.1b", CAPTURE_MODULE, false },
    { "a-b", CAPTURE_MODULE, false },
    { "a b", CAPTURE_MODULE, false },
    { "a\xC3\xA4", CAPTURE_MODULE, false },
    { "a[", CAPTURE_MODULE, false },
    { "a@b", CAPTURE_MODULE, false },
    { "SECRET_KEY", CAPTURE_VARIABLE, true },
    { "1KEY", CAPTURE_VARIABLE, false },
    { "a.b", CAPTURE_VARIABLE, false },
    { "", CAPTURE_VARIABLE, false },
    { "@scope/a-b", CAPTURE_PACKAGE, true },
    { "Flask-Session", CAPTURE_PACKAGE, true },
    { "-r", CAPTURE_PACKAGE, false },
    { "a;rm", CAPTURE_PACKAGE, false },
    { "a/b.py", CAPTURE_PATH, true },
    { "../b", CAPTURE_PATH, false },
    { "a/../b", CAPTURE_PATH, false },
    { "a\n", CAPTURE_PATH, false },
    { "12.5", CAPTURE_NUMBER, true },
    { "a", CAPTURE_NUMBER, false },
    { "a$b", CAPTURE_NAME, true },
    { "a b", CAPTURE_NAME, false },
    { "db.example.com:5432", CAPTURE_HOST, true },
    { "a/b", CAPTURE_HOST, false },
    { "any thing", CAPTURE_TEXT, true },
    { "a\tb", CAPTURE_LINE, true },
    { "a\x1B[2J", CAPTURE_LINE, false },
};

ParameterizedTestParameters(capture_type, fits)
{
    return cr_make_param_array(struct value, values, sizeof(values) / sizeof(values[0]));
}

ParameterizedTest(struct value *row, capture_type, fits)
{
    cr_expect_eq(capture_fits(str_from(row->text), row->type), row->fits, "'%s' as %d",
                 row->text, (int)row->type);
}

Test(capture_type, names_have_a_length)
{
    char name[202];
    memset(name, 'a', sizeof(name));
    cr_expect(capture_fits((logdoc_str){ name, 200 }, CAPTURE_MODULE));
    cr_expect_not(capture_fits((logdoc_str){ name, 201 }, CAPTURE_MODULE));
    name[100] = '.';
    cr_expect(capture_fits((logdoc_str){ name, 200 }, CAPTURE_MODULE));
    cr_expect_not(capture_fits((logdoc_str){ name, 201 }, CAPTURE_MODULE));
}
