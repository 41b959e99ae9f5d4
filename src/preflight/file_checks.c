/* SPDX-License-Identifier: MIT
 * Patterns over lines: matched in the text without comments, quoted from the text. */
#include "file_checks.h"

#include "file_rule.h"
#include "str.h"
#include "strbuf.h"

#define FILE_CAP ((size_t)1024 * 1024)

/* A group's view of the blanked text, moved to the same place of the text itself. A
 * capture at the end takes the rest of the line: a comment belongs to it. */
static logdoc_str original(logdoc_str group, logdoc_str code, logdoc_str line)
{
    size_t at = (size_t)(group.at - code.at);
    bool last = at + group.len == code.len;
    return (logdoc_str){ line.at + at, last ? line.len - at : group.len };
}

static logdoc_str without_end(logdoc_str line)
{
    if (line.len && line.at[line.len - 1] == '\r')
        line.len--;
    return line;
}

static void take_match(struct flaws *flaws, size_t pattern,
                       const struct regex_match *match, struct flaw *flaw,
                       logdoc_str code)
{
    size_t count;
    const logdoc_str *names = regex_group_names(flaw->rule->patterns[pattern], &count);
    logdoc_str line = str_from(flaw->text);
    for (size_t i = 1; i < count && i < match->group_count; i++)
        if (names[i].at && match->groups[i].at && flaw->value_count + 2 < FLAW_VALUES)
            flaw->values[flaw->value_count++] =
                (struct flaw_value){ names[i].at,
                                     arena_str(flaws->arena,
                                               original(match->groups[i], code, line)) };
}

bool file_checks_again(struct flaws *flaws, const struct flaw *flaw, const char *text,
                       struct flaw *out)
{
    struct regex_match match;
    size_t pattern;
    logdoc_str line = str_from(text);
    if (flaw->rule->file_count == 0 || str_find_char(line, '\n') != SIZE_MAX ||
        !file_rule_match(flaw->rule, line, &pattern, &match))
        return false;
    *out = (struct flaw){ .rule = flaw->rule,
                          .subject = flaw->subject,
                          .file = flaw->file,
                          .line = flaw->line,
                          .text = text };
    take_match(flaws, pattern, &match, out, line);
    return true;
}

static void look_at_lines(struct flaws *flaws, const struct rule *rule, const char *path,
                          logdoc_str text, logdoc_str code)
{
    struct regex_match match;
    size_t pattern;
    if (!file_rule_applies(rule, code))
        return;
    for (size_t number = 1; code.len > 0; number++) {
        logdoc_str line = without_end(str_cut(&text, '\n'));
        logdoc_str bare = without_end(str_cut(&code, '\n'));
        if (!file_rule_match(rule, bare, &pattern, &match))
            continue;
        struct flaw flaw = { .rule = rule,
                             .file = path,
                             .line = number,
                             .text = arena_text(flaws->arena, line) };
        take_match(flaws, pattern, &match, &flaw, bare);
        flaws_enter(flaws, &flaw);
    }
}

static void look_at_other(struct flaws *flaws, const struct rule *rule, const char *path)
{
    struct strbuf text;
    strbuf_init(&text, FILE_CAP);
    if (folder_read(&flaws->project->folder, path, &text) == FOLDER_FOUND) {
        logdoc_str copy = arena_str(flaws->arena, strbuf_str(&text));
        look_at_lines(flaws, rule, path, copy, copy);
    }
    strbuf_release(&text);
}

void file_checks_run(struct flaws *flaws, const struct rule *rule)
{
    const struct project *project = flaws->project;
    for (size_t i = 0; i < project->sources.count; i++) {
        const struct python_source *source = &project->sources.items[i];
        if (file_rule_wants(rule, source->path))
            look_at_lines(flaws, rule, source->path, source->text, source->code);
    }
    for (size_t i = 0; i < project->files.count; i++) {
        const char *path = project->files.items[i];
        if (!str_ends(str_from(path), STR(".py")) && file_rule_wants(rule, path))
            look_at_other(flaws, rule, path);
    }
}
