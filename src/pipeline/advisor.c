/* SPDX-License-Identifier: MIT
 * Fills templates and chooses among a rule's fixes. */
#include "advisor.h"

#include "capture_type.h"
#include "redact.h"
#include "str.h"
#include "template.h"
#include "utf8.h"

#include <string.h>

#define RENDERED_CAP ((size_t)16 * 1024)

struct scope_of_names {
    const struct advisor *advisor;
    const struct problem *problem;
    bool only_typed;     /* edits: a capture without a type has no value */
    bool only_common;    /* a capture that varies has no value */
    struct arena *arena; /* for what is filled in */
};

static logdoc_str capture_of(const struct scope_of_names *names, logdoc_str name)
{
    const struct problem *problem = names->problem;
    for (size_t i = 0; i < problem->capture_count; i++)
        if (str_equal(problem->captures[i].name, name) &&
            !(names->only_common && problem->captures[i].varies))
            return problem->captures[i].value;
    return (logdoc_str){ NULL, 0 };
}

static bool is_typed(const struct rule *rule, logdoc_str name)
{
    for (size_t i = 0; i < rule->capture_count; i++)
        if (rule->captures[i].type != CAPTURE_TEXT &&
            str_equal(rule->captures[i].name, name))
            return true;
    for (size_t i = 0; i < rule->lookup_count; i++)
        if (str_equal(str_from(rule->lookups[i].name), name))
            return true;
    return false;
}

static const char *decisive_text(const struct problem *problem)
{
    for (size_t i = 0; i < problem->evidence_count; i++)
        if (problem->evidence[i].decisive)
            return problem->evidence[i].text;
    return "";
}

static logdoc_str known_or_none(const char *text)
{
    return *text ? str_from(text) : (logdoc_str){ NULL, 0 };
}

static logdoc_str process_type(const struct problem *problem)
{
    const char *process = problem->process_count ? problem->processes[0] : "";
    size_t len = strcspn(process, ".");
    return len ? (logdoc_str){ process, len } : (logdoc_str){ NULL, 0 };
}

/* Heroku runs the app in /app and builds it in /tmp/build_1a2b3c4d. */
static logdoc_str in_repository(logdoc_str file)
{
    size_t slash = SIZE_MAX;
    if (str_starts(file, STR("/app/")))
        return str_from_offset(file, 5);
    if (str_starts(file, STR("/tmp/build_")))
        slash = str_find_char(str_from_offset(file, 5), '/');
    return slash == SIZE_MAX ? file : str_from_offset(file, 5 + slash + 1);
}

/* Where the app's own code comes in: "shop/views.py, line 12", as the repository has it.
 */
static logdoc_str place(const struct scope_of_names *names)
{
    logdoc_str file = capture_of(names, STR("file"));
    logdoc_str line = capture_of(names, STR("line"));
    if (!file.at || !names->arena)
        return file;
    file = in_repository(file);
    if (line.len == 0)
        return file;
    struct strbuf text;
    strbuf_init(&text, RENDERED_CAP);
    strbuf_add_str(&text, file);
    strbuf_add_text(&text, ", line ");
    strbuf_add_str(&text, line);
    logdoc_str whole = arena_str(names->arena, strbuf_str(&text));
    strbuf_release(&text);
    return whole;
}

/* The value as the log has it; at == NULL when it is not there. */
static logdoc_str raw_value(const struct scope_of_names *names, logdoc_str name)
{
    const struct problem *problem = names->problem;
    logdoc_str value = capture_of(names, name);
    if (value.at && (!names->only_typed || is_typed(problem->rule, name)))
        return value;
    if (str_equal(name, STR("place")))
        return place(names);
    if (str_equal(name, STR("app")))
        return known_or_none(names->advisor->app);
    if (str_equal(name, STR("process")))
        return known_or_none(problem->process_count ? problem->processes[0] : "");
    if (str_equal(name, STR("process_type")))
        return process_type(problem);
    if (str_equal(name, STR("release")))
        return known_or_none(problem->release);
    if (str_equal(name, STR("text")) && !names->only_typed)
        return known_or_none(decisive_text(problem));
    return (logdoc_str){ NULL, 0 };
}

const char *advisor_show(const struct advisor *advisor, logdoc_str text,
                         struct arena *arena)
{
    struct strbuf masked, valid;
    strbuf_init(&masked, RENDERED_CAP * 2);
    strbuf_init(&valid, RENDERED_CAP * 4);
    if (advisor->keep_secrets)
        strbuf_add_str(&masked, text);
    else
        redact_add(&masked, text);
    utf8_add_valid(&valid, strbuf_str(&masked));
    const char *shown = arena_text(arena, strbuf_str(&valid));
    strbuf_release(&masked);
    strbuf_release(&valid);
    return shown;
}

/* A rule's own words are shown as they are; what it quotes from the log is made safe. */
static logdoc_str find_name(void *user, logdoc_str name)
{
    const struct scope_of_names *names = user;
    logdoc_str value = raw_value(names, name);
    return value.at ? str_from(advisor_show(names->advisor, value, names->arena)) : value;
}

/* NULL when a capture is not there. One that varies is named where nothing else will do.
 */
static const char *render(const struct advisor *advisor, const struct problem *problem,
                          const char *template, enum template_quoting quoting,
                          bool only_typed, struct arena *arena)
{
    struct scope_of_names names = {
        .advisor = advisor,
        .problem = problem,
        .only_typed = only_typed,
        .only_common = true,
        .arena = arena,
    };
    struct strbuf out;
    strbuf_init(&out, RENDERED_CAP);
    bool complete = template_render(&out, template, quoting, find_name, &names);
    if (!complete) {
        names.only_common = false;
        strbuf_reset(&out);
        complete = template_render(&out, template, quoting, find_name, &names);
    }
    const char *text = complete ? arena_text(arena, strbuf_str(&out)) : NULL;
    strbuf_release(&out);
    return text;
}

const char *advisor_text(const struct advisor *advisor, const struct problem *problem,
                         const char *template, struct arena *arena)
{
    const char *text = render(advisor, problem, template, TEMPLATE_PLAIN, false, arena);
    return text ? text : "";
}

static bool is_known(const struct advisor *advisor, logdoc_str name)
{
    for (const char *const *fact = advisor->known; fact && *fact; fact++)
        if (str_equal(str_from(*fact), name))
            return true;
    return assembler_knows(advisor->facts, name);
}

static bool condition_holds(const struct advisor *advisor, const struct problem *problem,
                            const char *condition)
{
    bool wanted = condition[0] != '!';
    logdoc_str name = str_from(wanted ? condition : condition + 1);
    struct scope_of_names names = { .advisor = advisor, .problem = problem };
    bool there = raw_value(&names, name).at || is_known(advisor, name);
    return there == wanted;
}

static bool applies(const struct advisor *advisor, const struct problem *problem,
                    const struct rule_fix *fix)
{
    for (size_t i = 0; i < fix->condition_count; i++)
        if (!condition_holds(advisor, problem, fix->conditions[i]))
            return false;
    return true;
}

static bool fill_commands(const struct advisor *advisor, const struct problem *problem,
                          const struct rule_fix *fix, struct arena *arena,
                          struct logdoc_fix *out)
{
    const char **commands = arena_array(arena, fix->command_count + 1, sizeof(*commands));
    for (size_t i = 0; i < fix->command_count; i++) {
        commands[i] =
            render(advisor, problem, fix->commands[i], TEMPLATE_SHELL, false, arena);
        if (!commands[i])
            return false;
    }
    out->commands = commands;
    out->command_count = fix->command_count;
    return true;
}

static bool fill_edits(const struct advisor *advisor, const struct problem *problem,
                       const struct rule_fix *fix, struct arena *arena,
                       struct logdoc_fix *out)
{
    struct logdoc_edit *edits = arena_array(arena, fix->edit_count + 1, sizeof(*edits));
    for (size_t i = 0; i < fix->edit_count; i++) {
        const struct rule_edit *edit = &fix->edits[i];
        edits[i].op = edit->op;
        edits[i].file = render(advisor, problem, edit->file, TEMPLATE_PLAIN, true, arena);
        edits[i].text = render(advisor, problem, edit->text, TEMPLATE_PLAIN, true, arena);
        edits[i].old = render(advisor, problem, edit->old, TEMPLATE_PLAIN, true, arena);
        if (!edits[i].file || !edits[i].text || !edits[i].old ||
            !capture_fits(str_from(edits[i].file), CAPTURE_PATH))
            return false;
    }
    out->edits = edits;
    out->edit_count = fix->edit_count;
    return true;
}

static bool fill_fix(const struct advisor *advisor, const struct problem *problem,
                     const struct rule_fix *fix, struct arena *arena,
                     struct logdoc_fix *out)
{
    *out = (struct logdoc_fix){ .confidence = fix->confidence };
    out->summary = render(advisor, problem, fix->summary, TEMPLATE_PLAIN, false, arena);
    out->detail = render(advisor, problem, fix->detail, TEMPLATE_PLAIN, false, arena);
    return out->summary && out->detail &&
           fill_commands(advisor, problem, fix, arena, out) &&
           fill_edits(advisor, problem, fix, arena, out);
}

const struct logdoc_fix *advisor_fixes(const struct advisor *advisor,
                                       const struct problem *problem, struct arena *arena,
                                       size_t *count)
{
    const struct rule *rule = problem->rule;
    struct logdoc_fix *fixes = arena_array(arena, rule->fix_count + 1, sizeof(*fixes));
    *count = 0;
    for (size_t i = 0; i < rule->fix_count; i++)
        if (applies(advisor, problem, &rule->fixes[i]) &&
            fill_fix(advisor, problem, &rule->fixes[i], arena, &fixes[*count]))
            (*count)++;
    return fixes;
}
