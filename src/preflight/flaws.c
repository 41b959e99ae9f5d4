/* SPDX-License-Identifier: MIT
 * Keeps flaws, fills their templates. */
#include "flaws.h"

#include "capture_type.h"
#include "redact.h"
#include "str.h"
#include "template.h"

#include <stdarg.h>

#define FLAW_CAP 500
#define RENDERED_CAP ((size_t)16 * 1024)

logdoc_str flaw_find(void *user, logdoc_str name)
{
    const struct flaw *flaw = user;
    for (size_t i = 0; i < flaw->value_count; i++)
        if (str_equal(str_from(flaw->values[i].name), name))
            return flaw->values[i].value;
    if (str_equal(name, STR("file")) && *flaw->file)
        return str_from(flaw->file);
    if (str_equal(name, STR("text")))
        return str_from(flaw->text);
    return (logdoc_str){ NULL, 0 };
}

/* A flaw whose values are shown. */
struct showing {
    struct flaw flaw;
    struct arena *arena;
};

static logdoc_str find_masked(void *user, logdoc_str name)
{
    struct showing *showing = user;
    struct strbuf masked;
    logdoc_str value = flaw_find(&showing->flaw, name);
    if (!value.at)
        return value;
    strbuf_init(&masked, RENDERED_CAP);
    redact_add(&masked, value);
    value = arena_str(showing->arena, strbuf_str(&masked));
    strbuf_release(&masked);
    return value;
}

const char *flaw_render(const struct flaws *flaws, const struct flaw *flaw,
                        const char *template, enum flaw_use use)
{
    struct strbuf out;
    struct showing showing = { *flaw, flaws->arena };
    bool mask = use != FLAW_KEPT && !flaws->keep_secrets;
    strbuf_init(&out, RENDERED_CAP);
    bool complete = template_render(&out, template,
                                    use == FLAW_COMMAND ? TEMPLATE_SHELL : TEMPLATE_PLAIN,
                                    mask ? find_masked : flaw_find, &showing);
    const char *text = complete ? arena_text(flaws->arena, strbuf_str(&out)) : NULL;
    strbuf_release(&out);
    return text;
}

static bool fits_types(const struct flaw *flaw)
{
    const struct rule *rule = flaw->rule;
    for (size_t i = 0; i < rule->capture_count; i++) {
        struct flaw copy = *flaw;
        logdoc_str value = flaw_find(&copy, rule->captures[i].name);
        if (value.at && !capture_fits(value, rule->captures[i].type))
            return false;
    }
    return true;
}

static void add_value(struct flaw *flaw, const char *name, logdoc_str value)
{
    if (flaw->value_count < FLAW_VALUES)
        flaw->values[flaw->value_count++] = (struct flaw_value){ name, value };
}

static void add_lookups(const struct flaws *flaws, struct flaw *flaw)
{
    for (size_t i = 0; i < flaw->rule->lookup_count; i++) {
        const struct rule_lookup *lookup = &flaw->rule->lookups[i];
        const char *key = flaw_render(flaws, flaw, lookup->key, FLAW_KEPT);
        const char *value = key ? table_find(lookup->table, str_from(key)) : NULL;
        if (value)
            add_value(flaw, lookup->name, str_from(value));
    }
}

static bool is_started(const struct flaws *flaws, const struct flaw *flaw)
{
    const char *script = flaws->project->script;
    return script && strcmp(script, flaw->file) == 0;
}

bool flaw_holds(const struct flaws *flaws, const struct flaw *flaw, const char *condition)
{
    bool wanted = condition[0] != '!';
    const char *name = wanted ? condition : condition + 1;
    struct flaw copy = *flaw;
    bool there = strcmp(name, "started-file") == 0
                     ? is_started(flaws, flaw)
                     : project_has_fact(flaws->project, name) ||
                           flaw_find(&copy, str_from(name)).at != NULL;
    return there == wanted;
}

void flaws_enter(struct flaws *flaws, struct flaw *flaw)
{
    const struct rule *rule = flaw->rule;
    for (size_t i = 0; i < rule->predicate_count; i++)
        if (!flaw_holds(flaws, flaw, rule->predicates[i]))
            return;
    if (!fits_types(flaw) || flaws->list.count >= FLAW_CAP)
        return;
    add_value(flaw, "line",
              str_from(arena_format(flaws->arena, "%zu", flaw->line ? flaw->line : 1)));
    add_lookups(flaws, flaw);
    flaw->subject = flaw_render(flaws, flaw, rule->subject, FLAW_KEPT);
    if (!flaw->subject)
        flaw->subject = "";
    *vec_push(&flaws->list) = *flaw;
}

void flaws_add(struct flaws *flaws, const struct rule *rule, struct flaw_place place, ...)
{
    struct flaw flaw = { .rule = rule,
                         .file = place.file ? place.file : "",
                         .line = place.line,
                         .text = place.text ? place.text : "" };
    va_list arguments;
    va_start(arguments, place);
    for (const char *name; (name = va_arg(arguments, const char *));) {
        const char *value = va_arg(arguments, const char *);
        if (value)
            add_value(&flaw, name, str_from(value));
    }
    va_end(arguments);
    flaws_enter(flaws, &flaw);
}
