/* SPDX-License-Identifier: MIT
 * Looks for the cause of every symptom. */
#include "explainer.h"

#include "str.h"

#include <string.h>

/* Hosts' clocks differ and a crash is often logged before the lines that explain it. */
#define SLACK (10 * LOGDOC_SECOND)
#define SLACK_LINES 40
/* An echo comes with its cause, in the time of a log call or two. */
#define ECHO_TIME LOGDOC_SECOND
#define ECHO_LINES 60
/* How many causes before a symptom are looked at. */
#define LOOK_BACK 300

/* How well a cause suits a symptom; compared field by field, more is better. */
struct suit {
    int strong;  /* not one that only means something with its symptom */
    int plain;   /* a cause, not itself a symptom of something */
    int special; /* not a catch-all */
    int near;    /* same process, same kind, no process */
    uint64_t recent;
};

static bool names(const char *const *list, size_t count, const char *name)
{
    for (size_t i = 0; name && i < count; i++)
        if (strcmp(list[i], name) == 0)
            return true;
    return false;
}

static bool may_explain(const struct rule *cause, const struct rule *symptom)
{
    return names(cause->explains, cause->explain_count, symptom->symptom) ||
           names(cause->explains, cause->explain_count, symptom->id);
}

static logdoc_str process_type(const char *process)
{
    size_t dot = strcspn(process, ".-");
    return (logdoc_str){ process, dot };
}

/* The router does not say which dyno it could not reach: it is one of the web dynos. */
static bool is_web(const struct run *run)
{
    return run->scope == SCOPE_ROUTER ||
           str_equal(process_type(run->process), STR("web"));
}

/* 0: the two have nothing to do with each other. */
static int nearness(const struct run *cause, const struct run *symptom)
{
    const unsigned loose = SCOPE_PLAIN | SCOPE_ADDON | SCOPE_API | SCOPE_LOGPLEX;
    if (*cause->process && cause->process == symptom->process)
        return 3;
    if (is_web(cause) && is_web(symptom))
        return 2;
    if (cause->scope == SCOPE_BUILD || symptom->scope == SCOPE_BUILD)
        return cause->input == symptom->input ? 1 : 0;
    return (cause->scope | symptom->scope) & loose ? 1 : 0;
}

/* What the router could not reach is one of the web dynos. */
static logdoc_str process_or_web(const struct run *run)
{
    return *run->process ? str_from(run->process) : STR("web");
}

static bool in_time(const struct run *cause, const struct run *symptom,
                    const struct lifecycle *lifecycle)
{
    if (cause->first_sequence > symptom->last_sequence)
        return cause->first && symptom->last
                   ? cause->first - symptom->last <= SLACK
                   : cause->first_sequence - symptom->last_sequence <= SLACK_LINES;
    if (!cause->last || !symptom->first)
        return true;
    logdoc_time window = (logdoc_time)cause->problem->rule->window * LOGDOC_SECOND;
    if (symptom->first - cause->last <= window)
        return true;
    return symptom->problem->rule->lasts &&
           cause->problem->rule->severity == LOGDOC_FATAL &&
           !lifecycle_was_up(lifecycle, process_or_web(cause), cause->last_sequence,
                             symptom->first_sequence);
}

static bool is_echo(const struct run *cause, const struct run *symptom)
{
    const struct run *first = cause, *then = symptom;
    if (symptom->last_sequence < cause->first_sequence) {
        first = symptom;
        then = cause;
    }
    if (cause->process != symptom->process)
        return false;
    return then->first <= first->last + ECHO_TIME &&
           then->first_sequence <= first->last_sequence + ECHO_LINES;
}

static bool explains(const struct run *cause, const struct run *symptom,
                     const struct lifecycle *lifecycle)
{
    return nearness(cause, symptom) && in_time(cause, symptom, lifecycle) &&
           (!symptom->problem->rule->echo || is_echo(cause, symptom));
}

static struct suit suit_of(const struct run *cause, const struct run *symptom)
{
    const struct rule *rule = cause->problem->rule;
    uint64_t distance = cause->last_sequence > symptom->first_sequence
                            ? cause->last_sequence - symptom->first_sequence
                            : symptom->first_sequence - cause->last_sequence;
    return (struct suit){ .strong = rule->need_count == 0,
                          .plain = rule->symptom == NULL,
                          .special = !problem_is_catch_all(cause->problem),
                          .near = nearness(cause, symptom),
                          .recent = UINT64_MAX - distance };
}

static bool is_better(struct suit a, struct suit b)
{
    if (a.strong != b.strong)
        return a.strong > b.strong;
    if (a.special != b.special)
        return a.special > b.special;
    if (a.plain != b.plain)
        return a.plain > b.plain;
    if (a.near != b.near)
        return a.near > b.near;
    return a.recent > b.recent;
}

/* Two symptoms must not explain each other. */
static bool leads_to(const struct run *from, const struct run *to)
{
    for (int depth = 0; from && depth < 8; depth++, from = from->cause)
        if (from->problem == to->problem)
            return true;
    return false;
}

static size_t runs_begun_by(const struct correlator *correlator,
                            const struct run *symptom)
{
    size_t low = 0, high = correlator->runs.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (correlator->runs.items[middle]->first_sequence <=
            symptom->last_sequence + 200)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void find_cause(struct correlator *correlator, struct run *symptom,
                       const struct lifecycle *lifecycle)
{
    struct suit best = { 0 };
    size_t end = runs_begun_by(correlator, symptom);
    size_t looked = 0;
    const struct rule *asked = NULL; /* many runs of one rule follow each other */
    bool may = false;
    for (size_t i = end; i-- > 0 && looked < LOOK_BACK;) {
        struct run *cause = correlator->runs.items[i];
        if (cause->problem == symptom->problem || cause->problem->dismissed ||
            cause->problem->rule->explain_count == 0)
            continue;
        looked++;
        if (cause->problem->rule != asked)
            may = may_explain(cause->problem->rule, symptom->problem->rule);
        asked = cause->problem->rule;
        if (!may || !explains(cause, symptom, lifecycle) || leads_to(cause, symptom))
            continue;
        struct suit suit = suit_of(cause, symptom);
        if (symptom->cause && !is_better(suit, best))
            continue;
        symptom->cause = cause;
        best = suit;
    }
}

static struct problem *root_of(const struct run *run)
{
    const struct run *root = run;
    for (int depth = 0; root->cause && depth < 8; depth++)
        root = root->cause;
    return root->problem;
}

static struct problem_symptom *symptom_of(struct correlator *correlator,
                                          struct problem *root, const char *code)
{
    for (size_t i = root->first_symptom; i; i = correlator->symptoms.items[i - 1].next)
        if (strcmp(correlator->symptoms.items[i - 1].code, code) == 0)
            return &correlator->symptoms.items[i - 1];
    struct problem_symptom *symptom = vec_push(&correlator->symptoms);
    *symptom = (struct problem_symptom){ .code = code, .next = root->first_symptom };
    root->first_symptom = correlator->symptoms.count;
    return symptom;
}

static void attach(struct correlator *correlator, const struct run *run,
                   struct problem *root)
{
    const char *code = *run->problem->code ? run->problem->code : run->problem->rule->id;
    struct problem_symptom *symptom = symptom_of(correlator, root, code);
    if (symptom->count == 0 || run->first < symptom->first)
        symptom->first = run->first;
    if (symptom->count == 0 || run->last > symptom->last)
        symptom->last = run->last;
    if (run->problem->release_said && !root->release_said)
        root->release = run->problem->release;
    /* The app's own line and the router's tell of one and the same request. */
    bool routed = run->scope == SCOPE_ROUTER;
    *(routed ? &symptom->routed : &symptom->said) += run->count;
    symptom->count = symptom->routed > symptom->said ? symptom->routed : symptom->said;
    root->explained_count += run->count;
}

static void note_need(const struct run *run)
{
    int depth = 0;
    for (const struct run *cause = run->cause; cause && depth < 8;
         cause = cause->cause, depth++) {
        const struct rule *rule = cause->problem->rule;
        if (names(rule->needs, rule->need_count, run->problem->rule->symptom) ||
            names(rule->needs, rule->need_count, run->problem->rule->id))
            cause->problem->needed = true;
    }
}

/* The same dyno, the same release, and it was not up in between: one and the same crash.
 */
static bool same_crash(const struct run *earlier, const struct run *later,
                       const struct lifecycle *lifecycle)
{
    bool released =
        lifecycle->released > earlier->last && lifecycle->released <= later->first;
    return !released && !lifecycle_was_up(lifecycle, process_or_web(later),
                                          earlier->last_sequence, later->first_sequence);
}

/* A log often begins in the middle of a crash loop: what it shows before the first trace
 * has the cause that the next round shows. */
static void adopt_earlier(struct correlator *correlator,
                          const struct lifecycle *lifecycle)
{
    for (size_t i = correlator->runs.count; i-- > 0;) {
        struct run *later = correlator->runs.items[i];
        struct run *earlier = NULL;
        for (size_t k = i; later->cause && k-- > 0 && i - k < LOOK_BACK && !earlier;)
            if (correlator->runs.items[k]->problem == later->problem &&
                correlator->runs.items[k]->process == later->process)
                earlier = correlator->runs.items[k];
        if (earlier && !earlier->cause && same_crash(earlier, later, lifecycle) &&
            !leads_to(later->cause, earlier))
            earlier->cause = later->cause;
    }
}

static void forget(struct correlator *correlator)
{
    correlator->symptoms.count = 0;
    for (size_t i = 0; i < correlator->problems.count; i++) {
        struct problem *problem = correlator->problems.items[i];
        problem->explained_by = NULL;
        problem->unexplained = problem->explained_count = 0;
        problem->needed = false;
        problem->first_symptom = 0;
    }
    for (size_t i = 0; i < correlator->runs.count; i++)
        correlator->runs.items[i]->cause = NULL;
}

static void find_causes(struct correlator *correlator, const struct lifecycle *lifecycle)
{
    forget(correlator);
    for (size_t i = 0; i < correlator->runs.count; i++)
        find_cause(correlator, correlator->runs.items[i], lifecycle);
    adopt_earlier(correlator, lifecycle);
    for (size_t i = 0; i < correlator->runs.count; i++)
        note_need(correlator->runs.items[i]);
}

/* Says whether a cause that means something only with its symptom has none. */
static bool dismiss_idle(struct correlator *correlator)
{
    bool any = false;
    for (size_t i = 0; i < correlator->problems.count; i++) {
        struct problem *problem = correlator->problems.items[i];
        problem->dismissed = problem->rule->need_count && !problem->needed;
        any = any || problem->dismissed;
    }
    return any;
}

static void attach_symptoms(struct correlator *correlator)
{
    for (size_t i = 0; i < correlator->runs.count; i++) {
        struct run *run = correlator->runs.items[i];
        struct problem *root = root_of(run);
        if (root == run->problem) {
            run->problem->unexplained += run->count;
            continue;
        }
        attach(correlator, run, root);
        run->problem->explained_by = root;
    }
    for (size_t i = 0; i < correlator->problems.count; i++)
        if (correlator->problems.items[i]->unexplained)
            correlator->problems.items[i]->explained_by = NULL;
}

void explainer_run(struct correlator *correlator, const struct lifecycle *lifecycle)
{
    for (size_t i = 0; i < correlator->problems.count; i++)
        correlator->problems.items[i]->dismissed = false;
    find_causes(correlator, lifecycle);
    if (dismiss_idle(correlator))
        find_causes(correlator, lifecycle);
    attach_symptoms(correlator);
}
