/* SPDX-License-Identifier: MIT
 * Hostile text, and what each target sees of it. */
#include "escape.h"
#include "str.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define CAP ((size_t)1 << 16)

#define RIGHT_TO_LEFT "\xE2\x80\xAE"
#define ZERO_WIDTH "\xE2\x80\x8B"
#define NEXT_LINE "\xC2\x85"

struct escape_case {
    const char *text, *wanted;
};

static void expect(void (*escape)(struct strbuf *, logdoc_str),
                   const struct escape_case *given)
{
    struct strbuf out;

    strbuf_init(&out, CAP);
    escape(&out, str_from(given->text));
    cr_expect_str_eq(out.at, given->wanted, "%s", out.at);
    strbuf_release(&out);
}

ParameterizedTestParameters(escape, terminal)
{
    static const struct escape_case cases[] = {
        { "", "" },
        { "plain \\ text\twith a tab", "plain \\ text\twith a tab" },
        { "caf\xC3\xA9 \xE6\x97\xA5", "caf\xC3\xA9 \xE6\x97\xA5" },
        { "\x1B[31mred\x1B[0m", "\\x1B[31mred\\x1B[0m" },
        { "\x1B]0;title\x07", "\\x1B]0;title\\x07" },
        { "a\r\nb\b", "a\\x0D\\x0Ab\\x08" },
        { "\x7F", "\\x7F" },
        { NEXT_LINE, "\\u{0085}" },
        { "\xC2\x9B"
          "31m",
          "\\u{009B}31m" },
        { "\x9B"
          "31m",
          "\\x9B"
          "31m" },
        { "a" RIGHT_TO_LEFT "b", "a\\u{202E}b" },
        { "\xE2\x81\xA6", "\\u{2066}" },
        { "\xD8\x9C", "\\u{061C}" },
        { "pay" ZERO_WIDTH "pal", "pay\\u{200B}pal" },
        { "\xEF\xBB\xBF", "\\u{FEFF}" },
        { "\xE2\x80\xA8", "\\u{2028}" },
        { "\xF3\xA0\x81\x81", "\\u{E0041}" },
        { "\xC0\x9B", "\\xC0\\x9B" }, /* overlong: no way around */
        { "cut \xE2\x80", "cut \\xE2\\x80" },
    };

    return cr_make_param_array(const struct escape_case, cases, COUNT(cases));
}

ParameterizedTest(const struct escape_case *given, escape, terminal)
{
    expect(escape_terminal, given);
}

Test(escape, a_nul_is_seen)
{
    struct strbuf out;

    strbuf_init(&out, CAP);
    escape_terminal(&out, (logdoc_str){ "a\0b", 3 });
    escape_html(&out, (logdoc_str){ "\0", 1 });
    escape_shell(&out, (logdoc_str){ "a\0b", 3 });
    escape_markdown(&out, (logdoc_str){ "\0", 1 });
    cr_expect_str_eq(out.at, "a\\x00b\\x00'ab'\\\\x00");
    strbuf_release(&out);
}

ParameterizedTestParameters(escape, html)
{
    static const struct escape_case cases[] = {
        { "plain\n\ttext", "plain\n\ttext" },
        { "<script>alert(\"1\" & '2')</script>",
          "&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;" },
        { "&lt;", "&amp;lt;" },
        { "\x1B[31m" RIGHT_TO_LEFT, "\\x1B[31m\\u{202E}" },
        { "\xFF<", "\\xFF&lt;" },
        { "\xC3<", "\\xC3&lt;" }, /* a cut character does not swallow the < */
    };

    return cr_make_param_array(const struct escape_case, cases, COUNT(cases));
}

ParameterizedTest(const struct escape_case *given, escape, html)
{
    expect(escape_html, given);
}

ParameterizedTestParameters(escape, shell)
{
    static const struct escape_case cases[] = {
        { "", "''" },
        { "Flask-Session==0.5", "Flask-Session==0.5" },
        { "a/b.c_d:e@f%g+h,i", "a/b.c_d:e@f%g+h,i" },
        { "two words", "'two words'" },
        { "it's", "'it'\\''s'" },
        { "\"", "'\"'" },
        { "$(rm -rf /)", "'$(rm -rf /)'" },
        { "`id`", "'`id`'" },
        { "$HOME", "'$HOME'" },
        { "a\nrm -rf /\n", "'arm -rf /'" },
        { "a;b|c&d<e>f", "'a;b|c&d<e>f'" },
        { "~", "'~'" },
        { "*?[", "'*?['" },
        { "!x", "'!x'" },
        { "#x", "'#x'" },
        { "a\\b", "'a\\b'" },
        { "=ls", "'=ls'" },
        { "\x1B[2J", "'[2J'" },
        { "\t", "''" },
        { "caf\xC3\xA9", "'caf\xC3\xA9'" },
        { "a" RIGHT_TO_LEFT NEXT_LINE "b", "'ab'" },
        { "a\xFF"
          "b",
          "'ab'" },
    };

    return cr_make_param_array(const struct escape_case, cases, COUNT(cases));
}

ParameterizedTest(const struct escape_case *given, escape, shell)
{
    expect(escape_shell, given);
}

ParameterizedTestParameters(escape, markdown)
{
    static const struct escape_case cases[] = {
        { "plain text, with (this) - and 1. that",
          "plain text, with (this) - and 1. that" },
        { "__init__", "\\_\\_init\\_\\_" },
        { "*a* `b` [c](d) !e #f |g ~h",
          "\\*a\\* \\`b\\` \\[c\\](d) \\!e \\#f \\|g \\~h" },
        { "a\\b", "a\\\\b" },
        { "<img src=x> &amp;", "&lt;img src=x&gt; &amp;amp;" },
        { "a\r\n\tb", "a   b" },
        { "- a", "\\- a" },
        { "+ a", "\\+ a" },
        { "===", "\\===" },
        { "12. a", "12\\. a" },
        { "3) a", "3\\) a" },
        { "12 a. b", "12 a. b" },
        { "> a", "&gt; a" },
        { RIGHT_TO_LEFT, "\\\\u{202E}" },
    };

    return cr_make_param_array(const struct escape_case, cases, COUNT(cases));
}

ParameterizedTest(const struct escape_case *given, escape, markdown)
{
    expect(escape_markdown, given);
}
