/* SPDX-License-Identifier: MIT
 * Templates: what they become, and what is not one. */
#include "str.h"
#include "template.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

static logdoc_str find_value(void *user, logdoc_str name)
{
    (void)user;
    if (str_equal(name, STR("module")))
        return STR("flask_session");
    if (str_equal(name, STR("hostile")))
        return STR("x'; rm -rf {module}");
    if (str_equal(name, STR("empty")))
        return STR("");
    return (logdoc_str){ NULL, 0 };
}

/* Arrays, not pointers: Criterion passes parameters to another process. */
struct rendering {
    char text[64];
    enum template_quoting quoting;
    char wanted[80]; /* "!": it is refused */
};

static struct rendering renderings[] = {
    { "", TEMPLATE_PLAIN, "" },
    { "no captures", TEMPLATE_PLAIN, "no captures" },
    { "{module}", TEMPLATE_PLAIN, "flask_session" },
    { "a {module} b {module}", TEMPLATE_PLAIN, "a flask_session b flask_session" },
    { "{empty}", TEMPLATE_PLAIN, "" },
    { "{empty|words}", TEMPLATE_PLAIN, "" },
    { "{module|words}", TEMPLATE_PLAIN, "flask_session" },
    { "{missing|two words}", TEMPLATE_PLAIN, "two words" },
    { "{missing|}", TEMPLATE_PLAIN, "" },
    { "{missing|a|b}", TEMPLATE_PLAIN, "a|b" },
    { "{missing|{module}", TEMPLATE_PLAIN, "{module" },
    { "{missing}", TEMPLATE_PLAIN, "!" },
    { "text {missing} text", TEMPLATE_PLAIN, "!" },
    { "{{module}", TEMPLATE_PLAIN, "{module}" },
    { "{{{module}}", TEMPLATE_PLAIN, "{flask_session}" },
    { "{{{{", TEMPLATE_PLAIN, "{{" },
    { "}", TEMPLATE_PLAIN, "}" },
    { "a}}b", TEMPLATE_PLAIN, "a}}b" },
    { "{hostile}", TEMPLATE_PLAIN, "x'; rm -rf {module}" },
    { "open {", TEMPLATE_PLAIN, "!" },
    { "open {module", TEMPLATE_PLAIN, "!" },
    { "{}", TEMPLATE_PLAIN, "!" },
    { "{|words}", TEMPLATE_PLAIN, "!" },
    { "{ module }", TEMPLATE_PLAIN, "!" },
    { "{1module}", TEMPLATE_PLAIN, "!" },
    { "{mod-ule}", TEMPLATE_PLAIN, "!" },
    { "pip install {module}", TEMPLATE_SHELL, "pip install flask_session" },
    { "run {hostile}", TEMPLATE_SHELL, "run 'x'\\''; rm -rf {module}'" },
    { "run {empty}", TEMPLATE_SHELL, "run ''" },
    { "run {missing|<your app>}", TEMPLATE_SHELL, "run <your app>" },
};

ParameterizedTestParameters(template, rendered)
{
    return cr_make_param_array(struct rendering, renderings,
                               sizeof(renderings) / sizeof(renderings[0]));
}

ParameterizedTest(struct rendering *row, template, rendered)
{
    struct strbuf out;
    strbuf_init(&out, 200);
    bool rendered = template_render(&out, row->text, row->quoting, find_value, NULL);
    if (strcmp(row->wanted, "!") == 0)
        cr_expect(!rendered, "%s became %s", row->text, out.at);
    else
        cr_expect(rendered && strcmp(out.at, row->wanted) == 0, "%s became %s", row->text,
                  out.at);
    strbuf_release(&out);
}

static bool add_name(void *user, logdoc_str name, bool has_fallback)
{
    struct strbuf *out = user;
    strbuf_add_str(out, name);
    strbuf_add_text(out, has_fallback ? "? " : " ");
    return !str_equal(name, STR("stop"));
}

struct naming {
    char text[64];
    bool good;
    char wanted[64];
};

static struct naming namings[] = {
    { "plain {{ text }", true, "" },
    { "{one} {two|words} {_3}", true, "one two? _3 " },
    { "{one} {stop} {two}", false, "one stop " },
    { "{one} {two", false, "one " },
    { "{one} {}", false, "one " },
};

ParameterizedTestParameters(template, named)
{
    return cr_make_param_array(struct naming, namings,
                               sizeof(namings) / sizeof(namings[0]));
}

ParameterizedTest(struct naming *row, template, named)
{
    struct strbuf names;
    strbuf_init(&names, 200);
    cr_expect_eq(template_names(row->text, add_name, &names), row->good, "%s", row->text);
    cr_expect_str_eq(names.at, row->wanted);
    strbuf_release(&names);
}
