/* SPDX-License-Identifier: MIT
 * What a pattern wants of a text before it is searched: never more than a match has. */
#include "regex.h"
#include "ruleset.h"
#include "str.h"
#include "strbuf.h"
#include "wanted_bytes.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

struct wish {
    char pattern[64], wanted[4];
};

static struct wish wishes[] = {
    { "a", "a" },
    { "abc", "bc" },
    { "Error: [a-z]+ is", "is" },
    { "a.b", "b" },
    { "ab?", "a" },
    { "ab*c", "c" },
    { "a(b|c)", "a" },
    { "a|b", "" },
    { "", "" },
    { "(?:a|b)c(?:d)?", "c" },
    { "(?<name>x)(?:-\\w+)+", "-" },
    { "(?<name>x)(?:-\\w+)*", "x" },
    { "(?<name>x(y(z)))", "z" },
    { "(?<name>x(y(z|)))", "y" },
    { "a(?=b)", "a" },
    { "a(?!b)", "a" },
    { "(?<=b)a(?<!c)", "a" },
    { "(?>ab)", "ab" },
    { "a{2}", "" },
    { "ab{0,3}", "a" },
    { "x\\w{1,40}y{2}", "x" },
    { "a{b", "" },
    { "a\\{b", "{b" },
    { "a+b", "b" },
    { "\\.py['\"]?(?=\\s|$)", ".p" },
    { "\\d\\.\\d", "." },
    { "a\\x2e", "" },
    { "a\\Qb*\\E", "" },
    { "(a)\\1", "" },
    { "(?i)abc", "" },
    { "(?i:abc)d", "" },
    { "(?#no)a", "" },
    { "(*UTF)a", "" },
    { "(?(1)a|b)", "" },
    { "(?|a)", "" },
    { "(?'name'a)", "" },
    { "(?P<name>a)", "" },
    { "a[bc]", "a" },
    { "a[]bc]", "a" },
    { "a[^]bc]", "a" },
    { "a[\\]bc]", "a" },
    { "a[[:alpha:]]", "" },
    { "a[b\\Q]\\E]", "" },
    { "a[\\c]]", "" },
    { "a[\\E]b]", "" },
    { "a[^\\E]b]", "" },
    { "a[\\x5d]b", "" },
    { "a[\\d\\]]b", "b" },
    { "xyzzy.e", "e" },
    { "a[bc", "a" },
    { "a\\", "" },
    { "a)", "" },
    { "(a", "" },
    { "^a$", "a" },
    { "a\\b", "a" },
    { "a b", " b" },
};

ParameterizedTestParameters(wanted_bytes, of_a_pattern)
{
    return cr_make_param_array(struct wish, wishes, sizeof(wishes) / sizeof(wishes[0]));
}

ParameterizedTest(struct wish *row, wanted_bytes, of_a_pattern)
{
    struct wanted_bytes wanted = wanted_bytes_of(str_from(row->pattern));
    logdoc_str got = { wanted.bytes, wanted.count };
    cr_expect(str_equal(got, str_from(row->wanted)), "%s wants '%.*s'", row->pattern,
              (int)got.len, got.at);
}

/* At every place of texts of all lengths. */
Test(wanted_bytes, in_a_text)
{
    const struct wanted_bytes none = { { '\0' }, 0 }, one = { { 'x' }, 1 },
                              two = { { 'x', 'y' }, 2 };
    char text[50];
    for (size_t len = 0; len < sizeof(text); len++)
        for (size_t at = 0; at <= len; at++) {
            memset(text, 'y', sizeof(text));
            if (at < len)
                text[at] = 'x';
            logdoc_str whole = { text, len };
            cr_assert(wanted_bytes_in(none, whole));
            cr_assert_eq(wanted_bytes_in(one, whole), at < len);
            cr_assert_eq(wanted_bytes_in(two, whole), at + 1 < len, "%zu of %zu", at,
                         len);
        }
}

/* A pattern that matches the same texts and of which nothing is known. */
static struct regex *without_wishes(const char *pattern, struct strbuf *text)
{
    struct logdoc_error error;
    strbuf_reset(text);
    strbuf_add_format(text, "(?:%s|(?!))", pattern);
    cr_assert_eq(wanted_bytes_of(strbuf_str(text)).count, 0);
    struct regex *regex = regex_new(text->at, "", &error);
    cr_assert_not_null(regex, "%s", error.text);
    return regex;
}

/* The lines, and the whole. */
static size_t search_lines(struct regex *regex, struct regex *careless, const char *log)
{
    struct regex_match match;
    size_t found = 0;
    for (logdoc_str rest = str_from(log); rest.len > 0;) {
        logdoc_str line = str_cut(&rest, '\n');
        enum regex_result wanted = regex_search(careless, line, 0, &match);
        cr_expect_eq(regex_search(regex, line, 0, &match), wanted, "%s: %.*s",
                     regex_pattern(regex), (int)line.len, line.at);
        found += wanted == REGEX_YES;
    }
    enum regex_result wanted = regex_search(careless, str_from(log), 0, &match);
    cr_expect_eq(regex_search(regex, str_from(log), 0, &match), wanted, "%s: %s",
                 regex_pattern(regex), log);
    return found + (wanted == REGEX_YES);
}

static size_t search_examples(struct regex *regex, struct regex *careless,
                              const struct rule *rule)
{
    size_t found = 0;
    for (size_t i = 0; i < rule->example_count; i++)
        found += search_lines(regex, careless, rule->examples[i].log);
    for (size_t i = 0; i < rule->reject_count; i++)
        found += search_lines(regex, careless, rule->rejects[i].log);
    return found;
}

#define NEIGHBOURS 8

/* Every pattern of a rule finds in the examples of the rule and of others what it finds
 * without the shortcut. */
Test(wanted_bytes, of_all_rules_are_in_what_they_match)
{
    struct logdoc_error error;
    struct strbuf text;
    size_t found = 0, rules_with = 0;
    struct logdoc_ruleset *set = logdoc_ruleset_new_builtin(&error);
    cr_assert(set && ruleset_complete_all(set, &error));
    strbuf_init(&text, 1000000);
    for (size_t i = 0; i < set->rules.count; i++) {
        const struct rule *rule = set->rules.items[i];
        for (size_t k = 0; k < rule->pattern_count; k++) {
            struct regex *careless =
                without_wishes(regex_pattern(rule->patterns[k]), &text);
            rules_with +=
                wanted_bytes_of(str_from(regex_pattern(rule->patterns[k]))).count > 0;
            for (size_t n = 0; n < NEIGHBOURS && n < set->rules.count; n++)
                found +=
                    search_examples(rule->patterns[k], careless,
                                    set->rules.items[(i + n * n) % set->rules.count]);
            regex_free(careless);
        }
    }
    cr_expect_gt(found, set->rules.count);
    cr_expect_gt(rules_with, set->rules.count / 2);
    strbuf_release(&text);
    logdoc_ruleset_free(set);
}
