/* SPDX-License-Identifier: MIT
 * Patterns: the names read from their text, what they find, and what stops them. */
#include "mem.h"
#include "regex.h"
#include "str.h"
#include "strbuf.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

static struct regex *make(const char *pattern)
{
    struct logdoc_error error = { "", "" };
    struct regex *regex = regex_new(pattern, "here", &error);
    cr_assert_not_null(regex, "%s: %s", pattern, error.text);
    return regex;
}

/* Arrays, not pointers: Criterion passes parameters to another process. */
struct grouping {
    char pattern[80];
    char names[60]; /* "-" for a group without name */
};

static struct grouping groupings[] = {
    { "plain", "" },
    { "(a)(?<b>c)", "- b " },
    { "(?P<one>a)(?'two'b)", "one two " },
    { "((?<inner>a)|(?:b))", "- inner " },
    { "\\((?<a>x)\\)", "a " },
    { "\\\\(?<a>x)", "a " },
    { "[(](?<a>x)[)]", "a " },
    { "[]()](?<a>x)", "a " },
    { "[^]()](?<a>x)", "a " },
    { "[[:alpha:](](?<a>x)", "a " },
    { "[\\](](?<a>x)", "a " },
    { "\\Q(?<no>\\E(?<a>x)", "a " },
    { "[\\Q](\\E](?<a>x)", "a " },
    { "(?=a)(?!b)(?<=c)(?<!d)(?>e)(?i:f)(?i)(?<a>g)", "a " },
    { "(?# (comment) (?<a>x)", "a " },
    { "(x)?(?(1)y|z)(?<a>w)", "- a " },
    { "(?<b>x)?(?(<b>)y|z)(?<a>w)", "b a " },
    { "(?(?=x)x|y)(?<a>z)", "a " },
    { "(*COMMIT)(?<a>x)", "a " },
};

ParameterizedTestParameters(regex, group_names)
{
    return cr_make_param_array(struct grouping, groupings,
                               sizeof(groupings) / sizeof(groupings[0]));
}

/* regex_compile() compares the names with what PCRE2 sees. */
ParameterizedTest(struct grouping *row, regex, group_names)
{
    struct logdoc_error error = { "", "" };
    struct regex *regex = make(row->pattern);
    struct strbuf names;
    size_t count = 0;

    strbuf_init(&names, 100);
    const logdoc_str *all = regex_group_names(regex, &count);
    for (size_t i = 1; i < count; i++)
        strbuf_add_format(&names, "%s ", all[i].at ? all[i].at : "-");
    cr_expect_str_eq(names.at, row->names, "%s: got %s", row->pattern, names.at);
    cr_expect(regex_compile(regex, "here", &error), "%s: %s", row->pattern, error.text);
    cr_expect_str_eq(regex_pattern(regex), row->pattern);
    strbuf_release(&names);
    regex_free(regex);
}

struct refusal {
    char pattern[100];
    char text[80]; /* what the message begins with */
};

static struct refusal refusals[] = {
    { "(?<1a>x)", "the pattern has a malformed group name" },
    { "(?<>x)", "the pattern has a malformed group name" },
    { "(?<open", "the pattern has a malformed group name" },
    { "(?<a b>x)", "the pattern has a malformed group name" },
    { "(?<a>x)(?<a>y)", "the pattern has two groups of one name" },
    { "(?|(?<a>x)|(?<b>y))", "the pattern has a branch reset" },
    { "()()()()()()()()()()()()()()()()()()()()()()()()",
      "the pattern has too many groups" },
    { "(", "bad pattern at byte 1: missing closing parenthesis" },
    { "[a", "bad pattern at byte 2: missing terminating ]" },
    { "a)", "bad pattern at byte 1: unmatched closing parenthesis" },
    { "*a", "bad pattern at byte 0: quantifier does not follow" },
    { "a\\", "bad pattern at byte 2: \\ at end of pattern" },
    { "(*UTF)a", "bad pattern" },
    { "(*UCP)a", "bad pattern" },
    { "\\C", "bad pattern" },
    { "(?<=a+)b", "bad pattern" },
    { "(?x) # (no group\n(?<a>x)", "the groups of the pattern cannot be told apart" },
    { "(?n)(a)(?<b>c)", "the groups of the pattern cannot be told apart" },
};

ParameterizedTestParameters(regex, refused)
{
    return cr_make_param_array(struct refusal, refusals,
                               sizeof(refusals) / sizeof(refusals[0]));
}

ParameterizedTest(struct refusal *row, regex, refused)
{
    struct logdoc_error error = { "", "" };
    struct regex_match match;
    struct regex *regex = regex_new(row->pattern, "here", &error);
    if (regex) {
        cr_expect(!regex_compile(regex, "here", &error), "%s passed", row->pattern);
        cr_expect_eq(regex_search(regex, STR("a"), 0, &match), REGEX_GAVE_UP);
    }
    cr_expect(str_starts(str_from(error.text), str_from(row->text)), "%s: %s",
              row->pattern, error.text);
    cr_expect_str_eq(error.where, "here");
    regex_free(regex);
}

struct search {
    char pattern[60];
    char text[60];
    size_t from;
    char wanted[40]; /* the whole match and its groups, each in []; "": none */
};

static struct search searches[] = {
    { "b(c)", "abcd", 0, "[bc][c]" },
    { "^two$", "one\ntwo\nthree", 0, "[two]" },
    { "^two$", "one\r\ntwo\r\n", 0, "" },
    { "one.two", "one\ntwo", 0, "" },
    { "one\\Rtwo", "one\ntwo", 0, "[one\ntwo]" },
    { "a", "aXa", 1, "[a]" },
    { "(?<=X)a", "Xa", 1, "[a]" },
    { "\\ba", "Xa", 1, "" },
    { "^a", "Xa", 1, "" },
    { "a", "a", 1, "" },
    { "a", "a", 2, "" },
    { "x*", "", 0, "[]" },
    { "(a)|(b)", "b", 0, "[b]<>[b]" },
    { "(a)?b(c)?", "b", 0, "[b]<><>" },
    { ".", "\xFF", 0, "[\xFF]" },
    { "^.$", "\xC3\xA9", 0, "" },
    { "a\\Kb", "ab", 0, "[b]" },
    { "Err", "err", 0, "" },
    { "(?i)Err", "err", 0, "[err]" },
};

ParameterizedTestParameters(regex, search)
{
    return cr_make_param_array(struct search, searches,
                               sizeof(searches) / sizeof(searches[0]));
}

ParameterizedTest(struct search *row, regex, search)
{
    struct regex_match match = { .group_count = 0 };
    struct regex *regex = make(row->pattern);
    struct strbuf got;

    strbuf_init(&got, 200);
    enum regex_result result =
        regex_search(regex, str_from(row->text), row->from, &match);
    for (size_t i = 0; i < match.group_count; i++) {
        strbuf_add_text(&got, match.groups[i].at ? "[" : "<");
        strbuf_add_str(&got, match.groups[i]);
        strbuf_add_text(&got, match.groups[i].at ? "]" : ">");
    }
    cr_expect_str_eq(got.at, row->wanted, "%s in %s: %s", row->pattern, row->text,
                     got.at);
    cr_expect_eq(result, row->wanted[0] ? REGEX_YES : REGEX_NO);
    strbuf_release(&got);
    regex_free(regex);
}

/* Patterns that take for ever without limits, on what makes them. */
struct bomb {
    char pattern[40];
    char tail[8]; /* behind many of 'a' */
    size_t length;
};

static struct bomb bombs[] = {
    { "(a+)+$", "b", 40 },           { "(a+)+$", "b", 100000 },
    { "(?:a|aa)+z", "-z", 10000 },   { "(.*)(.*)(.*)x$", "xb", 10000 },
    { "a.*a.*a.*z", "-\nz", 50000 }, { "(\\w+\\s?)+z$", "!z-", 2000 },
    { "(a|b)+z", "-z", 60000 },
};

ParameterizedTestParameters(regex, gives_up)
{
    return cr_make_param_array(struct bomb, bombs, sizeof(bombs) / sizeof(bombs[0]));
}

ParameterizedTest(struct bomb *row, regex, gives_up, .timeout = 20)
{
    struct regex_match match;
    struct regex *regex = make(row->pattern);
    size_t tail = strlen(row->tail);
    char *text = mem_alloc(row->length + tail);
    memset(text, 'a', row->length);
    memcpy(text + row->length, row->tail, tail);
    for (int i = 0; i < 10; i++)
        cr_expect_eq(
            regex_search(regex, (logdoc_str){ text, row->length + tail }, 0, &match),
            REGEX_GAVE_UP, "%s", row->pattern);
    free(text);
    regex_free(regex);
}

/* What a rule may well have is found in the longest line Heroku writes. */
struct stretch {
    char pattern[40];
};

static struct stretch stretches[] = {
    { "^s.*x(.*)y" }, { "a[^b]*x" }, { "(?:a|x)+y" }, { "(?s)^.*x" }
};

ParameterizedTestParameters(regex, long_lines)
{
    return cr_make_param_array(struct stretch, stretches,
                               sizeof(stretches) / sizeof(stretches[0]));
}

ParameterizedTest(struct stretch *row, regex, long_lines)
{
    static char text[10000];
    struct regex_match match;
    struct regex *regex = make(row->pattern);
    memset(text, 'a', sizeof(text));
    text[0] = 's';
    text[5000] = 'x';
    text[5001] = 'y';
    cr_expect_eq(regex_search(regex, (logdoc_str){ text, sizeof(text) }, 0, &match),
                 REGEX_YES, "%s", row->pattern);
    regex_free(regex);
}

Test(regex, looks_no_further_than_its_cap)
{
    struct regex_match match;
    struct regex *regex = make("x");
    size_t length = REGEX_SUBJECT_CAP + 11;
    char *text = mem_alloc(length);
    memset(text, 'a', length);
    text[length - 1] = 'x';
    cr_expect_eq(regex_search(regex, (logdoc_str){ text, length }, 10, &match), REGEX_NO);
    cr_expect_eq(regex_search(regex, (logdoc_str){ text, length }, 11, &match),
                 REGEX_YES);
    free(text);
    regex_free(regex);
}

Test(regex, group_by_name)
{
    struct regex *regex = make("(a)(?<b>c)");
    cr_expect_eq(regex_group(regex, STR("b")), 2);
    cr_expect_eq(regex_group(regex, STR("c")), SIZE_MAX);
    cr_expect_eq(regex_group(regex, STR("")), SIZE_MAX);
    regex_free(regex);
    regex_free(NULL);
}
