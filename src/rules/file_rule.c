/* SPDX-License-Identifier: MIT
 * Needles first, then patterns, a line at a time. */
#include "file_rule.h"

#include "str.h"

bool file_rule_wants(const struct rule *rule, const char *path)
{
    for (size_t i = 0; i < rule->file_count; i++)
        if (str_ends(str_from(path), str_from(rule->files[i])))
            return true;
    return false;
}

bool file_rule_applies(const struct rule *rule, logdoc_str text)
{
    struct regex_match match;
    for (size_t i = 0; i < rule->veto_count; i++)
        if (regex_search(rule->vetoes[i], text, 0, &match) != REGEX_NO)
            return false;
    return true;
}

bool file_rule_match(const struct rule *rule, logdoc_str line, size_t *pattern,
                     struct regex_match *out)
{
    bool needle = false;
    for (size_t i = 0; i < rule->needle_count && !needle; i++)
        needle = str_find(line, str_from(rule->needles[i])) != SIZE_MAX;
    for (*pattern = 0; needle && *pattern < rule->pattern_count; (*pattern)++)
        if (regex_search(rule->patterns[*pattern], line, 0, out) == REGEX_YES)
            return true;
    return false;
}

bool file_rule_finds(const struct rule *rule, logdoc_str text)
{
    struct regex_match match;
    size_t pattern;
    if (!file_rule_applies(rule, text))
        return false;
    while (text.len > 0)
        if (file_rule_match(rule, str_cut(&text, '\n'), &pattern, &match))
            return true;
    return false;
}
