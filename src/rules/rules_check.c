/* SPDX-License-Identifier: MIT
 * What makes a rule good, beyond what makes it readable. */
#include "rules_check.h"

#include "error.h"
#include "str.h"
#include "strbuf.h"
#include "template.h"

/* One rule under the eye. */
struct check {
    const struct logdoc_ruleset *set;
    const struct rule *rule;
    struct logdoc_error *error;
};

/* A template under the eye. */
struct name_check {
    const struct check *check;
    bool needs_fallback; /* for names that may be missing */
    bool in_edit;
    logdoc_str bad; /* the name that did not pass; len 0: the text is malformed */
    const char *problem;
};

static bool is_listed(const char *const *names, logdoc_str name)
{
    for (; *names; names++)
        if (str_equal(str_from(*names), name))
            return true;
    return false;
}

static const struct rule_capture *find_capture(const struct rule *rule, logdoc_str name)
{
    for (size_t i = 0; i < rule->capture_count; i++)
        if (str_equal(rule->captures[i].name, name))
            return &rule->captures[i];
    return NULL;
}

static bool is_lookup(const struct rule *rule, logdoc_str name)
{
    for (size_t i = 0; i < rule->lookup_count; i++)
        if (str_equal(str_from(rule->lookups[i].name), name))
            return true;
    return false;
}

/* A group that every pattern has; that it took part is not known from its text. */
static bool in_all_patterns(const struct rule *rule, logdoc_str name)
{
    for (size_t i = 0; i < rule->pattern_count; i++)
        if (regex_group(rule->patterns[i], name) == SIZE_MAX)
            return false;
    return rule->pattern_count > 0;
}

static bool is_always_there(const struct rule *rule, logdoc_str name)
{
    if (str_equal(name, STR("text")) || str_equal(name, STR("fingerprint")) ||
        rule->check)
        return true;
    if (rule->file_count &&
        (str_equal(name, STR("file")) || str_equal(name, STR("line"))))
        return true;
    if (rule->trace &&
        (str_equal(name, STR("exception")) || str_equal(name, STR("message"))))
        return true;
    return in_all_patterns(rule, name);
}

static bool may_stand_in_edit(const struct rule *rule, logdoc_str name)
{
    const struct rule_capture *capture = find_capture(rule, name);
    if (capture && rule->check)
        return true;
    if (capture)
        return capture->type != CAPTURE_TEXT;
    if (rule_is_preflight(rule) &&
        (str_equal(name, STR("file")) || str_equal(name, STR("text"))))
        return true;
    return is_lookup(rule, name) || str_equal(name, STR("process_type"));
}

static bool check_name(void *user, logdoc_str name, bool has_fallback)
{
    struct name_check *names = user;
    const struct rule *rule = names->check->rule;
    names->bad = name;
    if (!find_capture(rule, name) && !is_lookup(rule, name) &&
        !is_listed(rule_template_names, name))
        names->problem = "is no capture";
    else if (names->needs_fallback && !has_fallback && !is_always_there(rule, name))
        names->problem = "may be missing and has no fallback: {name|words}";
    else if (names->in_edit && !may_stand_in_edit(rule, name))
        names->problem = "stands in an edit and has no type in 'captures'";
    return names->problem == NULL;
}

static bool check_names(struct name_check *names, const char *key, const char *text)
{
    if (template_names(text, check_name, names))
        return true;
    if (!names->problem)
        return rule_fail(names->check->error, names->check->rule, key,
                         "the template is malformed: '%.80s'", text);
    return rule_fail(names->check->error, names->check->rule, key, "'%.*s' %s",
                     (int)names->bad.len, names->bad.at, names->problem);
}

static bool check_template(const struct check *check, const char *key, const char *text)
{
    struct name_check names = { .check = check };
    return check_names(&names, key, text);
}

static bool check_full_template(const struct check *check, const char *key,
                                const char *text)
{
    struct name_check names = { .check = check, .needs_fallback = true };
    return check_names(&names, key, text);
}

static bool check_edit_template(const struct check *check, const char *key,
                                const char *text)
{
    struct name_check names = { .check = check, .in_edit = true };
    return check_names(&names, key, text);
}

static bool check_compile(const struct check *check, const char *key,
                          struct regex *const *patterns, size_t count)
{
    struct logdoc_error error;
    for (size_t i = 0; i < count; i++)
        if (!regex_compile(patterns[i], "", &error))
            return rule_fail(check->error, check->rule, key, "%s", error.text);
    return true;
}

static bool check_patterns(const struct check *check)
{
    const struct rule *rule = check->rule;
    return check_compile(check, "match", rule->patterns, rule->pattern_count) &&
           check_compile(check, "unless", rule->vetoes, rule->veto_count) &&
           check_compile(check, "skip", rule->skips, rule->skip_count);
}

static bool check_texts(const struct check *check)
{
    const struct rule *rule = check->rule;
    size_t length = strlen(rule->title);
    if (length == 0 || rule->title[length - 1] == '.')
        return rule_fail(check->error, check->rule, "title",
                         "must be a sentence without a full stop");
    if (!rule->why[0])
        return rule_fail(check->error, check->rule, "why", "must not be empty");
    for (size_t i = 0; i < rule->lookup_count; i++)
        if (!check_template(check, "lookup", rule->lookups[i].key))
            return false;
    return check_full_template(check, "title", rule->title) &&
           check_full_template(check, "subject", rule->subject) &&
           check_full_template(check, "why", rule->why) &&
           check_full_template(check, "code", rule->code ? rule->code : "");
}

static bool check_condition(const struct check *check, const char *condition)
{
    const char *text = condition + (condition[0] == '!');
    logdoc_str name = str_from(text);
    if (find_capture(check->rule, name) || is_lookup(check->rule, name) ||
        is_listed(rule_template_names, name) || ruleset_fact(check->set, text) ||
        is_listed(rule_project_fact_names, name))
        return true;
    return rule_fail(check->error, check->rule, "fixes.if",
                     "'%.80s' is neither a capture nor a fact", condition);
}

static bool check_edit(const struct check *check, const struct rule_edit *edit)
{
    bool has_old = edit->old[0] != '\0', has_text = edit->text[0] != '\0';
    bool creates = strcmp(edit->op, "create-file") == 0;
    bool removes = strcmp(edit->op, "remove-line") == 0;
    bool replaces = strcmp(edit->op, "replace-line") == 0;
    bool deletes = strcmp(edit->op, "remove-file") == 0;
    bool imports = strcmp(edit->op, "add-import") == 0;
    if (!creates && !removes && !replaces && !deletes && !imports &&
        strcmp(edit->op, "add-line") != 0)
        return rule_fail(check->error, check->rule, "fixes.edits.op",
                         "unknown operation '%.60s'", edit->op);
    if (has_old != (replaces || removes))
        return rule_fail(check->error, check->rule, "fixes.edits.old",
                         "'%s' needs %s old line", edit->op, has_old ? "no" : "the");
    if (has_text == (removes || deletes))
        return rule_fail(check->error, check->rule, "fixes.edits.text",
                         "'%s' needs %s text", edit->op, has_text ? "no" : "a");
    return check_edit_template(check, "fixes.edits.file", edit->file) &&
           check_edit_template(check, "fixes.edits.text", edit->text) &&
           check_edit_template(check, "fixes.edits.old", edit->old);
}

static bool check_fix(const struct check *check, const struct rule_fix *fix)
{
    for (size_t i = 0; i < fix->condition_count; i++)
        if (!check_condition(check, fix->conditions[i]))
            return false;
    for (size_t i = 0; i < fix->command_count; i++)
        if (!check_template(check, "fixes.commands", fix->commands[i]))
            return false;
    for (size_t i = 0; i < fix->edit_count; i++)
        if (!check_edit(check, &fix->edits[i]))
            return false;
    return check_template(check, "fixes.summary", fix->summary) &&
           check_template(check, "fixes.detail", fix->detail);
}

static bool check_advice(const struct check *check)
{
    const struct rule *rule = check->rule;
    if (rule->fix_count == 0)
        return rule_fail(check->error, check->rule, "fixes", "there is no fix");
    for (size_t i = 0; i < rule->fix_count; i++)
        if (!check_fix(check, &rule->fixes[i]))
            return false;
    for (size_t i = 0; i < rule->doc_count; i++)
        if (!str_starts(str_from(rule->docs[i]), STR("https://")))
            return rule_fail(check->error, check->rule, "docs",
                             "'%.80s' does not begin with https://", rule->docs[i]);
    return true;
}

static bool has_needle(const struct rule *rule, const char *log)
{
    for (size_t i = 0; i < rule->needle_count; i++)
        if (strstr(log, rule->needles[i]))
            return true;
    return rule->needle_count == 0;
}

static bool check_examples(const struct check *check)
{
    const struct rule *rule = check->rule;
    if (rule->check)
        return true;
    if (rule->example_count == 0)
        return rule_fail(check->error, check->rule, "examples", "there is no example");
    if (rule->reject_count == 0)
        return rule_fail(check->error, check->rule, "rejects", "there is no reject");
    for (size_t i = 0; i < rule->example_count; i++)
        if (!has_needle(rule, rule->examples[i].log))
            return rule_fail(check->error, check->rule, "examples",
                             "example %zu has none of the needles", i + 1);
    return true;
}

bool rules_check_rule(const struct logdoc_ruleset *set, const struct rule *rule,
                      struct logdoc_error *error)
{
    const struct check check = { set, rule, error };
    return check_patterns(&check) && check_texts(&check) && check_advice(&check) &&
           check_examples(&check);
}

/* "H10", "R14", "L10": a letter and two digits. */
static bool is_heroku_code(const char *name)
{
    return name[0] >= 'A' && name[0] <= 'Z' && name[1] >= '0' && name[1] <= '9' &&
           name[2] >= '0' && name[2] <= '9' && name[3] == '\0';
}

static void collect_symptoms(const struct logdoc_ruleset *set, struct hashmap *symptoms)
{
    for (size_t i = 0; i < set->rules.count; i++) {
        struct rule *rule = set->rules.items[i];
        if (rule->symptom)
            hashmap_set(symptoms, str_from(rule->symptom), rule);
    }
}

static bool is_token(const struct logdoc_ruleset *set, const struct hashmap *symptoms,
                     logdoc_str word)
{
    return is_heroku_code(word.at) || is_listed(rule_symptom_names, word) ||
           hashmap_find(symptoms, word) || ruleset_find(set, word);
}

static bool check_group(const struct logdoc_ruleset *set, const struct hashmap *symptoms,
                        const struct hashmap_entry *entry, struct logdoc_error *error)
{
    const struct name_list *group = entry->value;
    for (size_t i = 0; i < group->count; i++)
        if (!is_token(set, symptoms, str_from(group->names[i])))
            return error_set(error, "groups",
                             "'%.80s' of the group '%.60s' is no symptom and no rule",
                             group->names[i], entry->key.at);
    return true;
}

static bool check_tokens(const struct check *check, const struct hashmap *symptoms,
                         const char *key, const struct name_list *tokens)
{
    for (size_t i = 0; i < tokens->count; i++) {
        logdoc_str token = str_from(tokens->names[i]);
        if (!is_token(check->set, symptoms, token))
            return rule_fail(check->error, check->rule, key,
                             "'%.80s' is no symptom and no rule", token.at);
    }
    return true;
}

static bool check_grammar(const struct trace_grammar *grammar, struct logdoc_error *error)
{
    char where[80];
    snprintf(where, sizeof(where), "traces of %.60s", grammar->language);
    if (!regex_compile(grammar->foreign, where, error))
        return false;
    for (size_t i = 0; i < grammar->step_count; i++)
        if (!regex_compile(grammar->steps[i].pattern, where, error))
            return false;
    return true;
}

bool rules_check_set(const struct logdoc_ruleset *set, struct logdoc_error *error)
{
    bool good = true;
    struct hashmap symptoms;

    hashmap_init(&symptoms);
    collect_symptoms(set, &symptoms);
    for (size_t i = 0; good && i < set->grammars.count; i++)
        good = check_grammar(set->grammars.items[i], error);
    for (size_t i = 0; good && i < set->groups.count; i++)
        good = check_group(set, &symptoms, &set->groups.entries[i], error);
    for (size_t i = 0; good && i < set->rules.count; i++) {
        const struct rule *rule = set->rules.items[i];
        const struct check check = { set, rule, error };
        const struct name_list explains = { rule->explains, rule->explain_count };
        const struct name_list needs = { rule->needs, rule->need_count };
        good = check_tokens(&check, &symptoms, "explains", &explains) &&
               check_tokens(&check, &symptoms, "needs", &needs);
    }
    hashmap_release(&symptoms);
    return good;
}
