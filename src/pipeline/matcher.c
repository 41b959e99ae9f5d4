/* SPDX-License-Identifier: MIT
 * Tries patterns where a needle was seen and settles who explains the event. Of one line
 * the heaviest rule comes first: what it beats need not be tried. */
#include "matcher.h"

#include "capture_type.h"
#include "recent_lines.h"
#include "str.h"
#include "template.h"

#define CATCH_ALL_WEIGHT 20

void matcher_init(struct matcher *matcher, struct logdoc_ruleset *rules,
                  const struct lifecycle *lifecycle)
{
    *matcher = (struct matcher){ 0 };
    predicate_context_init(&matcher->context, rules, lifecycle);
}

void matcher_release(struct matcher *matcher)
{
    vec_release(&matcher->findings);
}

static void add_named(struct finding *finding, logdoc_str name, logdoc_str value)
{
    if (finding->capture_count < FINDING_CAPTURES && value.at)
        finding->captures[finding->capture_count++] =
            (struct capture){ .name = name, .value = value };
}

static void add_capture(struct finding *finding, const char *name, logdoc_str value)
{
    add_named(finding, str_from(name), value);
}

logdoc_str finding_capture(const struct finding *finding, logdoc_str name)
{
    for (size_t i = 0; i < finding->capture_count; i++) {
        const struct capture *capture = &finding->captures[i];
        if (capture->name.at == name.at || str_equal(capture->name, name))
            return capture->value;
    }
    return (logdoc_str){ NULL, 0 };
}

static logdoc_str find_capture(void *user, logdoc_str name)
{
    return finding_capture(user, name);
}

static void take_groups(struct finding *finding, const struct regex *pattern,
                        const struct regex_match *match)
{
    size_t count;
    const logdoc_str *names = regex_group_names(pattern, &count);
    for (size_t i = 1; i < count && i < match->group_count; i++)
        if (names[i].at)
            add_named(finding, names[i], match->groups[i]);
}

/* The line of source that a trace prints under a frame. */
static logdoc_str code_of(const struct event *event, const struct trace_part *frame)
{
    size_t line = frame->line + 1;
    for (size_t i = 0; i < event->part_count; i++)
        if (event->parts[i].line == line)
            return (logdoc_str){ 0 };
    return line < event->line_count ? str_trim(event_span(event, event->lines[line].text))
                                    : (logdoc_str){ 0 };
}

/* What every rule may use besides its own groups. */
static void take_trace(struct finding *finding)
{
    const struct event *event = finding->event;
    const struct trace_part *frame = event_own_frame(event);
    const struct trace_part *exception = event_root_exception(event);
    if (frame) {
        add_capture(finding, "file", event_span(event, frame->file_type));
        add_capture(finding, "line", event_span(event, frame->number));
        logdoc_str code = code_of(event, frame);
        if (code.len)
            add_capture(finding, "code", code);
        if (frame->detail.len)
            add_capture(finding, "function", event_span(event, frame->detail));
    }
    if (exception) {
        add_capture(finding, "exception", event_span(event, exception->file_type));
        if (exception->detail.len)
            add_capture(finding, "message", event_span(event, exception->detail));
    }
}

/* What was probably meant to be the variable that is missing. */
static void take_config(const struct predicate_context *context, struct finding *finding)
{
    logdoc_str wanted = finding_capture(finding, STR("variable"));
    if (wanted.at)
        add_capture(finding, "misspelt",
                    config_vars_similar(&context->lifecycle->config, wanted));
}

/* The last words before the decisive line. */
static void take_before(struct finding *finding)
{
    size_t places[RECENT_LINES_ASKED];
    const struct recent_lines *recent = finding->event->recent;
    size_t count = recent_lines_before(recent, finding, places);
    if (count > 0)
        add_capture(finding, "before",
                    str_trim(strbuf_str(&recent->texts[places[count - 1]])));
}

static bool value_fits(struct matcher_answers *answers, logdoc_str value,
                       enum capture_type type)
{
    if (answers->value.at != value.at || answers->value.len != value.len ||
        answers->type != type) {
        answers->value = value;
        answers->type = type;
        answers->fits = capture_fits(value, type);
    }
    return answers->fits;
}

static bool captures_fit(struct matcher_answers *answers, const struct finding *finding)
{
    for (size_t i = 0; i < finding->rule->capture_count; i++) {
        const struct rule_capture *typed = &finding->rule->captures[i];
        if (typed->type == CAPTURE_TEXT)
            continue;
        logdoc_str value = finding_capture(finding, typed->name);
        if (value.at && !value_fits(answers, value, typed->type))
            return false;
    }
    return true;
}

static void ask_about(struct matcher_answers *answers, const struct finding *finding)
{
    struct predicate_question *question = &answers->question;
    logdoc_str module = finding_capture(finding, STR("module"));
    if (question->event == finding->event && question->line == finding->line &&
        question->module.at == module.at && question->module.len == module.len)
        return;
    *question = (struct predicate_question){ finding->event, finding->line, module };
    answers->asked = answers->held = 0;
}

_Static_assert(PREDICATE_COUNT <= 32, "each has a bit");

static bool condition_holds(struct matcher *matcher,
                            const struct rule_condition *condition)
{
    struct matcher_answers *answers = &matcher->answers;
    unsigned bit = 1U << condition->predicate;
    if (!(answers->asked & bit) &&
        predicate_holds(condition->predicate, &matcher->context, &answers->question))
        answers->held |= bit;
    answers->asked |= bit;
    return !(answers->held & bit) != condition->wanted;
}

static bool conditions_hold(struct matcher *matcher, const struct finding *finding)
{
    if (finding->rule->predicate_count == 0)
        return true;
    ask_about(&matcher->answers, finding);
    for (size_t i = 0; i < finding->rule->predicate_count; i++)
        if (!condition_holds(matcher, &finding->rule->conditions[i]))
            return false;
    return true;
}

static void look_up(struct finding *finding, const struct rule_lookup *lookup)
{
    struct strbuf key;
    strbuf_init(&key, 512);
    if (template_render(&key, lookup->key, TEMPLATE_PLAIN, find_capture, finding)) {
        const char *value = table_find(lookup->table, strbuf_str(&key));
        if (value && !finding_capture(finding, str_from(lookup->name)).at)
            add_capture(finding, lookup->name, str_from(value));
    }
    strbuf_release(&key);
}

static bool complete(struct matcher *matcher, struct finding *finding)
{
    if (!captures_fit(&matcher->answers, finding) || !conditions_hold(matcher, finding))
        return false;
    take_trace(finding);
    take_config(&matcher->context, finding);
    take_before(finding);
    for (size_t i = 0; i < finding->rule->lookup_count; i++)
        look_up(finding, &finding->rule->lookups[i]);
    return true;
}

static bool language_fits(const struct rule *rule, const struct event *event)
{
    return !rule->trace || (event->language && strcmp(rule->trace, event->language) == 0);
}

/* The lines that a pattern may span from `line` on, as a prefix of the event's text. */
static logdoc_str reach(const struct event *event, const struct rule *rule, size_t line)
{
    size_t last = line + rule->lines - 1;
    if (last >= event->line_count)
        last = event->line_count - 1;
    struct span end = event->lines[last].text;
    return (logdoc_str){ event->text.at, end.offset + end.len };
}

static bool is_vetoed(const struct rule *rule, logdoc_str text, size_t from)
{
    struct regex_match match;
    logdoc_str looked_at = str_from_offset(text, from);
    for (size_t i = 0; i < rule->veto_count; i++)
        if (regex_search(rule->vetoes[i], looked_at, 0, &match) == REGEX_YES)
            return true;
    return false;
}

/* The line in which a match that begins in line `from` ends. */
static size_t line_at(const struct event *event, size_t from, logdoc_str match)
{
    size_t end = (size_t)(match.at - event->text.at) + match.len;
    size_t line = from;
    while (line + 1 < event->line_count && event->lines[line + 1].text.offset < end)
        line++;
    return line;
}

/* `out` has its rule, event and line, and gets the rest. */
static bool try_candidate(struct matcher *matcher, const struct event *event,
                          const struct candidate *candidate, struct finding *out)
{
    const struct rule *rule = candidate->rule;
    struct span line = event->lines[candidate->line].text;
    logdoc_str text = reach(event, rule, candidate->line);
    logdoc_str looked_at = str_from_offset(text, line.offset);
    for (size_t i = 0; i < rule->pattern_count; i++) {
        struct regex_match match;
        if (regex_search_in_turn(rule->patterns[i], matcher->context.rules->turn,
                                 looked_at, &match) != REGEX_YES ||
            match.groups[0].at > looked_at.at + line.len)
            continue;
        out->capture_count = 0;
        out->last_line = line_at(event, candidate->line, match.groups[0]);
        take_groups(out, rule->patterns[i], &match);
        return !is_vetoed(rule, text, line.offset) && complete(matcher, out);
    }
    return false;
}

/* A symptom behind all that the trace is made of: what a server says when the app is
 * gone. */
static bool is_behind_trace(const struct finding *finding)
{
    const struct event *event = finding->event;
    return finding->rule->symptom && event->part_count > 0 &&
           finding->line > event->parts[event->part_count - 1].line;
}

/* Of the trace itself. */
static bool tells_nothing(const struct matcher *matcher)
{
    for (size_t i = 0; i < matcher->findings.count; i++)
        if (!is_behind_trace(&matcher->findings.items[i]))
            return false;
    return true;
}

/* Behind those that there are, but not counted yet: a finding is large, and filled in
 * where it will stand. */
static struct finding *add_finding(struct matcher *matcher, const struct event *event,
                                   const struct rule *rule, size_t line)
{
    struct finding *finding = vec_push(&matcher->findings);
    matcher->findings.count--;
    finding->rule = rule;
    finding->event = event;
    finding->line = finding->last_line = line;
    finding->capture_count = 0;
    return finding;
}

static void try_catch_alls(struct matcher *matcher, const struct event *event)
{
    struct logdoc_ruleset *rules = matcher->context.rules;
    const struct trace_part *exception = event_root_exception(event);
    if (!event->language || !exception)
        return;
    for (size_t i = 0; i < rules->catch_alls.count; i++) {
        const struct rule *rule = rules->catch_alls.items[i];
        if (!language_fits(rule, event) ||
            !(rule->scope & event->lines[exception->line].scope))
            continue;
        struct finding *finding = add_finding(matcher, event, rule, exception->line);
        if (ruleset_wake(rules, rule, NULL) && complete(matcher, finding))
            matcher->findings.count++;
    }
}

static bool is_catch_all(const struct finding *finding)
{
    return finding->rule->weight <= CATCH_ALL_WEIGHT;
}

/* Two findings compete when they tell of one line, or are two causes of one trace. A
 * symptom stands beside a cause; what only nobody else explained competes with all that
 * the trace tells. */
static bool compete(const struct finding *a, const struct finding *b)
{
    bool same_line = a->line == b->line;
    if (!same_line && !a->event->language)
        return false;
    if (is_catch_all(a) || is_catch_all(b))
        return !is_behind_trace(a) && !is_behind_trace(b);
    if (!a->rule->symptom != !b->rule->symptom)
        return false;
    return same_line || !a->rule->symptom;
}

/* Distance of a finding's exception from the one that the chain is about. */
static size_t chain_distance(const struct finding *finding)
{
    const struct trace_part *root = event_root_exception(finding->event);
    if (!root)
        return 0;
    size_t wanted = event_chain_link(finding->event, root->line);
    size_t link = event_chain_link(finding->event, finding->line);
    return link > wanted ? link - wanted : wanted - link;
}

static bool beats(const struct finding *a, const struct finding *b)
{
    if (a->rule->weight != b->rule->weight)
        return a->rule->weight > b->rule->weight;
    size_t a_distance = chain_distance(a), b_distance = chain_distance(b);
    if (a_distance != b_distance)
        return a_distance < b_distance;
    if (a->line != b->line)
        return a->line < b->line;
    return a->rule->number < b->rule->number;
}

static bool is_beaten(const struct matcher *matcher, const struct finding *finding)
{
    for (size_t i = 0; i < matcher->findings.count; i++) {
        const struct finding *other = &matcher->findings.items[i];
        if (other != finding && compete(finding, other) && beats(other, finding))
            return true;
    }
    return false;
}

static void take_candidate(struct matcher *matcher, const struct event *event,
                           const struct candidate *candidate)
{
    struct finding *finding =
        add_finding(matcher, event, candidate->rule, candidate->line);
    if (!is_beaten(matcher, finding) &&
        ruleset_wake(matcher->context.rules, finding->rule, NULL) &&
        try_candidate(matcher, event, candidate, finding))
        matcher->findings.count++;
}

void matcher_run(struct matcher *matcher, const struct event *event, matcher_found *found,
                 void *user)
{
    matcher->context.rules->turn++;
    matcher->answers = (struct matcher_answers){ .asked = 0 };
    matcher->findings.count = 0;
    for (size_t i = 0; i < event->candidate_count; i++)
        if (language_fits(event->candidates[i].rule, event))
            take_candidate(matcher, event, &event->candidates[i]);
    if (tells_nothing(matcher))
        try_catch_alls(matcher, event);
    for (size_t i = 0; i < matcher->findings.count; i++)
        if (!is_beaten(matcher, &matcher->findings.items[i]))
            found(user, &matcher->findings.items[i]);
}
