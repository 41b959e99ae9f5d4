/* SPDX-License-Identifier: MIT
 * Masks secrets in one pass: at each place where one can begin, it is asked what it is.
 * Every look ahead is bounded, so that the work stays linear whatever the text. */
#include "redact.h"

#include "ascii.h"
#include "redact_token.h"
#include "redact_value.h"
#include "str.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define LONGEST_USERINFO ((size_t)1024)
#define SHORTEST_TOKEN_AS_USER ((size_t)16)

#define MASK "[secret]"
#define MASK_PERSON "…"

static bool is_key_char(char c)
{
    return ascii_is_alnum(c) || c == '_' || c == '-' || c == '.';
}

static bool is_local_part_char(char c)
{
    return is_key_char(c) || c == '+' || c == '%';
}

static bool is_host_char(char c)
{
    return ascii_is_alnum(c) || c == '-' || c == '.';
}

static size_t run_of(logdoc_str s, bool (*belongs)(char))
{
    size_t len = 0;

    while (len < s.len && belongs(s.at[len]))
        len++;
    return len;
}

/* Something that consists of such characters begins at `at`. */
static bool begins(logdoc_str s, size_t at, bool (*belongs)(char))
{
    return belongs(s.at[at]) && (at == 0 || !belongs(s.at[at - 1]));
}

static size_t last_at_sign(logdoc_str s)
{
    size_t at = s.len;

    while (at > 0 && s.at[at - 1] != '@')
        at--;
    return at ? at - 1 : SIZE_MAX;
}

static bool is_port(logdoc_str s)
{
    return s.len > 0 && run_of(s, ascii_is_digit) == s.len;
}

/* What stands before the host of a URL, from behind "://" on; a password may hold a
 * slash, but what looks like host:port/ is a host. */
static logdoc_str userinfo(logdoc_str s)
{
    logdoc_str all = { s.at, 0 }, authority;
    size_t colon, sign;

    while (all.len < s.len && all.len < LONGEST_USERINFO && s.at[all.len] &&
           !strchr(" \t\r\n\"'`<>", s.at[all.len]))
        all.len++;
    authority = all;
    for (size_t i = 0; i < authority.len; i++)
        if (strchr("/?#", authority.at[i]))
            authority.len = i;
    colon = str_find_char(authority, ':');
    sign = last_at_sign(authority);
    if (sign == SIZE_MAX && colon != SIZE_MAX && authority.at[0] != '[' &&
        !is_port(str_from_offset(authority, colon + 1)))
        sign = last_at_sign(all);
    return (logdoc_str){ s.at, sign == SIZE_MAX ? 0 : sign };
}

/* At "://". A user without a password is masked when it can only be a token. */
static struct secret_extent url_secret(logdoc_str s, size_t at)
{
    struct secret_extent extent = { .prefix = 3 };
    logdoc_str info = userinfo(str_from_offset(s, at + extent.prefix));
    size_t colon = str_find_char(info, ':');

    if (colon != SIZE_MAX)
        extent.prefix += colon + 1;
    else if (info.len < SHORTEST_TOKEN_AS_USER)
        return extent;
    info = str_from_offset(info, extent.prefix - 3);
    if (!redact_is_placeholder(info))
        extent.len = info.len;
    return extent;
}

/* host.name.tld at the start of `s`; "3.11" and "app.js" are no hosts. */
static bool is_host(logdoc_str s)
{
    logdoc_str host = { s.at, run_of(s, is_host_char) }, last;
    size_t dot = SIZE_MAX;

    while (host.len && !ascii_is_alnum(host.at[host.len - 1]))
        host.len--;
    for (size_t i = 1; i < host.len; i++)
        if (host.at[i] == '.')
            dot = i;
    if (dot == SIZE_MAX)
        return false;
    last = str_from_offset(host, dot + 1);
    return last.len >= 2 && run_of(last, ascii_is_letter) == last.len &&
           !str_equal(last, STR("js"));
}

/* The local part of an e-mail address; programs that have one are no persons. */
static size_t person_len(logdoc_str s)
{
    static const char *const programs[] = { "git", "celery" };
    logdoc_str local = { s.at, run_of(s, is_local_part_char) };

    if (local.len >= s.len || s.at[local.len] != '@')
        return 0;
    for (size_t i = 0; i < COUNT(programs); i++)
        if (str_equal(local, str_from(programs[i])))
            return 0;
    return is_host(str_from_offset(s, local.len + 1)) ? local.len : 0;
}

/* Ruby's way to name the method of a trace: in `secret_key_base': what went wrong. */
static bool is_method_name(logdoc_str s, size_t at)
{
    static const char before[] = "in `";
    size_t len = strlen(before);
    return at >= len && memcmp(s.at + at - len, before, len) == 0;
}

/* The secret that begins at `at` or, named by it, behind it. */
static struct secret_extent secret_at(logdoc_str s, size_t at)
{
    struct secret_extent extent = { 0 };
    logdoc_str rest = str_from_offset(s, at);

    if (str_starts(rest, STR("://")))
        return url_secret(s, at);
    if (begins(s, at, ascii_is_alnum))
        extent = redact_token(rest);
    if (extent.len == 0 && begins(s, at, is_key_char))
        extent = redact_scheme(rest);
    if (extent.len == 0 && begins(s, at, is_key_char) && !is_method_name(s, at))
        extent = redact_value(rest, run_of(rest, is_key_char));
    return extent;
}

void redact_add(struct strbuf *out, logdoc_str s)
{
    size_t copied = 0, at = 0;

    while (at < s.len) {
        struct secret_extent secret = secret_at(s, at);
        size_t person = 0;

        if (secret.len == 0 && begins(s, at, is_local_part_char))
            person = person_len(str_from_offset(s, at));
        if (secret.len == 0 && person == 0) {
            at++;
            continue;
        }
        at += secret.len ? secret.prefix : 0;
        strbuf_add(out, s.at + copied, at - copied);
        strbuf_add_text(out, secret.len ? MASK : MASK_PERSON);
        at += secret.len + person;
        copied = at;
    }
    strbuf_add(out, s.at + copied, s.len - copied);
}
