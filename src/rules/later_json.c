/* SPDX-License-Identifier: MIT
 * Reads a rule's keys now, or keeps where they stand until somebody wants them. */
#include "later_json.h"

#include "rules_json.h"
#include "str.h"

static bool reads_later(const struct json_reader *reader)
{
    return ((const struct logdoc_ruleset *)reader->user)->reads_later;
}

static bool keep(struct json_reader *reader, const struct json_field *field,
                 struct rule_later *later)
{
    logdoc_str text = { NULL, 0 };
    if (!json_skip(reader, &text))
        return false;
    later->keys[later->count].field = field;
    later->keys[later->count++].text = text;
    return true;
}

static bool read_telling(struct json_reader *reader, const struct json_field *field,
                         void *object)
{
    if (field->items)
        return json_read_items(reader, field, object);
    return field->count_at ? json_read_texts(reader, field, object)
                           : json_read_text(reader, field, object);
}

bool later_json_telling(struct json_reader *reader, const struct json_field *field,
                        void *object)
{
    return reads_later(reader) ? keep(reader, field, &((struct rule *)object)->telling)
                               : read_telling(reader, field, object);
}

bool later_json_matching(struct json_reader *reader, const struct json_field *field,
                         void *object)
{
    return reads_later(reader) ? keep(reader, field, &((struct rule *)object)->matching)
                               : field->now(reader, field, object);
}

static bool read_key(struct json_reader *reader, const struct json_field *field,
                     struct rule *rule)
{
    json_enter(reader, str_from(field->key));
    bool read =
        field->now ? field->now(reader, field, rule) : read_telling(reader, field, rule);
    if (read)
        json_leave(reader);
    return read;
}

static bool read_kept(struct logdoc_ruleset *set, struct rule *rule,
                      struct rule_later *later, struct logdoc_error *error)
{
    for (; later->count > 0; later->count--) {
        struct json_reader reader = { .arena = &set->arena,
                                      .file = rule->file,
                                      .rule = rule->id,
                                      .user = set,
                                      .text = later->keys[later->count - 1].text,
                                      .error = error };
        if (!read_key(&reader, later->keys[later->count - 1].field, rule) ||
            (later == &rule->matching && later->count == 1 &&
             !rules_json_settle(&reader, rule)))
            return false;
    }
    return true;
}

bool ruleset_wake(struct logdoc_ruleset *set, const struct rule *wanted,
                  struct logdoc_error *error)
{
    struct rule *rule = set->rules.items[wanted->number];
    return rule->matching.count == 0 || read_kept(set, rule, &rule->matching, error);
}

bool ruleset_complete(struct logdoc_ruleset *set, const struct rule *wanted,
                      struct logdoc_error *error)
{
    struct rule *rule = set->rules.items[wanted->number];
    return ruleset_wake(set, rule, error) && read_kept(set, rule, &rule->telling, error);
}

bool ruleset_complete_all(struct logdoc_ruleset *set, struct logdoc_error *error)
{
    for (size_t i = 0; i < set->rules.count; i++)
        if (!ruleset_complete(set, set->rules.items[i], error))
            return false;
    return true;
}
