/* SPDX-License-Identifier: MIT
 * Chooses fixes, applies their edits, words the rest. */
#include "fix_plan.h"

#include "str.h"

#define WORDS_CAP ((size_t)1024 * 1024)

void fix_plan_init(struct fix_plan *plan, const struct logdoc_ruleset *rules,
                   const struct folder *folder, bool all)
{
    *plan =
        (struct fix_plan){ .rules = rules, .least = all ? LOGDOC_MEDIUM : LOGDOC_HIGH };
    patch_init(&plan->patch, folder);
    strbuf_init(&plan->words, WORDS_CAP);
    strbuf_init(&plan->next, WORDS_CAP);
    strbuf_init(&plan->last, WORDS_CAP);
}

void fix_plan_release(struct fix_plan *plan)
{
    strbuf_release(&plan->words);
    strbuf_release(&plan->next);
    strbuf_release(&plan->last);
    patch_release(&plan->patch);
}

static bool has_word(const struct fix_plan *plan, const char *table, const char *text)
{
    const struct hashmap *words = table_words(ruleset_table(plan->rules, table));
    for (size_t i = 0; i < words->count; i++)
        if (strstr(text, words->entries[i].key.at))
            return true;
    return false;
}

/* Safe: adds to a list that a tool reads. Review: changes code, or only likely right.
 * Destructive: a command that cannot be taken back. */
static const char *label_of(const struct fix_plan *plan, const struct logdoc_fix *fix)
{
    bool safe = fix->confidence == LOGDOC_HIGH;
    for (size_t i = 0; i < fix->command_count; i++)
        if (has_word(plan, "destructive-command", fix->commands[i]))
            return "destructive";
    for (size_t i = 0; i < fix->edit_count; i++)
        if (!has_word(plan, "safe-file", fix->edits[i].file))
            safe = false;
    return safe ? "safe" : "review";
}

static void add_command(struct strbuf *out, const char *command)
{
    struct strbuf line;
    strbuf_init(&line, WORDS_CAP);
    strbuf_add_format(&line, "    $ %s\n", command);
    if (str_find(strbuf_str(out), strbuf_str(&line)) == SIZE_MAX)
        strbuf_add_str(out, strbuf_str(&line));
    strbuf_release(&line);
}

/* The push, and what follows it, waits until the commands of all fixes have run. */
static void add_next(struct fix_plan *plan, const struct logdoc_fix *fix)
{
    struct strbuf *out = &plan->next;
    for (size_t i = 0; i < fix->command_count; i++) {
        if (str_starts(str_from(fix->commands[i]), STR("git push")))
            out = &plan->last;
        add_command(out, fix->commands[i]);
    }
}

static void word_fix(struct fix_plan *plan, const struct logdoc_diagnosis *diagnosis,
                     const struct logdoc_fix *fix, const char *what)
{
    strbuf_add_format(&plan->words, "%s\n  %s [%s]: %s\n", diagnosis->title, what,
                      label_of(plan, fix), fix->summary);
    if (*fix->detail)
        strbuf_add_format(&plan->words, "    %s\n", fix->detail);
}

static void leave_to_people(struct fix_plan *plan,
                            const struct logdoc_diagnosis *diagnosis,
                            const struct logdoc_fix *fix)
{
    word_fix(plan, diagnosis, fix, "do this");
    for (size_t i = 0; i < fix->edit_count; i++)
        strbuf_add_format(&plan->words, "    %s: %s\n", fix->edits[i].file,
                          *fix->edits[i].text ? fix->edits[i].text : fix->edits[i].old);
    for (size_t i = 0; i < fix->command_count; i++)
        strbuf_add_format(&plan->words, "    $ %s\n", fix->commands[i]);
    plan->by_hand++;
}

/* A requirements.txt beside another manager's files would be one list too many. */
static bool fits_manager(const struct fix_plan *plan, const struct logdoc_fix *fix)
{
    for (size_t i = 0; i < fix->edit_count; i++)
        if (plan->other_manager && strcmp(fix->edits[i].file, "requirements.txt") == 0)
            return false;
    return true;
}

/* True when the fix was carried out or has nothing to do. */
static bool try_edits(struct fix_plan *plan, const struct logdoc_diagnosis *diagnosis,
                      const struct logdoc_fix *fix)
{
    enum patch_result result = patch_apply(&plan->patch, fix->edits, fix->edit_count);
    if (result == PATCH_REFUSED)
        return false;
    bool changed = result == PATCH_CHANGED;
    word_fix(plan, diagnosis, fix, changed ? "edit" : "the files say so already");
    add_next(plan, fix);
    plan->edited += changed;
    return true;
}

void fix_plan_add(struct fix_plan *plan, const struct logdoc_diagnosis *diagnosis)
{
    if (diagnosis->status == LOGDOC_RESOLVED || diagnosis->fix_count == 0)
        return;
    for (size_t i = 0; i < diagnosis->fix_count; i++) {
        const struct logdoc_fix *fix = &diagnosis->fixes[i];
        bool sure = diagnosis->confidence > LOGDOC_LOW && fix->confidence >= plan->least;
        if (sure && fix->edit_count > 0 && fits_manager(plan, fix) &&
            try_edits(plan, diagnosis, fix))
            return;
        if (sure && fix->edit_count == 0)
            break;
    }
    leave_to_people(plan, diagnosis, &diagnosis->fixes[0]);
}
