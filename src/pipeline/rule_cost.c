/* SPDX-License-Identifier: MIT
 * Nasty texts, and what they cost. */
#include "rule_cost.h"

#include "str.h"

#define TEXT_CAP ((size_t)64 * 1024)
#define SHORT_LINE ((size_t)1000)
#define FIRST_LINE ((size_t)300)
#define MOST_NEEDLES 2
/* A few alternatives tried at each byte are nothing. */
#define HARMLESS_PER_BYTE 10
/* Ten times the length: a hundred times the steps would be quadratic. */
#define MOST_GROWTH 40

/* Deals with one text; returns false to stop. */
typedef void use_text(void *user, logdoc_str text);

static void repeat(struct strbuf *out, logdoc_str part, size_t length)
{
    while (part.len > 0 && out->len + part.len <= length)
        strbuf_add_str(out, part);
}

static void add_prefix(struct strbuf *out, const char *needle, size_t length)
{
    size_t own = strlen(needle);
    repeat(out, STR("ab "), length > own ? length - own : 0);
    strbuf_add_text(out, needle);
}

/* The needle, and `part` until the text is long. */
static void use_filled(const char *needle, const char *part, size_t length,
                       struct strbuf *text, use_text *use, void *user)
{
    strbuf_reset(text);
    strbuf_add_text(text, needle);
    repeat(text, str_from(part), length);
    use(user, strbuf_str(text));
}

/* As many lines as the rule looks at, together that long. */
static void use_lines(const struct rule *rule, const char *needle, size_t length,
                      struct strbuf *text, use_text *use, void *user)
{
    strbuf_reset(text);
    strbuf_add_text(text, needle);
    for (size_t i = 1; i <= rule->lines; i++) {
        repeat(text, STR("ab \""), length * i / rule->lines);
        strbuf_add_char(text, '\n');
    }
    use(user, strbuf_str(text));
}

static void use_needle(const struct rule *rule, const char *needle, size_t length,
                       struct strbuf *text, use_text *use, void *user)
{
    static const char *const parts[] = {
        "ab ", "a", " ", "\"a\": ", "A_B", "/app/a.b:1"
    };
    for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
        use_filled(needle, parts[i], length, text, use, user);
    use_filled(needle, needle, length, text, use, user);
    strbuf_reset(text);
    add_prefix(text, needle, length);
    use(user, strbuf_str(text));
    if (rule->lines > 1)
        use_lines(rule, needle, length, text, use, user);
}

/* The example's own words without the last one, again and again. */
static void use_example(const struct rule_example *example, size_t length,
                        struct strbuf *text, use_text *use, void *user)
{
    logdoc_str log = str_from(example->log), line = str_cut(&log, '\n');
    size_t header = str_find(line, STR("]: "));
    line = str_from_offset(line, header == SIZE_MAX ? 0 : header + 3);
    if (line.len < 2)
        return;
    line.len--;
    strbuf_reset(text);
    repeat(text, line, length);
    use(user, strbuf_str(text));
}

static void use_all(const struct rule *rule, size_t length, use_text *use, void *user)
{
    struct strbuf text;
    strbuf_init(&text, TEXT_CAP);
    for (size_t i = 0; i < rule->needle_count && i < MOST_NEEDLES; i++)
        use_needle(rule, rule->needles[i], length, &text, use, user);
    if (rule->example_count > 0)
        use_example(&rule->examples[0], length, &text, use, user);
    strbuf_release(&text);
}

struct measuring {
    const struct rule *rule;
    size_t most;
    struct rule_cost worst;
};

static void measure_patterns(struct measuring *measuring, struct regex *const *patterns,
                             size_t count, logdoc_str text)
{
    for (size_t i = 0; i < count; i++) {
        size_t steps = regex_steps(patterns[i], text, measuring->most);
        if (!measuring->worst.worst || steps > measuring->worst.steps)
            measuring->worst = (struct rule_cost){ steps, patterns[i] };
    }
}

static void measure_text(void *user, logdoc_str text)
{
    struct measuring *measuring = user;
    const struct rule *rule = measuring->rule;
    measure_patterns(measuring, rule->patterns, rule->pattern_count, text);
    measure_patterns(measuring, rule->vetoes, rule->veto_count, text);
    measure_patterns(measuring, rule->skips, rule->skip_count, text);
}

struct rule_cost rule_cost_measure(const struct rule *rule, size_t length, size_t most)
{
    struct measuring measuring = { .rule = rule, .most = most };
    use_all(rule, length, measure_text, &measuring);
    return measuring.worst;
}

bool rule_cost_is_bad(const struct rule *rule, struct rule_cost *out)
{
    *out = rule_cost_measure(rule, FIRST_LINE, RULE_COST_CAP);
    if (out->steps <= FIRST_LINE * HARMLESS_PER_BYTE)
        return false;
    *out = rule_cost_measure(rule, SHORT_LINE, RULE_COST_CAP);
    size_t most = out->steps * MOST_GROWTH;
    *out = rule_cost_measure(rule, RULE_COST_LINE,
                             most < RULE_COST_CAP ? most : RULE_COST_CAP);
    return out->steps >= most || out->steps >= RULE_COST_CAP;
}

struct searching {
    const struct rule *rule;
    size_t count;
};

static void search_text(void *user, logdoc_str text)
{
    struct searching *searching = user;
    struct regex_match match;
    for (size_t i = 0; i < searching->rule->pattern_count; i++)
        (void)regex_search(searching->rule->patterns[i], text, 0, &match);
    searching->count++;
}

size_t rule_cost_search(const struct rule *rule, size_t length)
{
    struct searching searching = { rule, 0 };
    use_all(rule, length, search_text, &searching);
    return searching.count;
}
