/* SPDX-License-Identifier: MIT
 * Finds secrets by the shape of what stands around them, in one pass over the text. */
#include "redact.h"

#include "str.h"

#include <string.h>

#define MASK "[secret]"

/* A key whose value is secret ends with one of these; lower case, '-' read as '_'. */
static const char *const secret_keys[] = {
    "password",   "passwd",      "passphrase",    "pwd",          "secret",        "secret_key",
    "secretkey",  "token",       "api_key",       "apikey",       "access_key",    "private_key",
    "auth_key",   "credentials", "authorization", "client_secret", "signing_key",  "encryption_key",
    "master_key", "session_id",  "sessionid",     "csrftoken",    "access_key_id",
};

struct token_shape {
    const char *prefix;
    size_t least; /* bytes of token that must follow */
};

static const struct token_shape token_shapes[] = {
    { "HRKU-", 20 },      { "ghp_", 20 },       { "gho_", 20 },   { "ghs_", 20 },
    { "github_pat_", 20 }, { "AKIA", 16 },       { "ASIA", 16 },   { "sk_live_", 10 },
    { "sk_test_", 10 },   { "rk_live_", 10 },   { "whsec_", 16 }, { "xoxb-", 10 },
    { "xoxp-", 10 },      { "xoxa-", 10 },      { "AIza", 30 },   { "SG.", 20 },
    { "sk-ant-", 20 },    { "sk-proj-", 20 },   { "glpat-", 16 }, { "eyJ", 24 },
};

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static bool is_token(char c)
{
    return is_word(c) || c == '-' || c == '.' || c == '=' || c == '+' || c == '/' || c == '~';
}

static char folded(char c)
{
    if (c >= 'A' && c <= 'Z')
        return (char)(c + 32);
    return c == '-' ? '_' : c;
}

static bool ends_with_key(logdoc_str word, const char *key)
{
    size_t len = strlen(key);
    if (word.len < len)
        return false;
    for (size_t i = 0; i < len; i++)
        if (folded(word.at[word.len - len + i]) != key[i])
            return false;
    size_t before = word.len - len;
    return before == 0 || !is_word(word.at[before - 1]) || word.at[before - 1] == '_' ||
           (word.at[before] >= 'A' && word.at[before] <= 'Z');
}

static bool is_secret_key(logdoc_str word)
{
    for (size_t i = 0; i < sizeof(secret_keys) / sizeof(*secret_keys); i++)
        if (ends_with_key(word, secret_keys[i]))
            return true;
    return false;
}

static size_t run_of(logdoc_str s, size_t at, bool (*in)(char))
{
    size_t end = at;
    while (end < s.len && in(s.at[end]))
        end++;
    return end - at;
}

static bool is_quote(char c)
{
    return c == '"' || c == '\'';
}

/* From behind a key to behind its assignment ("=", ": ", "\": \"", "\"=>\""); 0: none. */
static size_t assignment(logdoc_str s, size_t at)
{
    size_t from = at;
    if (at < s.len && is_quote(s.at[at]))
        at++;
    if (at < s.len && s.at[at] == ']')
        return 0;
    while (at < s.len && s.at[at] == ' ')
        at++;
    if (at >= s.len || (s.at[at] != '=' && s.at[at] != ':'))
        return 0;
    bool colon = s.at[at] == ':';
    at++;
    if (at < s.len && (s.at[at] == '>' || (colon && s.at[at] == '=')))
        at++;
    if (at < s.len && (s.at[at] == '=' || s.at[at] == ':'))
        return 0;
    size_t blanks = 0;
    while (at < s.len && s.at[at] == ' ') {
        at++;
        blanks++;
    }
    bool quoted = at < s.len && is_quote(s.at[at]);
    if (blanks && colon && !quoted && from < s.len && !is_quote(s.at[from]) && blanks > 1)
        return 0;
    return at - from;
}

/* Length of the value at `at`, inside its quotes; `*skip` is the opening quote. */
static size_t value_len(logdoc_str s, size_t at, size_t *skip)
{
    *skip = 0;
    if (at < s.len && is_quote(s.at[at])) {
        char quote = s.at[at];
        *skip = 1;
        size_t end = at + 1;
        while (end < s.len && s.at[end] != quote)
            end += s.at[end] == '\\' && end + 1 < s.len ? 2 : 1;
        return (end < s.len ? end : s.len) - at - 1;
    }
    size_t end = at;
    while (end < s.len && !strchr(" \t,;&)}]\"'<>", s.at[end]) && s.at[end] != '\0')
        end++;
    return end - at;
}

static bool has_digit(logdoc_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.at[i] >= '0' && s.at[i] <= '9')
            return true;
    return false;
}

/* Placeholders and words of a sentence are no secrets. */
static bool looks_secret(logdoc_str value, bool quoted)
{
    if (value.len < 3 || value.at[0] == '$' || value.at[0] == '<' || value.at[0] == '{' ||
        value.at[0] == '*' || value.at[0] == '.' || value.at[0] == '[')
        return false;
    if (str_equal(value, STR("None")) || str_equal(value, STR("null")) ||
        str_equal(value, STR("undefined")) || str_equal(value, STR("nil")) ||
        str_equal(value, STR("true")) || str_equal(value, STR("false")))
        return false;
    return quoted || value.len >= 6 || has_digit(value);
}

/* A secret that follows the word [at, at + len): copies up to it, masks it. Returns how
 * far the text is dealt with, or `at` when there is none. */
static size_t mask_value(struct strbuf *out, logdoc_str s, size_t at, size_t len, bool spaced)
{
    size_t skip, after = at + len, gap = assignment(s, after);
    if (gap == 0 || !is_secret_key((logdoc_str){ s.at + at, len }))
        return at;
    size_t start = after + gap;
    size_t value = value_len(s, start, &skip);
    bool is_prose = !spaced && s.at[after] == ':' && gap > 1 && skip == 0;
    logdoc_str text = { s.at + start + skip, value };
    if (!looks_secret(text, skip != 0) || (is_prose && run_of(text, 0, is_word) == text.len && !has_digit(text)))
        return at;
    strbuf_add(out, s.at + at, start + skip - at);
    strbuf_add_text(out, MASK);
    return start + skip + value;
}

static size_t mask_token(struct strbuf *out, logdoc_str s, size_t at)
{
    for (size_t i = 0; i < sizeof(token_shapes) / sizeof(*token_shapes); i++) {
        logdoc_str prefix = str_from(token_shapes[i].prefix);
        logdoc_str rest = str_from_offset(s, at);
        if (!str_starts(rest, prefix))
            continue;
        size_t len = run_of(rest, prefix.len, is_token);
        if (len < token_shapes[i].least)
            continue;
        strbuf_add_str(out, prefix);
        strbuf_add_text(out, MASK);
        return at + prefix.len + len;
    }
    return at;
}

/* "Bearer abc…", "Basic abc…". */
static size_t mask_scheme(struct strbuf *out, logdoc_str s, size_t at, size_t len)
{
    logdoc_str word = { s.at + at, len };
    if (!str_equal(word, STR("Bearer")) && !str_equal(word, STR("Basic")))
        return at;
    if (at + len >= s.len || s.at[at + len] != ' ')
        return at;
    size_t token = run_of(s, at + len + 1, is_token);
    if (token < 12)
        return at;
    strbuf_add(out, s.at + at, len + 1);
    strbuf_add_text(out, MASK);
    return at + len + 1 + token;
}

/* At "://": masks the password of user:PASSWORD@host. */
static size_t mask_userinfo(struct strbuf *out, logdoc_str s, size_t at)
{
    size_t end = at + 3, colon = 0, sign = 0;
    for (; end < s.len && !strchr(" \t\"'<>/?#", s.at[end]) && s.at[end] != '\0'; end++) {
        if (s.at[end] == ':' && !colon)
            colon = end;
        if (s.at[end] == '@')
            sign = end;
    }
    if (!sign || !colon || colon > sign || sign == colon + 1)
        return at;
    strbuf_add(out, s.at + at, colon + 1 - at);
    strbuf_add_text(out, MASK);
    return sign;
}

/* At '@' behind a local part: shortens it to its first letter. */
static bool is_address(logdoc_str s, size_t start, size_t sign)
{
    size_t host = run_of(s, sign + 1, is_token);
    logdoc_str name = { s.at + sign + 1, host };
    size_t dot = str_find_char(name, '.');
    return sign > start && dot != SIZE_MAX && dot > 0 && dot + 2 < name.len;
}

static size_t word_len(logdoc_str s, size_t at)
{
    size_t len = run_of(s, at, is_word);
    while (at + len + 1 < s.len && (s.at[at + len] == '-' || s.at[at + len] == '.') &&
           is_word(s.at[at + len + 1]))
        len += 1 + run_of(s, at + len + 1, is_word);
    return len;
}

static size_t mask_word(struct strbuf *out, logdoc_str s, size_t at, bool spaced)
{
    size_t len = word_len(s, at);
    size_t done = mask_token(out, s, at);
    if (done == at)
        done = mask_scheme(out, s, at, len);
    if (done == at)
        done = mask_value(out, s, at, len, spaced);
    if (done != at)
        return done;
    if (at + len < s.len && s.at[at + len] == '@' && is_address(s, at, at + len)) {
        strbuf_add_char(out, s.at[at]);
        strbuf_add_text(out, "…");
        return at + len;
    }
    strbuf_add(out, s.at + at, len);
    return at + len;
}

void redact_add(struct strbuf *out, logdoc_str s)
{
    for (size_t at = 0; at < s.len;) {
        size_t done = at;
        if (is_word(s.at[at]))
            done = mask_word(out, s, at, at == 0 || s.at[at - 1] == ' ');
        else if (s.at[at] == ':' && str_starts(str_from_offset(s, at), STR("://")))
            done = mask_userinfo(out, s, at);
        if (done == at)
            strbuf_add_char(out, s.at[at++]);
        else
            at = done;
    }
}
