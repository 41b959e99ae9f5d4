/* SPDX-License-Identifier: MIT
 * Templates filled with the names of their captures. */
#include "rule_entry.h"

#include "str.h"
#include "strbuf.h"
#include "template.h"

#define TEXT_CAP ((size_t)64 * 1024)

struct filling {
    struct arena *arena;
    const char *text;
    logdoc_str name;
    bool fallback; /* of `name` in `text` */
};

static bool note_fallback(void *user, logdoc_str name, bool has_fallback)
{
    struct filling *filling = user;
    if (str_equal(filling->name, name) && has_fallback)
        filling->fallback = true;
    return true;
}

/* "<name>", or nothing where the template has words of its own to fall back to. */
static logdoc_str find_value(void *user, logdoc_str name)
{
    struct filling *filling = user;
    filling->name = name;
    filling->fallback = false;
    template_names(filling->text, note_fallback, filling);
    if (filling->fallback)
        return (logdoc_str){ 0 };
    return str_from(arena_format(filling->arena, "<%.*s>", (int)name.len, name.at));
}

static const char *fill(struct arena *arena, const char *text)
{
    struct filling filling = { .arena = arena, .text = text };
    struct strbuf out;
    strbuf_init(&out, TEXT_CAP);
    template_render(&out, text, TEMPLATE_PLAIN, find_value, &filling);
    const char *filled = arena_text(arena, strbuf_str(&out));
    strbuf_release(&out);
    return filled;
}

static void fill_edits(struct arena *arena, const struct rule_fix *rule_fix,
                       struct logdoc_fix *fix)
{
    struct logdoc_edit *edits =
        arena_array(arena, rule_fix->edit_count, sizeof(struct logdoc_edit));
    for (size_t i = 0; i < rule_fix->edit_count; i++) {
        const struct rule_edit *edit = &rule_fix->edits[i];
        edits[i] = (struct logdoc_edit){
            .file = fill(arena, edit->file),
            .op = edit->op,
            .text = fill(arena, edit->text ? edit->text : ""),
            .old = fill(arena, edit->old ? edit->old : ""),
        };
    }
    fix->edits = edits;
    fix->edit_count = rule_fix->edit_count;
}

static struct logdoc_fix fill_fix(struct arena *arena, const struct rule_fix *rule_fix)
{
    const char **lines = arena_array(arena, rule_fix->command_count, sizeof(char *));
    for (size_t i = 0; i < rule_fix->command_count; i++)
        lines[i] = fill(arena, rule_fix->commands[i]);
    struct logdoc_fix fix = {
        .summary = fill(arena, rule_fix->summary),
        .detail = fill(arena, rule_fix->detail ? rule_fix->detail : ""),
        .commands = lines,
        .command_count = rule_fix->command_count,
        .confidence = rule_fix->confidence,
    };
    fill_edits(arena, rule_fix, &fix);
    return fix;
}

void rule_entry(struct arena *arena, const struct rule *rule,
                struct logdoc_diagnosis *out)
{
    struct logdoc_fix *fixes =
        arena_array(arena, rule->fix_count, sizeof(struct logdoc_fix));
    for (size_t i = 0; i < rule->fix_count; i++)
        fixes[i] = fill_fix(arena, &rule->fixes[i]);
    *out = (struct logdoc_diagnosis){
        .id = rule->id,
        .title = fill(arena, rule->title),
        .subject = "",
        .explanation = fill(arena, rule->why),
        .severity = rule->severity,
        .confidence = LOGDOC_HIGH,
        .fault = rule->fault,
        .release = "",
        .fixes = fixes,
        .fix_count = rule->fix_count,
        .docs = rule->docs,
        .doc_count = rule->doc_count,
    };
}
