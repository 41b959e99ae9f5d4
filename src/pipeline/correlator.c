/* SPDX-License-Identifier: MIT
 * Keeps what was found. */
#include "correlator.h"

#include "explainer.h"
#include "fingerprint.h"
#include "logfmt.h"
#include "recent_lines.h"
#include "str.h"
#include "template.h"

#include <string.h>

#define EVIDENCE_TEXT 2000
#define CAPTURE_TEXT_KEPT 500
#define DECISIVE_LINES 4
#define ONE_BUILD_LINES 200
#define RUN_GAP (120 * LOGDOC_SECOND)

void correlator_init(struct correlator *correlator)
{
    *correlator = (struct correlator){ 0 };
    arena_init(&correlator->arena);
    hashmap_init(&correlator->by_key);
    hashmap_init(&correlator->processes);
    strbuf_init(&correlator->subject, 512);
    strbuf_init(&correlator->code, 128);
    strbuf_init(&correlator->key, 1024);
}

void correlator_release(struct correlator *correlator)
{
    hashmap_release(&correlator->by_key);
    hashmap_release(&correlator->processes);
    vec_release(&correlator->problems);
    vec_release(&correlator->runs);
    vec_release(&correlator->symptoms);
    strbuf_release(&correlator->subject);
    strbuf_release(&correlator->code);
    strbuf_release(&correlator->key);
    arena_release(&correlator->arena);
}

/* A finding and its fingerprint, which is made when a template asks for it. */
struct naming {
    const struct finding *finding;
    struct strbuf fingerprint;
};

static logdoc_str find_capture(void *user, logdoc_str name)
{
    struct naming *naming = user;
    if (!str_equal(name, STR("fingerprint")))
        return finding_capture(naming->finding, name);
    strbuf_reset(&naming->fingerprint);
    fingerprint_add(&naming->fingerprint, naming->finding);
    return strbuf_str(&naming->fingerprint);
}

static void render(struct strbuf *out, const char *template,
                   const struct finding *finding)
{
    struct naming naming = { .finding = finding };
    strbuf_init(&naming.fingerprint, 1024);
    strbuf_reset(out);
    if (template &&
        !template_render(out, template, TEMPLATE_PLAIN, find_capture, &naming))
        strbuf_reset(out);
    strbuf_release(&naming.fingerprint);
}

static const char *intern(struct correlator *correlator, logdoc_str name)
{
    const char *known = hashmap_find(&correlator->processes, name);
    if (known)
        return known;
    if (correlator->processes.count >= LIFECYCLE_PROCESSES)
        return "…";
    char *copy = arena_text(&correlator->arena, name);
    hashmap_set(&correlator->processes, name, copy);
    return copy;
}

static logdoc_str kept_value(const struct capture *capture)
{
    logdoc_str value = capture->value;
    if (value.len > CAPTURE_TEXT_KEPT)
        value.len = CAPTURE_TEXT_KEPT;
    return value;
}

static void copy_captures(struct correlator *correlator, struct problem *problem,
                          const struct finding *finding)
{
    struct capture *copies =
        arena_array(&correlator->arena, finding->capture_count + 1, sizeof(*copies));
    for (size_t i = 0; i < finding->capture_count; i++) {
        copies[i].name = arena_str(&correlator->arena, finding->captures[i].name);
        copies[i].value =
            arena_str(&correlator->arena, kept_value(&finding->captures[i]));
        copies[i].varies = false;
    }
    problem->captures = copies;
    problem->capture_count = finding->capture_count;
}

/* One diagnosis stands for requests to many paths. */
static void compare_captures(struct problem *problem, const struct finding *finding)
{
    for (size_t i = 0; i < problem->capture_count; i++) {
        struct capture *kept = &problem->captures[i];
        bool same = i < finding->capture_count &&
                    str_equal(kept->name, finding->captures[i].name) &&
                    str_equal(kept->value, kept_value(&finding->captures[i]));
        kept->varies = kept->varies || !same;
    }
}

static struct problem *new_problem(struct correlator *correlator,
                                   const struct finding *finding, logdoc_str subject,
                                   logdoc_str code)
{
    struct problem *problem = arena_alloc(&correlator->arena, sizeof(*problem));
    problem->rule = finding->rule;
    problem->subject = arena_text(&correlator->arena, subject);
    problem->code = arena_text(&correlator->arena, code);
    problem->number = correlator->problems.count;
    problem->release = "";
    copy_captures(correlator, problem, finding);
    *vec_push(&correlator->problems) = problem;
    return problem;
}

/* NULL when there are too many. */
static struct problem *find_problem(struct correlator *correlator,
                                    const struct finding *finding)
{
    const struct rule *rule = finding->rule;
    struct strbuf *subject = &correlator->subject, *code = &correlator->code,
                  *key = &correlator->key;
    render(subject, rule->subject, finding);
    render(code, rule->code ? rule->code : rule->symptom, finding);
    strbuf_reset(key);
    strbuf_add_text(key, rule->id);
    strbuf_add_char(key, '\n');
    strbuf_add_str(key, strbuf_str(subject));
    strbuf_add_char(key, '\n');
    strbuf_add_str(key, strbuf_str(code));
    struct problem *problem = hashmap_find(&correlator->by_key, strbuf_str(key));
    if (!problem && correlator->problems.count < CORRELATOR_PROBLEMS) {
        problem = new_problem(correlator, finding, strbuf_str(subject), strbuf_str(code));
        hashmap_set(&correlator->by_key, strbuf_str(key), problem);
    }
    return problem;
}

/* A line of the log may hold several lines of text. */
static bool is_kept(const struct problem *problem, const struct event_line *line,
                    logdoc_str text)
{
    for (size_t i = 0; i < problem->evidence_count; i++)
        if (problem->evidence[i].number == line->number &&
            problem->evidence[i].input == line->input &&
            str_equal(str_from(problem->evidence[i].text), text))
            return true;
    return false;
}

static void keep_text(struct correlator *correlator, struct problem *problem,
                      const struct finding *finding, const struct event_line *line,
                      logdoc_str text)
{
    if (text.len > EVIDENCE_TEXT)
        text.len = EVIDENCE_TEXT;
    if (problem->evidence_count == PROBLEM_EVIDENCE || is_kept(problem, line, text))
        return;
    problem->evidence[problem->evidence_count++] = (struct kept_line){
        .input = line->input,
        .number = line->number,
        .time = line->time,
        .source = intern(correlator, finding->event->source),
        .process = intern(correlator, finding->event->process),
        .text = arena_text(&correlator->arena, text),
        .decisive = false,
    };
}

static void keep_line(struct correlator *correlator, struct problem *problem,
                      const struct finding *finding, size_t index, bool decisive)
{
    const struct event_line *line = &finding->event->lines[index];
    size_t count = problem->evidence_count;
    keep_text(correlator, problem, finding, line, event_span(finding->event, line->text));
    if (problem->evidence_count > count)
        problem->evidence[count].decisive = decisive;
}

/* What stands before it, when the rule asks for it. */
static void keep_before(struct correlator *correlator, struct problem *problem,
                        const struct finding *finding)
{
    size_t places[RECENT_LINES_ASKED];
    const struct recent_lines *recent = finding->event->recent;
    size_t count = recent_lines_before(recent, finding, places);
    for (size_t i = 0; i < count; i++)
        keep_text(correlator, problem, finding, &recent->lines[places[i]],
                  strbuf_str(&recent->texts[places[i]]));
}

/* The app's own frame, and the code that the trace prints below it. */
static void keep_frame(struct correlator *correlator, struct problem *problem,
                       const struct finding *finding)
{
    const struct trace_part *frame = event_own_frame(finding->event);
    if (!frame || frame->line == finding->line)
        return;
    keep_line(correlator, problem, finding, frame->line, false);
    if (finding->event->grammar->innermost_last && frame->line + 1 < finding->line)
        keep_line(correlator, problem, finding, frame->line + 1, false);
}

static bool says_what_is_kept(const struct problem *problem, logdoc_str text)
{
    for (size_t i = 0; i < problem->evidence_count; i++)
        if (str_equal(str_from(problem->evidence[i].text), text))
            return true;
    return false;
}

static void keep_evidence(struct correlator *correlator, struct problem *problem,
                          const struct finding *finding)
{
    logdoc_str text =
        event_span(finding->event, finding->event->lines[finding->line].text);
    if (problem->decisive_count >= DECISIVE_LINES || says_what_is_kept(problem, text))
        return;
    if (problem->decisive_count++ == 0) {
        keep_frame(correlator, problem, finding);
        keep_before(correlator, problem, finding);
    }
    keep_line(correlator, problem, finding, finding->line, true);
    for (size_t i = finding->line + 1; i <= finding->last_line && i < finding->line + 4;
         i++)
        keep_line(correlator, problem, finding, i, i == finding->last_line);
}

/* The router speaks for a dyno, or for none: the one that it could not reach. */
static const char *process_of(struct correlator *correlator,
                              const struct finding *finding)
{
    const struct event_line *line = &finding->event->lines[finding->line];
    struct router_line request;
    if (line->scope != SCOPE_ROUTER ||
        !router_parse(event_span(finding->event, line->text), &request))
        return intern(correlator, finding->event->process);
    return intern(correlator, request.dyno.len ? request.dyno : STR(""));
}

static void note_process(struct problem *problem, const char *process)
{
    for (size_t i = 0; i < problem->process_count; i++)
        if (problem->processes[i] == process)
            return;
    if (*process && problem->process_count < PROBLEM_PROCESSES)
        problem->processes[problem->process_count++] = process;
}

static bool extends(const struct correlator *correlator, const struct run *run,
                    const char *process, logdoc_time time)
{
    if (correlator->runs.count >= CORRELATOR_RUNS)
        return true;
    bool is_cause = run->problem->rule->explain_count != 0;
    return run->process == process && time - run->last <= RUN_GAP &&
           (is_cause || run->last_sequence >= correlator->last_cause);
}

static void note_run(struct correlator *correlator, struct problem *problem,
                     const struct event_line *line, const char *process, bool again)
{
    struct run *run = problem->last_run;
    if (!run || !extends(correlator, run, process, line->time)) {
        run = arena_alloc(&correlator->arena, sizeof(*run));
        *run = (struct run){ .problem = problem,
                             .process = process,
                             .input = line->input,
                             .scope = line->scope,
                             .first = line->time,
                             .first_sequence = line->sequence };
        *vec_push(&correlator->runs) = run;
        problem->last_run = run;
    }
    run->count += !again;
    run->last = line->time;
    run->last_sequence = line->sequence;
}

/* One line of a structured log, or one failed build, often says the same thing in several
 * ways: that is one failure. */
static bool is_said_again(const struct problem *problem, const struct event_line *line)
{
    uint64_t since = line->number - problem->last_number;
    return problem->count > 0 && line->input == problem->last_input &&
           (since == 0 || (line->scope == SCOPE_BUILD && since < ONE_BUILD_LINES));
}

static void count_problem(struct problem *problem, const struct event_line *line,
                          bool again)
{
    problem->last_input = line->input;
    problem->last_number = line->number;
    problem->count += !again;
    if (problem->count == 1 && !again) {
        problem->first_seen = line->time;
        problem->first_sequence = line->sequence;
        problem->scope = line->scope;
    }
    problem->last_seen = line->time;
    problem->last_sequence = line->sequence;
}

static void name_release(struct correlator *correlator, struct problem *problem,
                         const struct finding *finding, const struct lifecycle *lifecycle)
{
    logdoc_str release = finding_capture(finding, STR("release"));
    problem->release_said = release.len > 0;
    if (!problem->release_said)
        release = str_from(lifecycle_release_at(
            lifecycle, finding->event->lines[finding->line].sequence));
    problem->release = arena_text(&correlator->arena, release);
}

void correlator_add(struct correlator *correlator, const struct finding *finding,
                    const struct lifecycle *lifecycle)
{
    struct problem *problem = find_problem(correlator, finding);
    correlator->settled = false;
    if (!problem) {
        correlator->more++;
        return;
    }
    const struct event_line *line = &finding->event->lines[finding->line];
    if (problem->count == 0)
        name_release(correlator, problem, finding, lifecycle);
    const char *process = process_of(correlator, finding);
    if (problem->count > 0 && line->scope == SCOPE_ROUTER)
        compare_captures(problem, finding);
    bool again = is_said_again(problem, line);
    count_problem(problem, line, again);
    note_process(problem, process);
    keep_evidence(correlator, problem, finding);
    note_run(correlator, problem, line, process, again);
    if (finding->rule->explain_count && line->sequence > correlator->last_cause)
        correlator->last_cause = line->sequence;
}

bool problem_stands(const struct problem *problem)
{
    return !problem->explained_by && !problem->dismissed;
}

static int by_sequence(const void *left, const void *right)
{
    const struct run *a = *(struct run *const *)left, *b = *(struct run *const *)right;
    if (a->first_sequence != b->first_sequence)
        return a->first_sequence < b->first_sequence ? -1 : 1;
    if (a->problem->number != b->problem->number)
        return a->problem->number < b->problem->number ? -1 : 1;
    return 0;
}

void correlator_settle(struct correlator *correlator, const struct lifecycle *lifecycle)
{
    if (correlator->settled)
        return;
    if (correlator->runs.count)
        qsort(correlator->runs.items, correlator->runs.count,
              sizeof(*correlator->runs.items), by_sequence);
    explainer_run(correlator, lifecycle);
    correlator->settled = true;
}
