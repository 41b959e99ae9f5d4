/* SPDX-License-Identifier: MIT
 * Structured log lines taken apart. */
#include "escaped_lines.h"
#include "str.h"

#include <criterion/criterion.h>

static void expect_lines(const char *message, const char *wanted)
{
    struct strbuf out;
    strbuf_init(&out, 1000);
    cr_expect(escaped_lines_are_in(str_from(message)), "%s", message);
    escaped_lines_split(&out, str_from(message));
    cr_expect_str_eq(out.at, wanted, "%s:\n%s", message, out.at);
    strbuf_release(&out);
}

Test(escaped_lines, texts_of_several_lines_come_last)
{
    expect_lines("{\"a\":\"x\\ny\",\"b\":1}", "{\"a\":\"\",\"b\":1}\nx\ny");
    expect_lines("{\"a\":\"1\\n2\",\"b\":\"3\\n\\t4\\n\"}",
                 "{\"a\":\"\",\"b\":\"\"}\n1\n2\n3\n\t4\n");
    expect_lines("level=error err=\"no \\\"x\\\"\" stack=\"f\\n\\tg\"",
                 "level=error err=\"no \"x\"\" stack=\"\"\nf\n\tg");
}

Test(escaped_lines, escapes_are_undone)
{
    expect_lines("{\"a\":\"say \\\"no\\\" \\\\ \\/\"}", "{\"a\":\"say \"no\" \\ /\"}");
    expect_lines("{\"a\":\"caf\\u00e9 \\u20AC \\u0041\"}",
                 "{\"a\":\"caf\xC3\xA9 \xE2\x82\xAC A\"}");
}

Test(escaped_lines, controls_stay_dead_and_rubbish_is_carried_through)
{
    expect_lines("{\"a\":\"\\u001b[31m\\u0000\\r\"}", "{\"a\":\" [31m  \"}");
    expect_lines("{\"a\":\"\\ud83d\\ude00\"}", "{\"a\":\"?"
                                               "?\"}");
    expect_lines("{\"a\":\"\\u12\\q", "{\"a\":\"u12q\"");
    expect_lines("{\"a\":\"x\\", "{\"a\":\"x\"");
}

Test(escaped_lines, other_lines_are_left_alone)
{
    cr_expect_not(escaped_lines_are_in(STR("")));
    cr_expect_not(escaped_lines_are_in(STR("{\"a\":1}")));
    cr_expect_not(escaped_lines_are_in(STR("C:\\new \"x\"")));
    cr_expect_not(escaped_lines_are_in(STR("path C:\\new a=\"x\"")));
}
