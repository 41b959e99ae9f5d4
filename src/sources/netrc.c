/* SPDX-License-Identifier: MIT
 * Words of a .netrc. */
#include "netrc.h"

#include "ascii.h"
#include "str.h"

static void skip_comment(logdoc_str *rest)
{
    str_cut(rest, '\n');
}

static void skip_macro(logdoc_str *rest)
{
    size_t end = str_find(*rest, STR("\n\n"));
    *rest = str_from_offset(*rest, end == SIZE_MAX ? rest->len : end);
}

/* A word, or one in double quotes; empty at the end. */
static logdoc_str take_word(logdoc_str *rest)
{
    for (;;) {
        size_t at = 0;
        while (at < rest->len && ascii_is_space(rest->at[at]))
            at++;
        *rest = str_from_offset(*rest, at);
        if (!str_starts(*rest, STR("#")))
            break;
        skip_comment(rest);
    }
    if (str_starts(*rest, STR("\""))) {
        *rest = str_from_offset(*rest, 1);
        return str_cut(rest, '"');
    }
    size_t len = 0;
    while (len < rest->len && !ascii_is_space(rest->at[len]))
        len++;
    logdoc_str word = { rest->at, len };
    *rest = str_from_offset(*rest, len);
    return word;
}

logdoc_str netrc_password(logdoc_str text, logdoc_str host)
{
    bool ours = false;
    for (logdoc_str word = take_word(&text); word.len > 0; word = take_word(&text)) {
        if (str_equal(word, STR("machine"))) {
            ours = str_equal(take_word(&text), host);
        } else if (str_equal(word, STR("default"))) {
            ours = false;
        } else if (str_equal(word, STR("macdef"))) {
            skip_macro(&text);
        } else if (str_equal(word, STR("login")) || str_equal(word, STR("account"))) {
            take_word(&text);
        } else if (str_equal(word, STR("password"))) {
            logdoc_str password = take_word(&text);
            if (ours)
                return password;
        }
    }
    return (logdoc_str){ "", 0 };
}
