/* SPDX-License-Identifier: MIT
 * Steps over values that nobody wants yet. */
#include "json_object.h"

#include "sixteen_bytes.h"

/* The first quote or backslash from `at` on; the end of the text if there is none. */
static size_t find_special(logdoc_str text, size_t at)
{
    for (; at + sizeof(sixteen_bytes) <= text.len; at += sizeof(sixteen_bytes)) {
        sixteen_bytes here = sixteen_read(text.at + at);
        uint64_t found =
            sixteen_bits((sixteen_bytes)(here == '"') | (sixteen_bytes)(here == '\\'));
        if (found)
            return at + (size_t)__builtin_ctzll(found);
    }
    while (at < text.len && text.at[at] != '"' && text.at[at] != '\\')
        at++;
    return at;
}

/* Offset behind the text whose first quote is at `at`. */
static size_t skip_text_at(logdoc_str text, size_t at)
{
    at = find_special(text, at + 1);
    while (at < text.len && text.at[at] == '\\')
        at = find_special(text, at + 2);
    return at < text.len ? at + 1 : text.len;
}

/* Offset behind the number or word that begins at `at`. */
static size_t skip_word_at(logdoc_str text, size_t at)
{
    while (at < text.len && !strchr(",]} \n\r\t", text.at[at]))
        at++;
    return at;
}

bool json_skip(struct json_reader *reader, logdoc_str *out)
{
    char first = json_peek(reader);
    size_t depth = 0, begin = reader->at, at = begin;
    if (first != '"' && first != '[' && first != '{')
        at = skip_word_at(reader->text, at);
    else
        do {
            char c = reader->text.at[at];
            at = c == '"' ? skip_text_at(reader->text, at) : at + 1;
            depth += c == '[' || c == '{';
            depth -= c == ']' || c == '}';
        } while (depth > 0 && at < reader->text.len);
    reader->at = at;
    *out = (logdoc_str){ reader->text.at + begin, at - begin };
    return depth == 0 || json_fail(reader, "the value does not end");
}
