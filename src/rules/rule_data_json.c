/* SPDX-License-Identifier: MIT
 * Reads groups, tables, facts and trace grammars. Files may add to a group, a table or a
 * fact of another file; they may not say something else about the same word. */
#include "rule_data_json.h"

#include "str.h"

#define GROUP_CAP 1000
#define GROUP_WORD_CAP 10000
#define STEP_CAP ((int)TRACE_STATES - 1)

static struct logdoc_ruleset *set_of(const struct json_reader *reader)
{
    return reader->user;
}

bool rule_data_read_number(struct json_reader *reader, const struct json_field *field,
                           void *object)
{
    unsigned number = 0;
    json_peek(reader);
    logdoc_str rest = str_from_offset(reader->text, reader->at);
    size_t i = 0;
    for (; i < rest.len && rest.at[i] >= '0' && rest.at[i] <= '9'; i++)
        if (number <= field->high)
            number = number * 10 + (unsigned)(rest.at[i] - '0');
    reader->at += i;
    if (i == 0 || number < field->low || number > field->high)
        return json_fail(reader, "must be a whole number from %u to %u", field->low,
                         field->high);
    json_store(field, object, &number, sizeof(number));
    return true;
}

bool rule_data_read_rest(struct json_reader *reader, logdoc_str *out)
{
    unsigned offset = 0;
    const struct json_field field = { .high = UINT32_MAX / 10 - 1 };
    if (!rule_data_read_number(reader, &field, &offset))
        return false;
    *out = str_from_offset(set_of(reader)->rests, offset);
    return true;
}

/* A list of texts that belongs to no struct. */
static bool read_names(struct json_reader *reader, struct name_list *out)
{
    static const struct json_field field = { .at = offsetof(struct name_list, names),
                                             .count_at =
                                                 offsetof(struct name_list, count) };
    return json_read_texts(reader, &field, out);
}

static struct name_list *get_group(struct logdoc_ruleset *set, logdoc_str name)
{
    struct name_list *group = hashmap_find(&set->groups, name);
    if (!group) {
        group = arena_alloc(&set->arena, sizeof(*group));
        hashmap_set(&set->groups, name, group);
    }
    return group;
}

static bool read_group(struct json_reader *reader, logdoc_str key, void *user)
{
    (void)user;
    struct logdoc_ruleset *set = set_of(reader);
    struct name_list list = { NULL, 0 };
    if (!read_names(reader, &list))
        return false;
    struct name_list *group = get_group(set, key);
    size_t count = group->count + list.count;
    if (count > GROUP_WORD_CAP || set->groups.count > GROUP_CAP)
        return json_fail(reader, "there are more than %d groups or %d words in one",
                         GROUP_CAP, GROUP_WORD_CAP);
    const char **names = arena_array(&set->arena, count, sizeof(*names));
    for (size_t i = 0; i < count; i++)
        names[i] = i < group->count ? group->names[i] : list.names[i - group->count];
    *group = (struct name_list){ names, count };
    return true;
}

static bool add_word(struct json_reader *reader, const struct table *table,
                     logdoc_str word, logdoc_str value)
{
    const char *known = table_find(table, word);
    if (known && !str_equal(str_from(known), value))
        return json_fail(reader, "the word has the value '%.60s' already", known);
    if (!known)
        hashmap_set(&table->words->by_name, word, arena_text(reader->arena, value));
    return true;
}

static bool read_word(struct json_reader *reader, void *user)
{
    logdoc_str word = { NULL, 0 };
    return json_view(reader, &word) && add_word(reader, user, word, STR(""));
}

static bool read_pair(struct json_reader *reader, logdoc_str key, void *user)
{
    logdoc_str value = { NULL, 0 };
    return json_view(reader, &value) && add_word(reader, user, key, value);
}

static bool read_words(struct json_reader *reader, struct table *table)
{
    return json_peek(reader) == '{' ? json_each(reader, read_pair, table)
                                    : json_list(reader, read_word, table);
}

/* Of a built-in file, which the tests have read. */
static void read_later(const struct table *table, logdoc_str text)
{
    struct table same = *table;
    struct logdoc_error error;
    struct json_reader reader = {
        .arena = table->arena, .file = table->name, .text = text, .error = &error
    };
    (void)read_words(&reader, &same);
}

static bool read_table(struct json_reader *reader, logdoc_str key, void *user)
{
    (void)user;
    struct table *table = ruleset_get_table(set_of(reader), key);
    logdoc_str text = { NULL, 0 };
    if (!set_of(reader)->rests.at)
        return read_words(reader, table);
    if (!rule_data_read_rest(reader, &text))
        return false;
    table->read = read_later;
    *vec_push(&table->words->later) = text;
    return true;
}

bool rule_data_check_needles(struct json_reader *reader, const char *const *needles,
                             size_t count)
{
    if (count == 0)
        return json_fail(reader, "needs at least one needle");
    for (size_t i = 0; i < count; i++)
        if (strlen(needles[i]) < NEEDLE_LENGTH)
            return json_fail(reader, "the needle '%s' is shorter than %d bytes",
                             needles[i], NEEDLE_LENGTH);
    return true;
}

static bool read_fact(struct json_reader *reader, logdoc_str key, void *user)
{
    (void)user;
    struct logdoc_ruleset *set = set_of(reader);
    struct name_list list = { NULL, 0 };
    if (!read_names(reader, &list) ||
        !rule_data_check_needles(reader, list.names, list.count))
        return false;
    struct rule_fact *fact = arena_alloc(&set->arena, sizeof(*fact));
    fact->name = arena_text(&set->arena, key);
    fact->needles = list.names;
    fact->needle_count = list.count;
    ruleset_add_fact(set, fact);
    return true;
}

/* A pattern that the set owns, or NULL. */
static struct regex *make_regex(struct json_reader *reader)
{
    struct logdoc_error error;
    const char *text = json_text(reader);
    if (!text)
        return NULL;
    struct regex *regex = ruleset_regex(set_of(reader), text, "", &error);
    if (!regex)
        json_fail(reader, "%s", error.text);
    return regex;
}

static bool read_regex(struct json_reader *reader, const struct json_field *field,
                       void *object)
{
    struct regex *regex = make_regex(reader);
    if (regex)
        json_store(field, object, &regex, sizeof(struct regex *));
    return regex != NULL;
}

static bool add_regex(struct json_reader *reader, void *user)
{
    struct regex *regex = make_regex(reader);
    if (regex)
        memcpy(json_array_add(user), &regex, sizeof(struct regex *));
    return regex != NULL;
}

bool rule_data_read_regexes(struct json_reader *reader, const struct json_field *field,
                            void *object)
{
    struct json_array patterns = { .item_size = sizeof(struct regex *) };
    bool read = json_list(reader, add_regex, &patterns);
    if (read && patterns.count == 0)
        read = json_fail(reader, "needs at least one pattern");
    return json_array_keep(&patterns, read, reader, field, object);
}

bool rule_data_read_bool(struct json_reader *reader, const struct json_field *field,
                         void *object)
{
    logdoc_str rest = { NULL, 0 };
    json_peek(reader);
    rest = str_from_offset(reader->text, reader->at);
    bool value = str_starts(rest, STR("true"));
    if (!value && !str_starts(rest, STR("false")))
        return json_fail(reader, "must be true or false");
    reader->at += value ? 4 : 5;
    json_store(field, object, &value, sizeof(value));
    return true;
}

static const char *role_name(unsigned role)
{
    static const char *const names[] = { [TRACE_TEXT] = "text",
                                         [TRACE_FRAME] = "frame",
                                         [TRACE_EXCEPTION] = "exception",
                                         [TRACE_CHAIN_CAUSE] = "chain-cause",
                                         [TRACE_CHAIN_CONTEXT] = "chain-context" };
    return role < sizeof(names) / sizeof(names[0]) ? names[role] : NULL;
}

static const struct json_field step_fields[] = {
    { .key = "from",
      .read = json_read_texts,
      .at = offsetof(struct trace_step, from),
      .count_at = offsetof(struct trace_step, from_count),
      .required = true },
    { .key = "needles",
      .read = json_read_texts,
      .at = offsetof(struct trace_step, needles),
      .count_at = offsetof(struct trace_step, needle_count) },
    { .key = "match",
      .read = read_regex,
      .at = offsetof(struct trace_step, pattern),
      .required = true },
    { .key = "to",
      .read = json_read_text,
      .at = offsetof(struct trace_step, to),
      .required = true },
    { .key = "role",
      .read = json_read_choice,
      .at = offsetof(struct trace_step, role),
      .choice = role_name,
      .required = true },
};

static const struct json_items step_items = { step_fields,
                                              sizeof(step_fields) /
                                                  sizeof(step_fields[0]),
                                              sizeof(struct trace_step), NULL };

static bool has_name(const char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static bool check_needles(struct json_reader *reader, const struct trace_step *step)
{
    if (has_name(step->from, step->from_count, "start"))
        return rule_data_check_needles(reader, step->needles, step->needle_count);
    return step->needle_count == 0 ||
           json_fail(reader, "only a step from 'start' has needles");
}

/* TRACE_START, or 1 + the first step that leads there; TRACE_STATES: none does. */
static unsigned state_number(const struct trace_grammar *grammar, const char *state)
{
    if (strcmp(state, "start") == 0)
        return TRACE_START;
    for (unsigned i = 0; i < grammar->step_count; i++)
        if (strcmp(grammar->steps[i].to, state) == 0)
            return i + 1;
    return TRACE_STATES;
}

static void find_groups(struct trace_step *step)
{
    bool frame = step->role == TRACE_FRAME;
    step->file_type = regex_group(step->pattern, frame ? STR("file") : STR("type"));
    step->number = regex_group(step->pattern, STR("line"));
    step->detail = regex_group(step->pattern, frame ? STR("function") : STR("message"));
}

static bool link_step(struct json_reader *reader, const struct trace_grammar *grammar,
                      struct trace_step *step)
{
    find_groups(step);
    if (step->from_count == 0)
        return json_fail(reader, "'from' names no state");
    step->to_state = state_number(grammar, step->to);
    for (size_t i = 0; i < step->from_count; i++) {
        unsigned state = state_number(grammar, step->from[i]);
        if (state == TRACE_STATES)
            return json_fail(reader, "no step leads to the state '%s'", step->from[i]);
        step->from_states |= UINT64_C(1) << state;
    }
    return check_needles(reader, step);
}

static bool read_steps(struct json_reader *reader, const struct json_field *field,
                       void *object)
{
    struct trace_grammar *grammar = object;
    if (!json_read_items(reader, field, object))
        return false;
    if (grammar->step_count == 0 || grammar->step_count > STEP_CAP)
        return json_fail(reader, "must be a list of 1 to %d steps", STEP_CAP);
    for (size_t i = 0; i < grammar->step_count; i++) {
        json_enter_item(reader, i);
        if (!link_step(reader, grammar, &grammar->steps[i]))
            return false;
        json_leave(reader);
    }
    return true;
}

static const struct json_field grammar_fields[] = {
    { .key = "language",
      .read = json_read_text,
      .at = offsetof(struct trace_grammar, language),
      .required = true },
    { .key = "innermost_last",
      .read = rule_data_read_bool,
      .at = offsetof(struct trace_grammar, innermost_last) },
    { .key = "cause_last",
      .read = rule_data_read_bool,
      .at = offsetof(struct trace_grammar, cause_last) },
    { .key = "foreign",
      .read = read_regex,
      .at = offsetof(struct trace_grammar, foreign),
      .required = true },
    { .key = "steps",
      .read = read_steps,
      .at = offsetof(struct trace_grammar, steps),
      .count_at = offsetof(struct trace_grammar, step_count),
      .items = &step_items,
      .required = true },
};

static bool read_grammar(struct json_reader *reader, void *user)
{
    (void)user;
    struct logdoc_ruleset *set = set_of(reader);
    size_t count = sizeof(grammar_fields) / sizeof(grammar_fields[0]);
    struct trace_grammar *grammar = arena_alloc(&set->arena, sizeof(*grammar));
    if (!json_read_fields(reader, grammar_fields, count, grammar))
        return false;
    if (ruleset_grammar(set, grammar->language))
        return json_fail(reader, "the language '%s' is there already", grammar->language);
    return ruleset_add_grammar(set, grammar) ||
           json_fail(reader, "there are more than %d steps from 'start'",
                     TRACE_STARTS_CAP);
}

static bool read_groups(struct json_reader *reader, const struct json_field *field,
                        void *object)
{
    (void)field;
    return json_each(reader, read_group, object);
}

static bool read_tables(struct json_reader *reader, const struct json_field *field,
                        void *object)
{
    (void)field;
    return json_each(reader, read_table, object);
}

static bool read_facts(struct json_reader *reader, const struct json_field *field,
                       void *object)
{
    (void)field;
    return json_each(reader, read_fact, object);
}

static bool read_traces(struct json_reader *reader, const struct json_field *field,
                        void *object)
{
    (void)field;
    return json_list(reader, read_grammar, object);
}

static const struct json_field calm_fields[] = {
    { .key = "needles",
      .read = json_read_texts,
      .at = offsetof(struct calm_line, needles),
      .count_at = offsetof(struct calm_line, needle_count),
      .required = true },
    { .key = "match",
      .read = read_regex,
      .at = offsetof(struct calm_line, pattern),
      .required = true },
};

static bool read_way(struct json_reader *reader, struct calm_line *way)
{
    if (!json_read_fields(reader, calm_fields, 2, way))
        return false;
    json_enter(reader, STR("needles"));
    if (!rule_data_check_needles(reader, way->needles, way->needle_count))
        return false;
    json_leave(reader);
    return true;
}

/* A pattern alone is asked of every line that calls a rule. */
static bool read_calm_line(struct json_reader *reader, void *user)
{
    struct logdoc_ruleset *set = user;
    struct calm_line way = { NULL, 0, NULL };
    if (json_peek(reader) != '{')
        way.pattern = make_regex(reader);
    else if (!read_way(reader, &way))
        return false;
    if (!way.pattern)
        return false;
    return calm_lines_add(&set->calm, &way) ||
           json_fail(reader, "there are more than %d patterns", CALM_LINES_CAP);
}

static bool read_calm(struct json_reader *reader, const struct json_field *field,
                      void *object)
{
    (void)field;
    (void)object;
    size_t before = set_of(reader)->calm.ways.count;
    return json_list(reader, read_calm_line, set_of(reader)) &&
           (set_of(reader)->calm.ways.count > before ||
            json_fail(reader, "needs at least one pattern"));
}

static bool read_about(struct json_reader *reader, const struct json_field *field,
                       void *object)
{
    (void)field;
    (void)object;
    logdoc_str text = { NULL, 0 };
    return json_view(reader, &text);
}

bool rule_data_read(struct json_reader *reader, json_read *read_rules)
{
    const struct json_field fields[] = {
        { .key = "about", .read = read_about },
        { .key = "groups", .read = read_groups },
        { .key = "tables", .read = read_tables },
        { .key = "facts", .read = read_facts },
        { .key = "traces", .read = read_traces },
        { .key = "calm", .read = read_calm },
        { .key = "rules", .read = read_rules },
    };
    return json_read_fields(reader, fields, sizeof(fields) / sizeof(fields[0]), NULL) &&
           json_end(reader);
}
