/* SPDX-License-Identifier: MIT
 * Reads the rules of a file: a table for every kind of object, then what the keys of one
 * rule say about each other. */
#include "rules_json.h"

#include "error.h"
#include "rule_data_json.h"
#include "str.h"

#define RULE_FILE_CAP ((size_t)16 * 1024 * 1024)
#define RULE_CAP 10000

struct rules_file {
    char *name;
    json_t *root;
};

static struct logdoc_ruleset *set_of(const struct json_reader *reader)
{
    return reader->user;
}

static const char *severity_name(unsigned value)
{
    return value <= LOGDOC_FATAL ? logdoc_severity_name(value) : NULL;
}

static const char *fault_name(unsigned value)
{
    return value <= LOGDOC_FAULT_CLIENT ? logdoc_fault_name(value) : NULL;
}

static const char *confidence_name(unsigned value)
{
    return value <= LOGDOC_HIGH ? logdoc_confidence_name(value) : NULL;
}

/* In the order of the bits of enum scope. */
static const char *scope_name(unsigned bit)
{
    static const char *const names[] = { "app",   "dyno",  "router",  "api",
                                         "addon", "build", "logplex", "plain" };
    return bit < sizeof(names) / sizeof(names[0]) ? names[bit] : NULL;
}

static const char *capture_type_name(unsigned type)
{
    static const char *const names[] = {
        [CAPTURE_TEXT] = "text",       [CAPTURE_MODULE] = "module",
        [CAPTURE_PACKAGE] = "package", [CAPTURE_VARIABLE] = "variable",
        [CAPTURE_PATH] = "path",       [CAPTURE_HOST] = "host",
        [CAPTURE_NUMBER] = "number",   [CAPTURE_NAME] = "name"
    };
    return type < sizeof(names) / sizeof(names[0]) ? names[type] : NULL;
}

/* A list that is being filled. */
struct captures {
    struct rule_capture *items;
    size_t count;
};

static bool read_capture(struct json_reader *reader, const char *key, json_t *value,
                         void *user)
{
    static const struct json_field type = { .at = offsetof(struct rule_capture, type),
                                            .choice = capture_type_name };
    struct captures *captures = user;
    struct rule_capture *capture = &captures->items[captures->count++];
    capture->name = arena_text(reader->arena, str_from(key));
    return json_read_choice(reader, value, &type, capture);
}

/* What the author declares; collect_captures() makes the whole list of it. */
static bool read_captures(struct json_reader *reader, json_t *value,
                          const struct json_field *field, void *object)
{
    (void)field;
    struct rule *rule = object;
    size_t count = json_object_size(value);
    struct captures captures = {
        arena_array(reader->arena, count, sizeof(*captures.items)), 0
    };
    rule->captures = captures.items;
    rule->capture_count = count;
    return json_each(reader, value, read_capture, &captures);
}

static bool read_table_name(struct json_reader *reader, json_t *value,
                            const struct json_field *field, void *object)
{
    (void)field;
    struct rule_lookup *lookup = object;
    logdoc_str name;
    if (!json_view(reader, value, &name))
        return false;
    lookup->table = ruleset_table(set_of(reader), name.at);
    return lookup->table || json_fail(reader, "unknown table '%s'", name.at);
}

static const struct json_field lookup_fields[] = {
    { .key = "table", .read = read_table_name, .required = true },
    { .key = "key",
      .read = json_read_text,
      .at = offsetof(struct rule_lookup, key),
      .required = true },
};

static bool read_lookup(struct json_reader *reader, const char *key, json_t *value,
                        void *user)
{
    struct rule_lookup **next = user;
    struct rule_lookup *lookup = (*next)++;
    lookup->name = arena_text(reader->arena, str_from(key));
    return json_read_fields(reader, value, lookup_fields, 2, lookup);
}

static bool read_lookups(struct json_reader *reader, json_t *value,
                         const struct json_field *field, void *object)
{
    (void)field;
    struct rule *rule = object;
    size_t count = json_object_size(value);
    struct rule_lookup *lookups = arena_array(reader->arena, count, sizeof(*lookups));
    rule->lookups = lookups;
    rule->lookup_count = count;
    return json_each(reader, value, read_lookup, &lookups);
}

static const char *operation_name(unsigned operation)
{
    static const char *const names[] = { "add-line", "replace-line", "remove-line",
                                         "create-file" };
    return operation < sizeof(names) / sizeof(names[0]) ? names[operation] : NULL;
}

/* clang-format off */
static const struct json_field edit_fields[] = {
    { .key = "file", .read = json_read_text, .required = true,
      .at = offsetof(struct rule_edit, file) },
    { .key = "op", .read = json_read_word, .required = true,
      .at = offsetof(struct rule_edit, op), .choice = operation_name },
    { .key = "text", .read = json_read_text, .at = offsetof(struct rule_edit, text) },
    { .key = "old", .read = json_read_text, .at = offsetof(struct rule_edit, old) },
};
static const struct rule_edit new_edit = { .text = "", .old = "" };
static const struct json_items edits = {
    .fields = edit_fields, .field_count = sizeof(edit_fields) / sizeof(edit_fields[0]),
    .size = sizeof(struct rule_edit), .initial = &new_edit };

static const struct json_field fix_fields[] = {
    { .key = "if", .read = json_read_texts,
      .at = offsetof(struct rule_fix, conditions),
      .count_at = offsetof(struct rule_fix, condition_count) },
    { .key = "summary", .read = json_read_text, .required = true,
      .at = offsetof(struct rule_fix, summary) },
    { .key = "detail", .read = json_read_text, .at = offsetof(struct rule_fix, detail) },
    { .key = "edits", .read = json_read_items,
      .at = offsetof(struct rule_fix, edits),
      .count_at = offsetof(struct rule_fix, edit_count), .items = &edits },
    { .key = "commands", .read = json_read_texts,
      .at = offsetof(struct rule_fix, commands),
      .count_at = offsetof(struct rule_fix, command_count) },
    { .key = "confidence", .read = json_read_choice,
      .at = offsetof(struct rule_fix, confidence), .choice = confidence_name },
};
static const struct rule_fix new_fix = { .detail = "", .confidence = LOGDOC_MEDIUM };
static const struct json_items fixes = {
    .fields = fix_fields, .field_count = sizeof(fix_fields) / sizeof(fix_fields[0]),
    .size = sizeof(struct rule_fix), .initial = &new_fix };

static const struct json_field example_fields[] = {
    { .key = "log", .read = json_read_lines, .required = true,
      .at = offsetof(struct rule_example, log) },
    { .key = "subject", .read = json_read_text,
      .at = offsetof(struct rule_example, subject) },
};
static const struct json_items examples = {
    .fields = example_fields, .field_count = sizeof(example_fields) / sizeof(example_fields[0]),
    .size = sizeof(struct rule_example), .initial = NULL };

static const struct json_field reject_fields[] = {
    { .key = "log", .read = json_read_lines, .required = true,
      .at = offsetof(struct rule_example, log) },
    { .key = "because", .read = json_read_text, .required = true,
      .at = offsetof(struct rule_example, because) },
};
static const struct json_items rejects = {
    .fields = reject_fields, .field_count = sizeof(reject_fields) / sizeof(reject_fields[0]),
    .size = sizeof(struct rule_example), .initial = NULL };

static const struct json_field rule_fields[] = {
    { .key = "id", .read = json_read_text, .required = true,
      .at = offsetof(struct rule, id) },
    { .key = "title", .read = json_read_text, .required = true,
      .at = offsetof(struct rule, title) },
    { .key = "severity", .read = json_read_choice,
      .at = offsetof(struct rule, severity), .choice = severity_name },
    { .key = "fault", .read = json_read_choice,
      .at = offsetof(struct rule, fault), .choice = fault_name },
    { .key = "confidence", .read = json_read_choice,
      .at = offsetof(struct rule, confidence), .choice = confidence_name },
    { .key = "scope", .read = json_read_choices,
      .at = offsetof(struct rule, scope), .choice = scope_name },
    { .key = "needles", .read = json_read_texts,
      .at = offsetof(struct rule, needles),
      .count_at = offsetof(struct rule, needle_count) },
    { .key = "match", .read = rule_data_read_regexes,
      .at = offsetof(struct rule, patterns),
      .count_at = offsetof(struct rule, pattern_count) },
    { .key = "trace", .read = json_read_text, .at = offsetof(struct rule, trace) },
    { .key = "lines", .read = json_read_number,
      .at = offsetof(struct rule, lines), .low = 1, .high = 40 },
    { .key = "unless", .read = rule_data_read_regexes,
      .at = offsetof(struct rule, vetoes),
      .count_at = offsetof(struct rule, veto_count) },
    { .key = "where", .read = json_read_texts,
      .at = offsetof(struct rule, predicates),
      .count_at = offsetof(struct rule, predicate_count) },
    { .key = "captures", .read = read_captures },
    { .key = "lookup", .read = read_lookups },
    { .key = "subject", .read = json_read_text, .at = offsetof(struct rule, subject) },
    { .key = "why", .read = json_read_text, .required = true,
      .at = offsetof(struct rule, why) },
    { .key = "explains", .read = rule_data_read_names,
      .at = offsetof(struct rule, explains),
      .count_at = offsetof(struct rule, explain_count) },
    { .key = "symptom", .read = json_read_text, .at = offsetof(struct rule, symptom) },
    { .key = "code", .read = json_read_text, .at = offsetof(struct rule, code) },
    { .key = "needs", .read = rule_data_read_names,
      .at = offsetof(struct rule, needs), .count_at = offsetof(struct rule, need_count) },
    { .key = "window", .read = json_read_number,
      .at = offsetof(struct rule, window), .low = 0, .high = 86400 },
    { .key = "weight", .read = json_read_number,
      .at = offsetof(struct rule, weight), .low = 0, .high = 100 },
    { .key = "fixes", .read = json_read_items, .required = true,
      .at = offsetof(struct rule, fixes),
      .count_at = offsetof(struct rule, fix_count), .items = &fixes },
    { .key = "docs", .read = json_read_texts,
      .at = offsetof(struct rule, docs), .count_at = offsetof(struct rule, doc_count) },
    { .key = "examples", .read = json_read_items, .required = true,
      .at = offsetof(struct rule, examples),
      .count_at = offsetof(struct rule, example_count), .items = &examples },
    { .key = "rejects", .read = json_read_items, .required = true,
      .at = offsetof(struct rule, rejects),
      .count_at = offsetof(struct rule, reject_count), .items = &rejects },
};
/* clang-format on */

static const struct rule new_rule = {
    .subject = "",
    .severity = LOGDOC_ERROR,
    .fault = LOGDOC_FAULT_APP,
    .confidence = LOGDOC_HIGH,
    .scope = SCOPE_APP | SCOPE_BUILD | SCOPE_PLAIN,
    .lines = 1,
    .window = 120,
    .weight = 50,
};

static struct rule_capture *find_capture(const struct captures *captures,
                                         const char *name)
{
    for (size_t i = 0; i < captures->count; i++)
        if (strcmp(captures->items[i].name, name) == 0)
            return &captures->items[i];
    return NULL;
}

static size_t count_named(const struct rule *rule)
{
    size_t named = 0, count = 0;
    for (size_t i = 0; i < rule->pattern_count; i++) {
        const char *const *names = regex_group_names(rule->patterns[i], &count);
        for (size_t k = 1; k < count; k++)
            named += names[k] != NULL;
    }
    return named;
}

static void add_captures(struct captures *captures, const struct regex *pattern)
{
    size_t count = 0;
    const char *const *names = regex_group_names(pattern, &count);
    for (size_t i = 1; i < count; i++)
        if (names[i] && !find_capture(captures, names[i]))
            captures->items[captures->count++] =
                (struct rule_capture){ names[i], CAPTURE_TEXT };
}

/* Every named group of the patterns, with the type that was declared for it. */
static bool collect_captures(struct json_reader *reader, struct rule *rule)
{
    struct captures all = {
        arena_array(reader->arena, count_named(rule), sizeof(*all.items)), 0
    };
    for (size_t i = 0; i < rule->pattern_count; i++)
        add_captures(&all, rule->patterns[i]);
    json_enter(reader, "captures");
    for (size_t i = 0; i < rule->capture_count; i++) {
        const struct rule_capture *declared = &rule->captures[i];
        struct rule_capture *capture = find_capture(&all, declared->name);
        if (!capture)
            return json_fail(reader, "no pattern has a group '%s'", declared->name);
        capture->type = declared->type;
    }
    json_leave(reader);
    rule->captures = all.items;
    rule->capture_count = all.count;
    return true;
}

static bool check_lookups(struct json_reader *reader, const struct rule *rule)
{
    json_enter(reader, "lookup");
    for (size_t i = 0; i < rule->lookup_count; i++)
        for (size_t k = 0; k < rule->capture_count; k++)
            if (strcmp(rule->captures[k].name, rule->lookups[i].name) == 0)
                return json_fail(reader, "'%s' is a group of the pattern already",
                                 rule->lookups[i].name);
    json_leave(reader);
    return true;
}

static bool check_matching(struct json_reader *reader, const struct rule *rule)
{
    if (rule->trace && !ruleset_grammar(set_of(reader), rule->trace)) {
        json_enter(reader, "trace");
        return json_fail(reader, "no traces of the language '%s' are known", rule->trace);
    }
    if (rule->trace && !rule->needles && !rule->patterns)
        return true;
    if (!rule->patterns)
        return json_fail(reader, "the key 'match' is missing");
    json_enter(reader, "needles");
    if (!rule_data_check_needles(reader, rule->needles, rule->needle_count))
        return false;
    json_leave(reader);
    return true;
}

static bool check_predicates(struct json_reader *reader, const struct rule *rule)
{
    json_enter(reader, "where");
    for (size_t i = 0; i < rule->predicate_count; i++) {
        const char *name = rule->predicates[i];
        if (!hashmap_find(&set_of(reader)->predicates, str_from(name + (name[0] == '!'))))
            return json_fail(reader, "unknown predicate '%s'", name);
    }
    json_leave(reader);
    return true;
}

/* Lower-case words joined by "-". */
static bool is_id(const char *text)
{
    bool word = false;
    for (; *text; text++) {
        bool hyphen = *text == '-';
        if (!hyphen && (*text < 'a' || *text > 'z') && (*text < '0' || *text > '9'))
            return false;
        if (hyphen && !word)
            return false;
        word = !hyphen;
    }
    return word;
}

static bool check_id(struct json_reader *reader, const json_t *value)
{
    const json_t *id = json_object_get(value, "id");
    if (!json_is_object(value))
        return json_fail(reader, "must be an object");
    if (!json_is_string(id))
        return json_fail(reader, "the key 'id' is missing");
    json_enter(reader, "id");
    if (!is_id(json_string_value(id)))
        return json_fail(reader, "must be lower-case words joined by '-'");
    json_leave(reader);
    return true;
}

static bool read_rule(struct json_reader *reader, json_t *value)
{
    size_t count = sizeof(rule_fields) / sizeof(rule_fields[0]);
    struct rule *rule = arena_alloc(reader->arena, sizeof(*rule));
    *rule = new_rule;
    rule->file = arena_text(reader->arena, str_from(reader->file));
    if (!json_read_fields(reader, value, rule_fields, count, rule))
        return false;
    if (!rule->code)
        rule->code = rule->symptom;
    return check_matching(reader, rule) && collect_captures(reader, rule) &&
           check_lookups(reader, rule) && check_predicates(reader, rule) &&
           ruleset_add(set_of(reader), rule, reader->error);
}

/* Before the id is known an error says the number of the rule, then the id. */
static bool read_numbered_rule(struct json_reader *reader, json_t *value, size_t number)
{
    json_enter(reader, "rules");
    json_enter_item(reader, number);
    if (!check_id(reader, value))
        return false;
    json_leave(reader);
    json_leave(reader);
    reader->rule = json_string_value(json_object_get(value, "id"));
    return read_rule(reader, value);
}

static struct json_reader reader_of(struct logdoc_ruleset *set,
                                    const struct rules_file *file,
                                    struct logdoc_error *error)
{
    return (struct json_reader){
        .arena = &set->arena, .file = file->name, .user = set, .error = error
    };
}

struct rules_file *rules_json_parse(const char *name, logdoc_str json,
                                    struct logdoc_error *error)
{
    if (json.len > RULE_FILE_CAP) {
        error_set(error, name, "a rule file is at most %zu bytes", RULE_FILE_CAP);
        return NULL;
    }
    json_error_t problem;
    json_t *root =
        json_loadb(json.at ? json.at : "", json.len, JSON_REJECT_DUPLICATES, &problem);
    if (!root) {
        char where[160];
        snprintf(where, sizeof(where), "%s:%d:%d", name, problem.line, problem.column);
        error_set(error, where, "%s", problem.text);
        return NULL;
    }
    struct rules_file *file = mem_alloc(sizeof(*file));
    *file = (struct rules_file){ mem_copy_text(name, strlen(name)), root };
    return file;
}

void rules_json_free(struct rules_file *file)
{
    if (!file)
        return;
    json_decref(file->root);
    free(file->name);
    free(file);
}

bool rules_json_load_data(struct logdoc_ruleset *set, const struct rules_file *file,
                          struct logdoc_error *error)
{
    struct json_reader reader = reader_of(set, file, error);
    return rule_data_read(&reader, file->root);
}

bool rules_json_load_rules(struct logdoc_ruleset *set, const struct rules_file *file,
                           struct logdoc_error *error)
{
    json_t *rules = json_object_get(file->root, "rules");
    for (size_t i = 0; i < json_array_size(rules); i++) {
        struct json_reader reader = reader_of(set, file, error);
        if (set->rules.count >= RULE_CAP)
            return json_fail(&reader, "there are more than %d rules", RULE_CAP);
        if (!read_numbered_rule(&reader, json_array_get(rules, i), i))
            return false;
    }
    return true;
}
