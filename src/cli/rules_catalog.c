/* SPDX-License-Identifier: MIT
 * What `rules list --format json` prints. */
#include "rules_catalog.h"

#include <jansson.h>

#define SHAPE (JSON_INDENT(2) | JSON_ENSURE_ASCII)

static json_t *texts_value(const char *const *texts, size_t count)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(array, json_string(texts[i]));
    return array;
}

static json_t *scope_value(unsigned scope)
{
    json_t *array = json_array();
    for (unsigned bit = 0; scope_name(bit); bit++) {
        if (scope >> bit & 1)
            json_array_append_new(array, json_string(scope_name(bit)));
    }
    return array;
}

static void set(json_t *object, const char *key, json_t *value)
{
    json_object_set_new(object, key, value);
}

static json_t *rule_value(const struct rule *rule)
{
    json_t *object = json_object();
    set(object, "id", json_string(rule->id));
    set(object, "title", json_string(rule->title));
    set(object, "severity", json_string(logdoc_severity_name(rule->severity)));
    set(object, "fault", json_string(logdoc_fault_name(rule->fault)));
    set(object, "confidence", json_string(logdoc_confidence_name(rule->confidence)));
    set(object, "scope", scope_value(rule->scope));
    set(object, "symptom", rule->symptom ? json_string(rule->symptom) : json_null());
    set(object, "explains", texts_value(rule->explains, rule->explain_count));
    set(object, "needs", texts_value(rule->needs, rule->need_count));
    set(object, "why", json_string(rule->why));
    set(object, "docs", texts_value(rule->docs, rule->doc_count));
    set(object, "file", json_string(rule->file));
    set(object, "fixes", json_integer((json_int_t)rule->fix_count));
    set(object, "examples", json_integer((json_int_t)rule->example_count));
    set(object, "rejects", json_integer((json_int_t)rule->reject_count));
    return object;
}

static int add_piece(const char *at, size_t len, void *user)
{
    strbuf_add(user, at, len);
    return 0;
}

static void write_value(struct strbuf *out, json_t *value)
{
    json_dump_callback(value, add_piece, out, SHAPE);
    strbuf_add_char(out, '\n');
    json_decref(value);
}

void rules_catalog(struct strbuf *out, const struct logdoc_ruleset *rules)
{
    json_t *array = json_array();
    for (size_t i = 0; i < rules->rules.count; i++)
        json_array_append_new(array, rule_value(rules->rules.items[i]));
    write_value(out, array);
}

void rules_catalog_entry(struct strbuf *out, const struct rule *rule)
{
    write_value(out, rule_value(rule));
}
