/* SPDX-License-Identifier: MIT
 * Which Heroku code does a line report (Dev Center: Error codes)? */
#include "format_text.h"
#include "logfmt.h"
#include "rule.h"

static const logdoc_str none = { NULL, 0 };

/* The code that `s` begins with: H, R or L and 2 or 3 digits. */
static logdoc_str code_at(logdoc_str s)
{
    if (s.len < 3 || (s.at[0] != 'H' && s.at[0] != 'R' && s.at[0] != 'L'))
        return none;
    size_t digits = span(str_from_offset(s, 1), is_digit);
    return digits == 2 || digits == 3 ? (logdoc_str){ s.at, digits + 1 } : none;
}

/* `Error R14 (Memory quota exceeded)`, `Error L12: …`, `L11 (Tail buffer overflow) -> …`,
 * `L15: Error …` */
static logdoc_str code_of_text(logdoc_str message)
{
    logdoc_str rest = message;
    bool error = skip_text(&rest, STR("Error "));
    logdoc_str code = code_at(rest);
    rest = str_from_offset(rest, code.len);
    bool logging = code.len > 0 && code.at[0] == 'L';
    bool shaped = str_starts(rest, STR(" (")) || (logging && str_starts(rest, STR(": ")));
    if (error)
        return shaped ? code : none;
    bool bare = str_starts(rest, STR(" (Tail ")) || str_starts(rest, STR(": Error "));
    return logging && bare ? code : none;
}

/* Only before what the client sends: a path may hold anything. */
static logdoc_str code_of_pairs(logdoc_str message)
{
    logdoc_str key, value;
    while (logfmt_next(&message, &key, &value)) {
        if (str_equal(key, STR("code")))
            return code_at(value).len == value.len ? value : none;
        if (str_equal(key, STR("path")))
            return none;
    }
    return none;
}

static logdoc_str code_of_router(logdoc_str message)
{
    logdoc_str code = code_of_text(message);
    return code.len > 0 ? code : code_of_pairs(message);
}

/* A line without its header: the router's own order of fields, or the wording of the
 * dyno manager from the very start. */
static logdoc_str code_of_plain(logdoc_str message)
{
    message = skip_paste_marks(message);
    logdoc_str code = code_of_text(message);
    size_t start = code.len > 0 ? SIZE_MAX : str_find(message, STR("code=H"));
    if (start == SIZE_MAX)
        return code;
    logdoc_str rest = str_from_offset(message, start + sizeof("code=") - 1);
    code = code_at(rest);
    rest = str_from_offset(rest, code.len);
    return str_starts(rest, STR(" desc=\"")) ? code : none;
}

logdoc_str heroku_code(logdoc_str message, unsigned scope)
{
    switch (scope) {
    case SCOPE_ROUTER:
        return code_of_router(message);
    case SCOPE_DYNO:
    case SCOPE_LOGPLEX:
        return code_of_text(message);
    case SCOPE_APP:
        return str_starts(message, STR("Error R13 (Attach error)"))
                   ? code_of_text(message)
                   : none;
    case SCOPE_PLAIN:
        return code_of_plain(message);
    default:
        return none;
    }
}
