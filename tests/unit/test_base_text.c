/* SPDX-License-Identifier: MIT
 * str, utf8, error and the names of the enumerations. */
#include "error.h"
#include "str.h"
#include "utf8.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

struct find_case {
    const char *text, *part;
    size_t wanted;
};

ParameterizedTestParameters(str, find)
{
    static const struct find_case cases[] = {
        { "", "", 0 },
        { "abc", "", 0 },
        { "", "a", SIZE_MAX },
        { "abc", "abc", 0 },
        { "abc", "abcd", SIZE_MAX },
        { "aab", "ab", 1 },
        { "aaaa", "aab", SIZE_MAX },
        { "code=H10 desc", "H10", 5 },
        { "xyz", "z", 2 },
    };

    return cr_make_param_array(const struct find_case, cases, COUNT(cases));
}

ParameterizedTest(const struct find_case *given, str, find)
{
    cr_expect_eq(str_find(str_from(given->text), str_from(given->part)), given->wanted);
}

struct pair_case {
    const char *a, *b;
    bool equal, equal_ignoring_case, starts, ends;
    int order;
};

ParameterizedTestParameters(str, comparisons)
{
    static const struct pair_case cases[] = {
        { "", "", true, true, true, true, 0 },
        { "abc", "", false, false, true, true, 1 },
        { "", "abc", false, false, false, false, -1 },
        { "abc", "ABC", false, true, false, false, 1 },
        { "abc", "ab", false, false, true, false, 1 },
        { "abc", "bc", false, false, false, true, -1 },
        { "a\xC3\xA9", "a\xC3\x89", false, false, false, false, 1 },
        { "@", "`", false, false, false, false, -1 },
    };

    return cr_make_param_array(const struct pair_case, cases, COUNT(cases));
}

ParameterizedTest(const struct pair_case *given, str, comparisons)
{
    logdoc_str a = str_from(given->a), b = str_from(given->b);
    int order = str_compare(a, b);

    cr_expect_eq(str_equal(a, b), given->equal);
    cr_expect_eq(str_equal_ignoring_case(a, b), given->equal_ignoring_case);
    cr_expect_eq(str_starts(a, b), given->starts);
    cr_expect_eq(str_ends(a, b), given->ends);
    cr_expect_eq((order > 0) - (order < 0), given->order);
}

Test(str, an_empty_view_may_be_null)
{
    logdoc_str none = { NULL, 0 }, rest = none;
    uint64_t number;

    cr_assert(str_equal(none, STR("")));
    cr_assert_eq(str_find_char(none, 'a'), SIZE_MAX);
    cr_assert_eq(str_find(none, STR("a")), SIZE_MAX);
    cr_assert_eq(str_trim(none).len, 0);
    cr_assert_eq(str_cut(&rest, ',').len, 0);
    cr_assert_eq(str_hash(none), str_hash(STR("")));
    cr_assert_not(str_parse_unsigned(none, &number));
}

struct text_case {
    const char *text, *wanted;
};

ParameterizedTestParameters(str, trim)
{
    static const struct text_case cases[] = {
        { "", "" },           { " \t\r\n", "" }, { "a", "a" }, { " a b\t\r\n", "a b" },
        { "\va\v", "\va\v" },
    };

    return cr_make_param_array(const struct text_case, cases, COUNT(cases));
}

ParameterizedTest(const struct text_case *given, str, trim)
{
    cr_expect(str_equal(str_trim(str_from(given->text)), str_from(given->wanted)));
}

Test(str, cut_takes_fields_off_the_front)
{
    logdoc_str rest = STR("a,,b");

    cr_assert(str_equal(str_cut(&rest, ','), STR("a")));
    cr_assert(str_equal(str_cut(&rest, ','), STR("")));
    cr_assert(str_equal(str_cut(&rest, ','), STR("b")));
    cr_assert_eq(rest.len, 0);
    cr_assert(str_equal(str_cut(&rest, ','), STR("")));
}

Test(str, an_offset_behind_the_end_is_empty)
{
    cr_assert(str_equal(str_from_offset(STR("abc"), 1), STR("bc")));
    cr_assert_eq(str_from_offset(STR("abc"), 3).len, 0);
    cr_assert_eq(str_from_offset(STR("abc"), 99).len, 0);
}

struct number_case {
    const char *text;
    uint64_t wanted;
    bool parsed;
};

ParameterizedTestParameters(str, parse_unsigned)
{
    static const struct number_case cases[] = {
        { "0", 0, true },
        { "007", 7, true },
        { "18446744073709551615", UINT64_MAX, true },
        { "18446744073709551616", 42, false },
        { "99999999999999999999", 42, false },
        { "", 42, false },
        { "-1", 42, false },
        { "+1", 42, false },
        { "1 ", 42, false },
        { "1e3", 42, false },
    };

    return cr_make_param_array(const struct number_case, cases, COUNT(cases));
}

ParameterizedTest(const struct number_case *given, str, parse_unsigned)
{
    uint64_t number = 42;

    cr_expect_eq(str_parse_unsigned(str_from(given->text), &number), given->parsed);
    cr_expect_eq(number, given->wanted);
}

#define BAD "\xEF\xBF\xBD"

struct bytes_case {
    logdoc_str text;
    const char *wanted;
};

ParameterizedTestParameters(utf8, add_valid)
{
    static const struct bytes_case cases[] = {
        { { "", 0 }, "" },
        { { "plain", 5 }, "plain" },
        { { "caf\xC3\xA9 \xF0\x9F\x98\x80", 10 }, "caf\xC3\xA9 \xF0\x9F\x98\x80" },
        { { "a\0b", 3 }, "a" BAD "b" },
        { { "\xFF\xFE", 2 }, BAD BAD },
        { { "caf\xC3", 4 }, "caf" BAD },                /* cut inside a character */
        { { "\xC0\xAF", 2 }, BAD BAD },                 /* overlong */
        { { "\xED\xA0\x80", 3 }, BAD BAD BAD },         /* surrogate */
        { { "\xF4\x90\x80\x80", 4 }, BAD BAD BAD BAD }, /* beyond U+10FFFF */
        { { "\x80z", 2 }, BAD "z" },
    };

    return cr_make_param_array(const struct bytes_case, cases, COUNT(cases));
}

ParameterizedTest(const struct bytes_case *given, utf8, add_valid)
{
    struct strbuf out;

    strbuf_init(&out, 100);
    utf8_add_valid(&out, given->text);
    cr_expect_str_eq(out.at, given->wanted);
    strbuf_release(&out);
}

struct width_case {
    const char *text;
    size_t width, columns, prefix; /* the bytes that fit into `columns` */
};

ParameterizedTestParameters(utf8, width_and_prefix)
{
    static const struct width_case cases[] = {
        { "", 0, 5, 0 },
        { "plain", 5, 3, 3 },
        { "plain", 5, 99, 5 },
        { "plain", 5, 0, 0 },
        { "\xC3\xA9t\xC3\xA9", 3, 2, 3 },
        { "\xE6\x97\xA5\xE6\x9C\xAC", 4, 3, 3 }, /* two wide characters */
        { "e\xCC\x81x", 2, 1, 3 },               /* the accent stays with its letter */
        { "a\tb", 3, 2, 2 },
        { "\xFF\xFF", 2, 1, 1 },
    };

    return cr_make_param_array(const struct width_case, cases, COUNT(cases));
}

ParameterizedTest(const struct width_case *given, utf8, width_and_prefix)
{
    cr_expect_eq(utf8_width(str_from(given->text)), given->width);
    cr_expect_eq(utf8_prefix(str_from(given->text), given->columns), given->prefix);
}

Test(utf8, decode_refuses_without_touching_its_output)
{
    uint32_t code_point = 7;

    cr_assert_eq(utf8_decode(STR(""), &code_point), 0);
    cr_assert_eq(utf8_decode(STR("\xE2\x82"), &code_point), 0);
    cr_assert_eq(code_point, 7);
    cr_assert_eq(utf8_decode(STR("\xE2\x82\xAC"), &code_point), 3);
    cr_assert_eq(code_point, 0x20AC);
}

Test(error, is_cut_to_its_room_and_may_be_null)
{
    struct logdoc_error error;
    char longer[1000];

    memset(longer, 'x', sizeof(longer) - 1);
    longer[sizeof(longer) - 1] = '\0';
    cr_assert_not(error_set(NULL, "here", "%s", "what"));
    cr_assert_not(error_set(&error, "rules/a.json", "unknown key '%s'", "tittle"));
    cr_assert_str_eq(error.where, "rules/a.json");
    cr_assert_str_eq(error.text, "unknown key 'tittle'");
    cr_assert_not(error_set(&error, longer, "%s", longer));
    cr_assert_eq(strlen(error.where), sizeof(error.where) - 1);
    cr_assert_eq(strlen(error.text), sizeof(error.text) - 1);
}

Test(names, every_value_has_one)
{
    cr_assert_str_eq(logdoc_severity_name(LOGDOC_INFO), "info");
    cr_assert_str_eq(logdoc_severity_name(LOGDOC_FATAL), "fatal");
    cr_assert_str_eq(logdoc_confidence_name(LOGDOC_LOW), "low");
    cr_assert_str_eq(logdoc_confidence_name(LOGDOC_HIGH), "high");
    cr_assert_str_eq(logdoc_fault_name(LOGDOC_FAULT_UNKNOWN), "unknown");
    cr_assert_str_eq(logdoc_fault_name(LOGDOC_FAULT_CLIENT), "client");
    cr_assert_str_eq(logdoc_status_name(LOGDOC_ACTIVE), "active");
    cr_assert_str_eq(logdoc_status_name(LOGDOC_RESOLVED), "resolved");
}
