/* SPDX-License-Identifier: MIT
 * Reads a rule's texts now, or keeps where they stand until somebody wants them. */
#include "later_json.h"

#include "ruleset.h"
#include "str.h"

static bool read_value(struct json_reader *reader, const struct json_field *field,
                       void *object)
{
    if (field->items)
        return json_read_items(reader, field, object);
    return field->count_at ? json_read_texts(reader, field, object)
                           : json_read_text(reader, field, object);
}

/* Texts or a list of objects, now or when ruleset_complete() asks for it. */
bool later_json_read(struct json_reader *reader, const struct json_field *field,
                     void *object)
{
    struct rule *rule = object;
    logdoc_str text = { NULL, 0 };
    if (!((const struct logdoc_ruleset *)reader->user)->reads_later)
        return read_value(reader, field, object);
    if (!json_skip(reader, &text))
        return false;
    rule->later[rule->later_count++] = (struct rule_later){ field, text };
    return true;
}

bool ruleset_complete(struct logdoc_ruleset *set, const struct rule *wanted,
                      struct logdoc_error *error)
{
    struct rule *rule = set->rules.items[wanted->number];
    for (; rule->later_count > 0; rule->later_count--) {
        const struct rule_later *later = &rule->later[rule->later_count - 1];
        struct json_reader reader = { .arena = &set->arena,
                                      .file = rule->file,
                                      .rule = rule->id,
                                      .user = set,
                                      .text = later->text,
                                      .error = error };
        json_enter(&reader, str_from(later->field->key));
        if (!read_value(&reader, later->field, rule))
            return false;
    }
    return true;
}

bool ruleset_complete_all(struct logdoc_ruleset *set, struct logdoc_error *error)
{
    for (size_t i = 0; i < set->rules.count; i++)
        if (!ruleset_complete(set, set->rules.items[i], error))
            return false;
    return true;
}
