/* SPDX-License-Identifier: MIT
 * Steps over values that nobody wants yet. */
#include "json_object.h"

#include "str.h"

/* Offset behind the text whose first quote is at `at`; a quote behind an odd number of
 * backslashes is no end. */
static size_t skip_text_at(logdoc_str text, size_t at)
{
    size_t end = at;
    bool escaped = true;
    while (escaped && end < text.len) {
        size_t quote = str_find_char(str_from_offset(text, end + 1), '"');
        if (quote == SIZE_MAX)
            return text.len;
        end += 1 + quote;
        size_t first = end;
        while (text.at[first - 1] == '\\')
            first--;
        escaped = (end - first) % 2 == 1;
    }
    return end + 1;
}

bool json_skip(struct json_reader *reader, logdoc_str *out)
{
    size_t depth = 0, at = (json_peek(reader), reader->at), begin = at;
    while (at < reader->text.len) {
        char c = reader->text.at[at];
        at = c == '"' ? skip_text_at(reader->text, at) : at + 1;
        if (c == '[' || c == '{')
            depth++;
        else if (c == ']' || c == '}')
            depth--;
        if (depth == 0)
            break;
    }
    reader->at = at;
    *out = (logdoc_str){ reader->text.at + begin, at - begin };
    return depth == 0 || json_fail(reader, "the value does not end");
}
