/* SPDX-License-Identifier: MIT
 * Templates, evidence and fixes of flaws. */
#include "describe.h"

#include "capture_type.h"
#include "file_checks.h"
#include "redact.h"
#include "str.h"
#include "utf8.h"

#define SAME_MISTAKES 20 /* on one line */
#define EVIDENCE_CAP 10
#define SHOWN_CAP ((size_t)32 * 1024)

static const char *show(struct preflight *preflight, const char *text)
{
    struct strbuf valid;
    strbuf_init(&valid, SHOWN_CAP);
    utf8_add_valid(&valid, str_from(text));
    const char *shown = arena_text(&preflight->arena, strbuf_str(&valid));
    strbuf_release(&valid);
    return shown;
}

static const char *show_line(struct preflight *preflight, const char *text)
{
    struct strbuf masked;
    strbuf_init(&masked, SHOWN_CAP);
    if (preflight->flaws.keep_secrets)
        strbuf_add_text(&masked, text);
    else
        redact_add(&masked, str_from(text));
    const char *shown = show(preflight, masked.at);
    strbuf_release(&masked);
    return shown;
}

bool describe_is_like(const struct flaw *left, const struct flaw *right)
{
    return left->rule == right->rule && strcmp(left->subject, right->subject) == 0;
}

static const struct flaw *flaw_at(const struct preflight *preflight, size_t index)
{
    return &preflight->flaws.list.items[index];
}

const char *describe_text(struct preflight *preflight, size_t flaw, const char *template)
{
    const char *text =
        flaw_render(&preflight->flaws, flaw_at(preflight, flaw), template, FLAW_SHOWN);
    return show(preflight, text ? text : "");
}

static uint32_t input_of(struct preflight *preflight, const char *path)
{
    logdoc_str key = str_from(*path ? path : preflight->project->folder.path);
    uintptr_t index = (uintptr_t)hashmap_find(&preflight->inputs, key);
    if (index == 0) {
        index = preflight->inputs.count + 1;
        hashmap_set(&preflight->inputs, key, (void *)index); /* NOLINT: a number */
    }
    return (uint32_t)(index - 1);
}

static void describe_evidence(struct preflight *preflight, size_t first,
                              struct logdoc_diagnosis *out)
{
    struct logdoc_evidence *lines =
        arena_array(&preflight->arena, EVIDENCE_CAP, sizeof(*lines));
    const struct flaws *flaws = &preflight->flaws;
    for (size_t i = first; i < flaws->list.count; i++) {
        const struct flaw *flaw = &flaws->list.items[i];
        if (!describe_is_like(flaw, &flaws->list.items[first]))
            continue;
        out->count++;
        if (out->evidence_count == EVIDENCE_CAP || !*flaw->file)
            continue;
        lines[out->evidence_count++] = (struct logdoc_evidence){
            .input = input_of(preflight, flaw->file),
            .line = flaw->line ? flaw->line : 1,
            .source = "file",
            .process = "",
            .text = show_line(preflight, *flaw->text ? flaw->text : flaw->file),
            .decisive = true,
        };
    }
    out->evidence = lines;
}

static bool applies(const struct preflight *preflight, const struct flaw *flaw,
                    const struct rule_fix *fix)
{
    for (size_t i = 0; i < fix->condition_count; i++)
        if (!flaw_holds(&preflight->flaws, flaw, fix->conditions[i]))
            return false;
    return true;
}

static bool has_text(const char *const *texts, size_t count, const char *text)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(texts[i], text) == 0)
            return true;
    return false;
}

/* Flaws like the first for which a fix applies, and room for what each adds. */
struct filling {
    struct preflight *preflight;
    const struct rule_fix *fix;
    const char **commands;
    struct logdoc_edit *edits;
    size_t command_count, edit_count;
};

static void add_command(struct filling *filling, const struct flaw *flaw, size_t index)
{
    struct preflight *preflight = filling->preflight;
    const char *text =
        flaw_render(&preflight->flaws, flaw, filling->fix->commands[index], FLAW_COMMAND);
    const char *shown = text ? show(preflight, text) : NULL;
    if (shown && !has_text(filling->commands, filling->command_count, shown))
        filling->commands[filling->command_count++] = shown;
}

static bool has_edit(const struct filling *filling, const struct logdoc_edit *edit)
{
    for (size_t i = 0; i < filling->edit_count; i++) {
        const struct logdoc_edit *other = &filling->edits[i];
        if (strcmp(other->file, edit->file) == 0 && strcmp(other->op, edit->op) == 0 &&
            strcmp(other->text, edit->text) == 0 && strcmp(other->old, edit->old) == 0)
            return true;
    }
    return false;
}

/* The corrected line, corrected until the rule has nothing to say; as it was when that
 * does not come to an end. */
static const char *correct_all(struct flaws *flaws, const struct flaw *flaw,
                               const char *template, enum flaw_use use)
{
    const char *first = flaw_render(flaws, flaw, template, use), *text = first;
    struct flaw again;
    for (int i = 0; text && file_checks_again(flaws, flaw, text, &again); i++) {
        if (i == SAME_MISTAKES)
            return first;
        text = flaw_render(flaws, &again, template, use);
    }
    return text ? text : first;
}

static void add_edit(struct filling *filling, const struct flaw *flaw,
                     const struct rule_edit *edit)
{
    struct flaws *flaws = &filling->preflight->flaws;
    enum flaw_use use = filling->preflight->shows_edits ? FLAW_SHOWN : FLAW_KEPT;
    struct logdoc_edit made = { .op = edit->op };
    made.file = flaw_render(flaws, flaw, edit->file, FLAW_KEPT);
    made.text = strcmp(edit->op, "replace-line") == 0
                    ? correct_all(flaws, flaw, edit->text, use)
                    : flaw_render(flaws, flaw, edit->text, use);
    made.old = flaw_render(flaws, flaw, edit->old, use);
    if (made.file && made.text && made.old &&
        capture_fits(str_from(made.file), CAPTURE_PATH) && !has_edit(filling, &made))
        filling->edits[filling->edit_count++] = made;
}

static void fill_for(struct filling *filling, const struct flaw *flaw)
{
    for (size_t i = 0; i < filling->fix->edit_count; i++)
        add_edit(filling, flaw, &filling->fix->edits[i]);
}

/* Each command for every flaw before the next command. */
static void fill_all(struct filling *filling, size_t first, size_t count)
{
    const struct flaws *flaws = &filling->preflight->flaws;
    struct arena *arena = &filling->preflight->arena;
    filling->commands =
        arena_array(arena, filling->fix->command_count * count + 1, sizeof(char *));
    filling->edits = arena_array(arena, filling->fix->edit_count * count + 1,
                                 sizeof(struct logdoc_edit));
    for (size_t k = 0; k < filling->fix->command_count; k++)
        for (size_t i = first; i < flaws->list.count; i++)
            if (describe_is_like(&flaws->list.items[i], &flaws->list.items[first]))
                add_command(filling, &flaws->list.items[i], k);
    for (size_t i = first; i < flaws->list.count; i++)
        if (describe_is_like(&flaws->list.items[i], &flaws->list.items[first]))
            fill_for(filling, &flaws->list.items[i]);
}

static bool fill_fix(struct preflight *preflight, size_t first,
                     const struct rule_fix *fix, struct logdoc_fix *out)
{
    const struct flaws *flaws = &preflight->flaws;
    struct filling filling = { .preflight = preflight, .fix = fix };
    const char *summary =
        flaw_render(flaws, &flaws->list.items[first], fix->summary, FLAW_SHOWN);
    const char *detail =
        flaw_render(flaws, &flaws->list.items[first], fix->detail, FLAW_SHOWN);
    if (!summary || !detail || !applies(preflight, &flaws->list.items[first], fix))
        return false;
    fill_all(&filling, first, flaws->list.count - first);
    *out = (struct logdoc_fix){ .summary = show(preflight, summary),
                                .detail = show(preflight, detail),
                                .commands = filling.commands,
                                .command_count = filling.command_count,
                                .edits = filling.edits,
                                .edit_count = filling.edit_count,
                                .confidence = fix->confidence };
    return fix->edit_count == 0 || filling.edit_count > 0;
}

const struct logdoc_fix *describe_fixes(struct preflight *preflight, size_t first,
                                        size_t *count)
{
    const struct rule *rule = flaw_at(preflight, first)->rule;
    struct logdoc_fix *fixes =
        arena_array(&preflight->arena, rule->fix_count + 1, sizeof(*fixes));
    *count = 0;
    for (size_t i = 0; i < rule->fix_count; i++)
        if (fill_fix(preflight, first, &rule->fixes[i], &fixes[*count]))
            (*count)++;
    return fixes;
}

void describe_flaw(struct preflight *preflight, size_t first,
                   struct logdoc_diagnosis *out)
{
    const struct flaw *flaw = flaw_at(preflight, first);
    const struct rule *rule = flaw->rule;
    *out = (struct logdoc_diagnosis){
        .id = rule->id,
        .title = describe_text(preflight, first, rule->title),
        .subject = show(preflight, flaw->subject),
        .explanation = describe_text(preflight, first, rule->why),
        .severity = rule->severity,
        .status = LOGDOC_ACTIVE,
        .confidence = rule->confidence,
        .fault = rule->fault,
        .cause_known = true,
        .release = "",
        .docs = rule->docs,
        .doc_count = rule->doc_count,
    };
    describe_evidence(preflight, first, out);
    out->fixes = describe_fixes(preflight, first, &out->fix_count);
}
