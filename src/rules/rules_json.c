/* SPDX-License-Identifier: MIT
 * Reads the rules of a file: a table for every kind of object, then what the keys of one
 * rule say about each other. */
#include "rules_json.h"

#include "error.h"
#include "rule_captures.h"
#include "rule_data_json.h"
#include "str.h"
#include "strbuf.h"

#define FILE_CAP (16U * 1024 * 1024)
#define LINES_CAP ((size_t)1024 * 1024)
#define RULE_CAP 10000
#define LATER ((unsigned)RULE_MATCHING | (unsigned)RULE_TELLING)

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

static const char *capture_type_name(unsigned type)
{
    static const char *const names[] = {
        [CAPTURE_TEXT] = "text",       [CAPTURE_MODULE] = "module",
        [CAPTURE_PACKAGE] = "package", [CAPTURE_VARIABLE] = "variable",
        [CAPTURE_PATH] = "path",       [CAPTURE_HOST] = "host",
        [CAPTURE_NUMBER] = "number",   [CAPTURE_NAME] = "name",
        [CAPTURE_LINE] = "line"
    };
    return type < sizeof(names) / sizeof(names[0]) ? names[type] : NULL;
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

/* From here on an error says the id instead of the number. */
static bool read_id(struct json_reader *reader, const struct json_field *field,
                    void *object)
{
    if (!json_read_text(reader, field, object))
        return false;
    const char *id = ((struct rule *)object)->id;
    if (!is_id(id))
        return json_fail(reader, "'%.60s' must be lower-case words joined by '-'", id);
    reader->rule = id;
    reader->rule_depth = reader->depth - 1;
    return true;
}

static bool add_capture(struct json_reader *reader, logdoc_str key, void *user)
{
    struct json_array *captures = user;
    unsigned type = 0;
    if (!json_choose(reader, capture_type_name, &type))
        return false;
    struct rule_capture *capture = json_array_add(captures);
    capture->name = arena_str(reader->arena, key);
    capture->type = type;
    return true;
}

/* What the author declares; collect_captures() makes the whole list of it. */
static bool read_captures(struct json_reader *reader, const struct json_field *field,
                          void *object)
{
    struct json_array captures = { .item_size = sizeof(struct rule_capture) };
    return json_array_keep(&captures, json_each(reader, add_capture, &captures), reader,
                           field, object);
}

/* The table may come in a later file: ruleset_link() looks whether it has come. */
static bool read_table_name(struct json_reader *reader, const struct json_field *field,
                            void *object)
{
    logdoc_str name = { NULL, 0 };
    if (!json_view(reader, &name))
        return false;
    const struct table *table = ruleset_get_table(set_of(reader), name);
    json_store(field, object, &table, sizeof(const struct table *));
    return true;
}

static const struct json_field lookup_fields[] = {
    { .key = "table",
      .read = read_table_name,
      .at = offsetof(struct rule_lookup, table),
      .required = true },
    { .key = "key",
      .read = json_read_text,
      .at = offsetof(struct rule_lookup, key),
      .required = true },
};

static bool add_lookup(struct json_reader *reader, logdoc_str key, void *user)
{
    struct rule_lookup *lookup = json_array_add(user);
    lookup->name = arena_text(reader->arena, key);
    return json_read_fields(reader, lookup_fields, 2, lookup);
}

static bool read_lookups(struct json_reader *reader, const struct json_field *field,
                         void *object)
{
    struct json_array lookups = { .item_size = sizeof(struct rule_lookup) };
    return json_array_keep(&lookups, json_each(reader, add_lookup, &lookups), reader,
                           field, object);
}

static bool add_line(struct json_reader *reader, void *user)
{
    logdoc_str line = { NULL, 0 };
    if (!json_view(reader, &line))
        return false;
    strbuf_add_str(user, line);
    strbuf_add_char(user, '\n');
    return true;
}

/* The lines of an example, as a log has them. */
static bool read_log(struct json_reader *reader, const struct json_field *field,
                     void *object)
{
    struct strbuf lines;
    strbuf_init(&lines, LINES_CAP);
    bool read = json_list(reader, add_line, &lines);
    if (read && (lines.len == 0 || lines.truncated))
        read = json_fail(reader, "must be one line or more, of %zu bytes at most",
                         LINES_CAP);
    if (read) {
        const char *text = arena_text(reader->arena, strbuf_str(&lines));
        json_store(field, object, &text, sizeof(text));
    }
    strbuf_release(&lines);
    return read;
}

static bool add_scope(struct json_reader *reader, void *user)
{
    unsigned bit = 0;
    unsigned *set = user;
    if (!json_choose(reader, scope_name, &bit))
        return false;
    *set |= 1U << bit;
    return true;
}

static bool read_scope(struct json_reader *reader, const struct json_field *field,
                       void *object)
{
    unsigned set = 0;
    if (!json_list(reader, add_scope, &set))
        return false;
    json_store(field, object, &set, sizeof(set));
    return set || json_fail(reader, "must not be empty");
}

/* Where the rest of a built-in rule begins. */
static bool read_rest(struct json_reader *reader, const struct json_field *field,
                      void *object)
{
    logdoc_str rest = { NULL, 0 };
    if (!set_of(reader)->rests.at)
        return json_fail(reader, "unknown key");
    if (!rule_data_read_rest(reader, &rest))
        return false;
    json_store(field, object, &rest, sizeof(rest));
    return true;
}

/* A key that is there or not; "true" is its only value. */
static bool read_true(struct json_reader *reader, const struct json_field *field,
                      void *object)
{
    const bool yes = true;
    json_peek(reader);
    if (!str_starts(str_from_offset(reader->text, reader->at), STR("true")))
        return json_fail(reader, "must be true, or left out");
    reader->at += 4;
    json_store(field, object, &yes, sizeof(yes));
    return true;
}

/* clang-format off */
static const struct json_field edit_fields[] = {
    { .key = "file", .read = json_read_text, .required = true,
      .at = offsetof(struct rule_edit, file) },
    { .key = "op", .read = json_read_text, .required = true,
      .at = offsetof(struct rule_edit, op) },
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
    { .key = "log", .read = read_log, .required = true,
      .at = offsetof(struct rule_example, log) },
    { .key = "subject", .read = json_read_text,
      .at = offsetof(struct rule_example, subject) },
};
static const struct json_items examples = {
    .fields = example_fields, .field_count = sizeof(example_fields) / sizeof(example_fields[0]),
    .size = sizeof(struct rule_example), .initial = NULL };

static const struct json_field reject_fields[] = {
    { .key = "log", .read = read_log, .required = true,
      .at = offsetof(struct rule_example, log) },
    { .key = "because", .read = json_read_text, .required = true,
      .at = offsetof(struct rule_example, because) },
};
static const struct json_items rejects = {
    .fields = reject_fields, .field_count = sizeof(reject_fields) / sizeof(reject_fields[0]),
    .size = sizeof(struct rule_example), .initial = NULL };

/* Those that a start reads stand first. */
static const struct json_field rule_fields[] = {
    { .key = "id", .part = RULE_START, .read = read_id, .required = true,
      .at = offsetof(struct rule, id) },
    { .key = "scope", .part = RULE_START, .read = read_scope,
      .at = offsetof(struct rule, scope) },
    { .key = "needles", .part = RULE_START, .read = json_read_texts,
      .at = offsetof(struct rule, needles),
      .count_at = offsetof(struct rule, needle_count) },
    { .key = "trace", .part = RULE_START, .read = json_read_text,
      .at = offsetof(struct rule, trace) },
    { .key = "lines", .part = RULE_START, .read = rule_data_read_number,
      .at = offsetof(struct rule, lines), .low = 1, .high = 40 },
    { .key = "calm", .part = RULE_START, .read = rule_data_read_bool,
      .at = offsetof(struct rule, calm) },
    { .key = "symptom", .part = RULE_START, .read = json_read_text,
      .at = offsetof(struct rule, symptom) },
    { .key = "weight", .part = RULE_START, .read = rule_data_read_number,
      .at = offsetof(struct rule, weight), .low = 0, .high = RULE_MOST_WEIGHT },
    { .key = "check", .part = RULE_START, .read = json_read_text,
      .at = offsetof(struct rule, check) },
    { .key = "files", .part = RULE_START, .read = json_read_texts,
      .at = offsetof(struct rule, files), .count_at = offsetof(struct rule, file_count) },
    { .key = "rest", .part = RULE_START, .read = read_rest,
      .at = offsetof(struct rule, rest) },
    { .key = "title", .part = RULE_MATCHING, .read = json_read_text, .required = true,
      .at = offsetof(struct rule, title) },
    { .key = "severity", .part = RULE_MATCHING, .read = json_read_choice,
      .at = offsetof(struct rule, severity), .choice = severity_name },
    { .key = "fault", .part = RULE_MATCHING, .read = json_read_choice,
      .at = offsetof(struct rule, fault), .choice = fault_name },
    { .key = "confidence", .part = RULE_MATCHING, .read = json_read_choice,
      .at = offsetof(struct rule, confidence), .choice = confidence_name },
    { .key = "match", .part = RULE_MATCHING, .read = rule_data_read_regexes,
      .at = offsetof(struct rule, patterns),
      .count_at = offsetof(struct rule, pattern_count) },
    { .key = "unless", .part = RULE_MATCHING, .read = rule_data_read_regexes,
      .at = offsetof(struct rule, vetoes),
      .count_at = offsetof(struct rule, veto_count) },
    { .key = "before", .part = RULE_MATCHING, .read = rule_data_read_number,
      .at = offsetof(struct rule, before), .low = 0, .high = 8 },
    { .key = "skip", .part = RULE_MATCHING, .read = rule_data_read_regexes,
      .at = offsetof(struct rule, skips), .count_at = offsetof(struct rule, skip_count) },
    { .key = "where", .part = RULE_MATCHING, .read = json_read_texts,
      .at = offsetof(struct rule, predicates),
      .count_at = offsetof(struct rule, predicate_count) },
    { .key = "captures", .part = RULE_MATCHING, .read = read_captures,
      .at = offsetof(struct rule, captures),
      .count_at = offsetof(struct rule, capture_count) },
    { .key = "lookup", .part = RULE_MATCHING, .read = read_lookups,
      .at = offsetof(struct rule, lookups),
      .count_at = offsetof(struct rule, lookup_count) },
    { .key = "subject", .part = RULE_MATCHING, .read = json_read_text,
      .at = offsetof(struct rule, subject) },
    { .key = "explains", .part = RULE_MATCHING, .read = json_read_texts,
      .at = offsetof(struct rule, explains),
      .count_at = offsetof(struct rule, explain_count) },
    { .key = "echo", .part = RULE_MATCHING, .read = read_true,
      .at = offsetof(struct rule, echo) },
    { .key = "lasts", .part = RULE_MATCHING, .read = read_true,
      .at = offsetof(struct rule, lasts) },
    { .key = "code", .part = RULE_MATCHING, .read = json_read_text,
      .at = offsetof(struct rule, code) },
    { .key = "needs", .part = RULE_MATCHING, .read = json_read_texts,
      .at = offsetof(struct rule, needs), .count_at = offsetof(struct rule, need_count) },
    { .key = "build-goes-on", .part = RULE_MATCHING, .read = read_true,
      .at = offsetof(struct rule, build_goes_on) },
    { .key = "window", .part = RULE_MATCHING, .read = rule_data_read_number,
      .at = offsetof(struct rule, window), .low = 0, .high = 86400 },
    { .key = "refines", .part = RULE_MATCHING, .read = json_read_texts,
      .at = offsetof(struct rule, refines),
      .count_at = offsetof(struct rule, refine_count) },
    { .key = "same-subject", .part = RULE_MATCHING, .read = read_true,
      .at = offsetof(struct rule, same_subject) },
    { .key = "only-refines", .part = RULE_MATCHING, .read = read_true,
      .at = offsetof(struct rule, only_refines) },
    { .key = "why", .part = RULE_TELLING, .read = json_read_text, .required = true,
      .at = offsetof(struct rule, why) },
    { .key = "fixes", .part = RULE_TELLING, .read = json_read_items, .required = true,
      .at = offsetof(struct rule, fixes), .count_at = offsetof(struct rule, fix_count),
      .items = &fixes },
    { .key = "docs", .part = RULE_TELLING, .read = json_read_texts,
      .at = offsetof(struct rule, docs), .count_at = offsetof(struct rule, doc_count) },
    { .key = "examples", .part = RULE_TELLING, .read = json_read_items,
      .at = offsetof(struct rule, examples),
      .count_at = offsetof(struct rule, example_count), .items = &examples },
    { .key = "rejects", .part = RULE_TELLING, .read = json_read_items,
      .at = offsetof(struct rule, rejects),
      .count_at = offsetof(struct rule, reject_count), .items = &rejects },
};
/* clang-format on */
#define RULE_FIELDS (sizeof(rule_fields) / sizeof(rule_fields[0]))

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

/* Does only what nobody else explained call for the rule? */
static bool is_catch_all(const struct rule *rule)
{
    return rule->trace && !rule->needles;
}

static bool check_needles(struct json_reader *reader, const struct rule *rule)
{
    if (rule->check || (is_catch_all(rule) && !rule->patterns))
        return true;
    json_enter(reader, STR("needles"));
    if (!rule_data_check_needles(reader, rule->needles, rule->needle_count))
        return false;
    json_leave(reader);
    return true;
}

static bool check_match(struct json_reader *reader, const struct rule *rule)
{
    return rule->patterns || is_catch_all(rule) || rule->check ||
           json_fail(reader, "the key 'match' is missing");
}

/* When all is read that says how the rule matches. */
static bool settle(struct json_reader *reader, struct rule *rule)
{
    if (!rule->code)
        rule->code = rule->symptom;
    return rule_captures_settle(reader, rule);
}

static bool read_rule(struct json_reader *reader, void *user)
{
    struct logdoc_ruleset *set = user;
    struct rule *rule = arena_alloc(reader->arena, sizeof(*rule));
    *rule = new_rule;
    rule->file = reader->file;
    if (set->rules.count >= RULE_CAP)
        return json_fail(reader, "there are more than %d rules", RULE_CAP);
    if (!json_read_fields(reader, rule_fields, RULE_FIELDS, rule))
        return false;
    rule->waiting = reader->skips;
    bool added = (rule->waiting || check_match(reader, rule)) &&
                 check_needles(reader, rule) && (rule->waiting || settle(reader, rule)) &&
                 ruleset_add(set, rule, reader->error);
    reader->rule = NULL;
    return added;
}

static bool read_rules(struct json_reader *reader, const struct json_field *field,
                       void *object)
{
    (void)field;
    (void)object;
    return json_list(reader, read_rule, set_of(reader));
}

bool rules_json_load(struct logdoc_ruleset *set, const char *name, logdoc_str json,
                     struct logdoc_error *error)
{
    struct json_reader reader = { .arena = &set->arena,
                                  .file = arena_text(&set->arena, str_from(name)),
                                  .skips = set->rests.at ? LATER : 0,
                                  .user = set,
                                  .text = json,
                                  .error = error };
    if (json.len > FILE_CAP)
        return error_set(error, name, "a rule file is at most %u bytes", FILE_CAP);
    return rule_data_read(&reader, read_rules);
}

bool rules_json_load_split(struct logdoc_ruleset *set, const char *name, logdoc_str heads,
                           logdoc_str rests, struct logdoc_error *error)
{
    set->rests = rests;
    bool loaded = rules_json_load(set, name, heads, error);
    set->rests = (logdoc_str){ NULL, 0 };
    return loaded;
}

bool rules_json_read_rest(struct logdoc_ruleset *set, struct rule *rule,
                          enum rule_part part, struct logdoc_error *error)
{
    struct json_reader reader = { .arena = &set->arena,
                                  .file = rule->file,
                                  .rule = rule->id,
                                  .skips = (LATER | RULE_START) & ~(unsigned)part,
                                  .user = set,
                                  .text = rule->rest,
                                  .error = error };
    return json_read_fields(&reader, rule_fields, RULE_FIELDS, rule) &&
           (part != RULE_MATCHING ||
            (check_match(&reader, rule) && settle(&reader, rule)));
}

bool rules_json_waits(logdoc_str key)
{
    for (size_t i = 0; i < RULE_FIELDS; i++)
        if (str_equal(str_from(rule_fields[i].key), key))
            return rule_fields[i].part & LATER;
    return false;
}
