/* SPDX-License-Identifier: MIT
 * Cutting and joining lines. */
#include "lines.h"

#include "str.h"

void lines_split(struct lines *lines, logdoc_str text)
{
    *lines = (struct lines){ 0 };
    while (text.len > 0) {
        size_t end = str_find_char(text, '\n');
        size_t len = end == SIZE_MAX ? text.len : end + 1;
        *vec_push(&lines->list) = (logdoc_str){ text.at, len };
        text = str_from_offset(text, len);
    }
}

void lines_release(struct lines *lines)
{
    vec_release(&lines->list);
}

logdoc_str lines_bare(logdoc_str line)
{
    if (line.len && line.at[line.len - 1] == '\n')
        line.len--;
    if (line.len && line.at[line.len - 1] == '\r')
        line.len--;
    return line;
}

const char *lines_end(logdoc_str text)
{
    size_t plain = 0, returns = 0;
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] == '\n')
            *(i > 0 && text.at[i - 1] == '\r' ? &returns : &plain) += 1;
    return returns > plain ? "\r\n" : "\n";
}

void lines_add(struct strbuf *out, logdoc_str line, const char *end)
{
    if (out->len && out->at[out->len - 1] != '\n')
        strbuf_add_text(out, end);
    strbuf_add_str(out, line);
    strbuf_add_text(out, end);
}
