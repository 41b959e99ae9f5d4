/* SPDX-License-Identifier: MIT
 * Finds the value behind a key. Logs speak about secrets far more often than they show
 * one ("Unexpected token = in JSON", "Invalid password: must be longer", a line of source
 * in a trace): a value without quotes is masked only when it does not read like that. */
#include "redact_value.h"

#include "ascii.h"
#include "redact_key.h"
#include "str.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* How much of a value is looked at before it is judged: keeps the work linear. */
#define LONGEST_LOOK ((size_t)256)
#define LONGEST_PLACEHOLDER ((size_t)64)
#define SHORTEST_BARE_SECRET ((size_t)6)

/* key, separator and what opens the value. */
struct assignment {
    logdoc_str key;
    enum secret_key kind;
    logdoc_str text; /* from the value on, behind its quote */
    char quote;      /* that closes the value, or NUL */
    bool escaped;    /* the quote is written \" */
    bool colon;      /* key: value, not key=value or key => value */
    bool spaced;     /* blanks around the separator */
    bool scheme;     /* "Bearer " and the like stands before the value */
};

static char peek(logdoc_str s)
{
    return s.len ? s.at[0] : '\0';
}

static void skip(logdoc_str *s, size_t len)
{
    *s = str_from_offset(*s, len);
}

static bool skip_blanks(logdoc_str *s)
{
    bool any = false;

    for (; peek(*s) == ' ' || peek(*s) == '\t'; skip(s, 1))
        any = true;
    return any;
}

static bool is_one_of(char c, const char *set)
{
    return c && strchr(set, c);
}

/* What ends a key before its separator: "key", ['key'], user[key], (key). */
static void skip_key_end(logdoc_str *s)
{
    while (is_one_of(peek(*s), "\"'\\])"))
        skip(s, 1);
    if (str_starts(*s, STR("%5D")))
        skip(s, 3);
}

/* = => := : but not == :: or ://. */
static bool skip_separator(logdoc_str *s, bool *colon)
{
    static const char *const none[] = { "==", "=~", "::", "://", ":/" };
    static const char *const arrows[] = { "=>", ":=", "=", "%3D" };

    for (size_t i = 0; i < COUNT(none); i++)
        if (str_starts(*s, str_from(none[i])))
            return false;
    for (size_t i = 0; i < COUNT(arrows); i++)
        if (str_starts(*s, str_from(arrows[i]))) {
            skip(s, strlen(arrows[i]));
            *colon = false;
            return true;
        }
    *colon = peek(*s) == ':';
    skip(s, 1);
    return *colon;
}

/* The letters of b"", r'', f"" before a quote. */
static void skip_string_prefix(logdoc_str *s)
{
    size_t letters = 0;

    while (letters < 2 && letters < s->len && is_one_of(s->at[letters], "bBrRuUfF"))
        letters++;
    if (letters < s->len && is_one_of(s->at[letters], "\"'"))
        skip(s, letters);
}

static void open_quote(struct assignment *it)
{
    logdoc_str s = it->text;

    skip_string_prefix(&s);
    while (peek(s) == '\\')
        skip(&s, 1);
    if (!is_one_of(peek(s), "\"'`"))
        return;
    it->quote = s.at[0];
    it->escaped = s.at[-1] == '\\';
    skip(&s, 1);
    it->text = s;
}

static bool parse_assignment(logdoc_str s, size_t key_len, struct assignment *out)
{
    struct assignment it = { .key = { s.at, key_len } };

    it.kind = redact_key(it.key);
    if (it.kind == SECRET_KEY_NONE)
        return false;
    it.text = str_from_offset(s, key_len);
    skip_key_end(&it.text);
    it.spaced = skip_blanks(&it.text);
    if (!skip_separator(&it.text, &it.colon))
        return false;
    it.spaced = skip_blanks(&it.text) || it.spaced;
    open_quote(&it);
    it.scheme = redact_scheme(it.text).prefix != 0;
    skip(&it.text, redact_scheme(it.text).prefix);
    *out = it;
    return true;
}

/* NAME=value, as a shell and `heroku config` write it: the value may hold anything. */
static bool is_shell_assignment(const struct assignment *it)
{
    if (it->colon || it->spaced || it->quote)
        return false;
    for (size_t i = 0; i < it->key.len; i++)
        if (ascii_is_lower(it->key.at[i]))
            return false;
    return true;
}

static size_t quoted_len(logdoc_str s, char quote, bool escaped)
{
    size_t at = 0;

    while (at < s.len && s.at[at] != quote && s.at[at] != '\n') {
        bool backslash = s.at[at] == '\\' && at + 1 < s.len;

        if (backslash && escaped && s.at[at + 1] == quote)
            break;
        at += backslash ? 2 : 1;
    }
    return at;
}

static size_t bare_len(logdoc_str s, const char *ends)
{
    size_t at = 0;

    while (at < s.len && s.at[at] && !strchr(ends, s.at[at]))
        at++;
    return at;
}

/* Bytes of the value, looking at no more than `limit`. */
static size_t value_len(const struct assignment *it, size_t limit)
{
    logdoc_str s = { it->text.at, it->text.len < limit ? it->text.len : limit };

    if (it->quote)
        return quoted_len(s, it->quote, it->escaped);
    if (it->kind == SECRET_KEY_COOKIES && it->colon)
        return bare_len(s, "\r\n\"'");
    if (is_shell_assignment(it))
        return bare_len(s, " \t\r\n\"'`&");
    return bare_len(s, " \t\r\n\"'`&,;)}]<>\\");
}

static bool any_byte(logdoc_str s, bool (*belongs)(char))
{
    for (size_t i = 0; i < s.len; i++)
        if (belongs(s.at[i]))
            return true;
    return false;
}

static bool is_identifier_char(char c)
{
    return ascii_is_alnum(c) || c == '_' || c == '.';
}

/* Bytes of a name such as os.environ at the start of `s`. */
static size_t identifier_len(logdoc_str s)
{
    size_t len = 0;

    if (!ascii_is_letter(peek(s)) && peek(s) != '_')
        return 0;
    while (len < s.len && is_identifier_char(s.at[len]))
        len++;
    return len;
}

/* <your key>, [FILTERED], {{ key }}: from a bracket to the one that closes it, with
 * nothing behind. */
static bool is_bracketed(logdoc_str s)
{
    static const char *const pairs[] = { "<>", "[]", "{}", "()" };
    logdoc_str rest;
    size_t end;

    s.len = s.len < LONGEST_PLACEHOLDER ? s.len : LONGEST_PLACEHOLDER;
    for (size_t i = 0; i < COUNT(pairs); i++) {
        end = str_find_char(s, pairs[i][1]);
        rest = str_from_offset(s, end == SIZE_MAX ? s.len : end + 1);
        if (peek(s) == pairs[i][0] && end != SIZE_MAX && !ascii_is_alnum(peek(rest)))
            return true;
    }
    return false;
}

/* $NAME, ${…}, %s, %(name)s, #{…}. */
static bool is_expansion(logdoc_str s)
{
    logdoc_str rest = str_from_offset(s, 1);

    if (is_one_of(peek(s), "$#%") && is_one_of(peek(rest), "{("))
        return true;
    if (str_equal(s, STR("%s")))
        return true;
    return peek(s) == '$' && rest.len && identifier_len(rest) == rest.len &&
           !any_byte(rest, ascii_is_lower);
}

static bool is_one_letter_repeated(logdoc_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (ascii_lower(s.at[i]) != 'x')
            return false;
    return true;
}

/* PASSWORD, API_SECRET: a name where its value would stand. */
static bool is_key_in_capitals(logdoc_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!ascii_is_upper(s.at[i]) && !is_one_of(s.at[i], "_-"))
            return false;
    return redact_key(s) != SECRET_KEY_NONE;
}

static bool is_placeholder_word(logdoc_str s)
{
    static const char *const words[] = {
        "null",  "nil", "none", "undefined", "true",
        "false", "yes", "no",   "redacted",  "filtered"
    };
    static const char *const starts[] = { "your-", "your_" };

    for (size_t i = 0; i < COUNT(words); i++)
        if (str_equal_ignoring_case(s, str_from(words[i])))
            return true;
    for (size_t i = 0; i < COUNT(starts); i++) {
        logdoc_str start = str_from(starts[i]);

        if (s.len > start.len &&
            str_equal_ignoring_case((logdoc_str){ s.at, start.len }, start))
            return true;
    }
    return false;
}

bool redact_is_placeholder(logdoc_str value)
{
    if (!any_byte(value, ascii_is_alnum))
        return true;
    if (value.len > LONGEST_PLACEHOLDER)
        return false;
    return is_placeholder_word(value) || is_key_in_capitals(value) ||
           is_bracketed(value) || is_expansion(value) || is_one_letter_repeated(value);
}

/* "must be at least 8", "can't be blank": a word that more words follow. */
static bool reads_like_prose(logdoc_str text)
{
    size_t len = 0;

    while (len < text.len && ascii_is_letter(text.at[len]))
        len++;
    return len > 0 && len + 1 < text.len && is_one_of(text.at[len], " '") &&
           ascii_is_letter(text.at[len + 1]);
}

/* os.environ['X'], get_token(), settings.TOKEN, {, password=password: source, no value.
 */
static bool reads_like_code(const struct assignment *it)
{
    static const char *const roots[] = { "os.",         "self.",     "this.",
                                         "process.env", "settings.", "config.",
                                         "request.",    "req.",      "app.",
                                         "user.",       "Rails.",    "import.meta" };
    logdoc_str text = it->text;
    size_t len = identifier_len(text);

    if (is_one_of(peek(text), "{[(<#"))
        return true;
    for (size_t i = 0; i < COUNT(roots); i++)
        if (str_starts(text, str_from(roots[i])))
            return true;
    if (len && len < text.len && is_one_of(text.at[len], "[("))
        return true;
    return str_equal_ignoring_case((logdoc_str){ text.at, len }, it->key);
}

/* host:8080/x, session:12. */
static bool is_port_or_line(logdoc_str head)
{
    size_t digits = 0;

    while (digits < head.len && ascii_is_digit(head.at[digits]))
        digits++;
    return digits > 0 && digits < SHORTEST_BARE_SECRET &&
           !ascii_is_alnum(peek(str_from_offset(head, digits)));
}

/* Without quotes and in a place where a program or a sentence stands as often. */
static bool is_bare_secret(const struct assignment *it, logdoc_str head)
{
    bool has_digit = any_byte(head, ascii_is_digit);

    if (is_shell_assignment(it) || it->scheme)
        return true;
    if (it->kind == SECRET_KEY_COOKIES && str_find_char(head, '=') != SIZE_MAX)
        return true;
    if (reads_like_code(it))
        return false;
    if (!it->colon && !it->spaced)
        return true;
    if (it->kind != SECRET_KEY_STRONG)
        return has_digit && head.len >= SHORTEST_BARE_SECRET && !is_port_or_line(head);
    return has_digit || (it->spaced && !reads_like_prose(it->text));
}

/* A weak key with a sentence in quotes: "token": "has expired". */
static bool is_quoted_secret(const struct assignment *it, logdoc_str head)
{
    return it->kind != SECRET_KEY_WEAK || any_byte(head, ascii_is_digit) ||
           str_find_char(head, ' ') == SIZE_MAX;
}

struct secret_extent redact_value(logdoc_str s, size_t key_len)
{
    struct secret_extent extent = { 0 };
    struct assignment it;
    logdoc_str head;

    if (!parse_assignment(s, key_len, &it))
        return extent;
    head = (logdoc_str){ it.text.at, value_len(&it, LONGEST_LOOK) };
    if (redact_is_placeholder(head) || is_bracketed(it.text))
        return extent;
    if (it.quote ? !is_quoted_secret(&it, head) : !is_bare_secret(&it, head))
        return extent;
    extent.prefix = (size_t)(it.text.at - s.at);
    extent.len = value_len(&it, it.text.len);
    return extent;
}
