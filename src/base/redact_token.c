/* SPDX-License-Identifier: MIT
 * Secrets that are known by their own shape: a table of prefixes. */
#include "redact_token.h"

#include "ascii.h"
#include "str.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* How far a shape is looked at before it is believed: keeps the work linear. */
#define LONGEST_LOOK ((size_t)512)
#define SHORTEST_JWT_PART 8
#define SHORTEST_CREDENTIAL 8

struct token_shape {
    const char *prefix;
    size_t least; /* token bytes that must follow */
};

static const struct token_shape shapes[] = {
    { "AIza", 30 },     { "AKIA", 16 },    { "ASIA", 16 },  { "HRKU-", 20 },
    { "SG.", 20 },      { "dop_v1_", 30 }, { "ghp_", 20 },  { "gho_", 20 },
    { "ghu_", 20 },     { "ghs_", 20 },    { "ghr_", 20 },  { "github_pat_", 20 },
    { "glpat-", 16 },   { "npm_", 30 },    { "pypi-", 30 }, { "rk_live_", 10 },
    { "rk_test_", 10 }, { "shpat_", 20 },  { "sk-", 20 },   { "sk_live_", 10 },
    { "sk_test_", 10 }, { "whsec_", 16 },  { "xoxa-", 10 }, { "xoxb-", 10 },
    { "xoxe-", 10 },    { "xoxp-", 10 },   { "xoxr-", 10 }, { "xoxs-", 10 },
};

static const char *const schemes[] = {
    "Bearer ", "bearer ", "Basic ", "basic ", "Token ", "Digest ",
};

static bool is_url_safe(char c)
{
    return ascii_is_alnum(c) || c == '_' || c == '-';
}

static bool is_credential(char c)
{
    return is_url_safe(c) || c == '.' || c == '~' || c == '+' || c == '/' || c == '=';
}

static size_t run_of(logdoc_str s, size_t from, bool (*belongs)(char))
{
    size_t end = from;

    while (end < s.len && belongs(s.at[end]))
        end++;
    return end - from;
}

/* Digits, or capitals behind small letters: no word of a language. */
static bool looks_random(logdoc_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (ascii_is_digit(s.at[i]) ||
            (i > 0 && ascii_is_upper(s.at[i]) && ascii_is_lower(s.at[i - 1])))
            return true;
    return false;
}

static logdoc_str first_bytes(logdoc_str s, size_t len)
{
    return (logdoc_str){ s.at, s.len < len ? s.len : len };
}

/* eyJ….….…, the whole token; the third part may be missing when the line was cut. */
static size_t jwt_len(logdoc_str s)
{
    logdoc_str head = first_bytes(s, LONGEST_LOOK);
    size_t first;

    if (!str_starts(s, STR("eyJ")))
        return 0;
    first = run_of(head, 0, is_url_safe);
    if (first < SHORTEST_JWT_PART || first >= head.len || head.at[first] != '.')
        return 0;
    if (run_of(head, first + 1, is_url_safe) < SHORTEST_JWT_PART)
        return 0;
    return run_of(s, 0, is_credential);
}

static struct secret_extent shaped(logdoc_str s, const struct token_shape *shape)
{
    struct secret_extent extent = { .prefix = strlen(shape->prefix) };
    logdoc_str secret = str_from_offset(s, extent.prefix);
    logdoc_str head = first_bytes(secret, LONGEST_LOOK);

    head.len = run_of(head, 0, is_credential);
    if (head.len >= shape->least && looks_random(head))
        extent.len = run_of(secret, 0, is_credential);
    return extent;
}

struct secret_extent redact_token(logdoc_str s)
{
    struct secret_extent extent = { .len = jwt_len(s) };

    for (size_t i = 0; i < COUNT(shapes) && extent.len == 0; i++)
        if (str_starts(s, str_from(shapes[i].prefix)))
            extent = shaped(s, &shapes[i]);
    return extent;
}

struct secret_extent redact_scheme(logdoc_str s)
{
    struct secret_extent extent = { 0 };
    logdoc_str secret;

    for (size_t i = 0; i < COUNT(schemes) && extent.prefix == 0; i++)
        if (str_starts(s, str_from(schemes[i])))
            extent.prefix = strlen(schemes[i]);
    if (extent.prefix == 0)
        return extent;
    secret = str_from_offset(s, extent.prefix);
    secret.len = run_of(secret, 0, is_credential);
    if (secret.len >= SHORTEST_CREDENTIAL &&
        looks_random(first_bytes(secret, LONGEST_LOOK)))
        extent.len = secret.len;
    return extent;
}
