/* SPDX-License-Identifier: MIT
 * Settles captures. */
#include "rule_captures.h"

#include "str.h"

/* A list that is being filled. */
struct captures {
    struct rule_capture *items;
    size_t count;
};

static struct rule_capture *find_capture(const struct captures *captures, logdoc_str name)
{
    for (size_t i = 0; i < captures->count; i++)
        if (str_equal(captures->items[i].name, name))
            return &captures->items[i];
    return NULL;
}

static size_t count_named(const struct rule *rule)
{
    size_t named = 0, count = 0;
    for (size_t i = 0; i < rule->pattern_count; i++) {
        const logdoc_str *names = regex_group_names(rule->patterns[i], &count);
        for (size_t k = 1; k < count; k++)
            named += names[k].at != NULL;
    }
    return named;
}

static void add_captures(struct captures *captures, const struct regex *pattern)
{
    size_t count = 0;
    const logdoc_str *names = regex_group_names(pattern, &count);
    for (size_t i = 1; i < count; i++)
        if (names[i].at && !find_capture(captures, names[i]))
            captures->items[captures->count++] =
                (struct rule_capture){ names[i], CAPTURE_TEXT };
}

/* Every named group of the patterns, with the type that was declared for it. What a check
 * finds has the names that the rule declares. */
static bool collect_captures(struct json_reader *reader, struct rule *rule)
{
    if (rule->check)
        return true;
    struct captures all = {
        arena_array(reader->arena, count_named(rule), sizeof(*all.items)), 0
    };
    for (size_t i = 0; i < rule->pattern_count; i++)
        add_captures(&all, rule->patterns[i]);
    json_enter(reader, STR("captures"));
    for (size_t i = 0; i < rule->capture_count; i++) {
        const struct rule_capture *declared = &rule->captures[i];
        struct rule_capture *capture = find_capture(&all, declared->name);
        if (!capture)
            return json_fail(reader, "no pattern has a group '%s'", declared->name.at);
        capture->type = declared->type;
    }
    json_leave(reader);
    rule->captures = all.items;
    rule->capture_count = all.count;
    return true;
}

static bool check_lookups(struct json_reader *reader, const struct rule *rule)
{
    json_enter(reader, STR("lookup"));
    for (size_t i = 0; i < rule->lookup_count; i++)
        for (size_t k = 0; k < rule->capture_count; k++)
            if (strcmp(rule->captures[k].name.at, rule->lookups[i].name) == 0)
                return json_fail(reader, "'%s' is a group of the pattern already",
                                 rule->lookups[i].name);
    json_leave(reader);
    return true;
}

bool rule_captures_settle(struct json_reader *reader, struct rule *rule)
{
    return collect_captures(reader, rule) && check_lookups(reader, rule);
}
