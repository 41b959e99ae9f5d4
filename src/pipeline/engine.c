/* SPDX-License-Identifier: MIT
 * The stages in a row. */
#include "engine_stages.h"

#include "entry_calls.h"
#include "reporter.h"
#include "str.h"

/* A process of a live source that has said nothing for this long has said what it had to
 * say; in the middle of a trace it is given more time. */
#define SILENCE (50 * LOGDOC_SECOND / 1000)
#define SILENCE_IN_TRACE (2 * LOGDOC_SECOND + LOGDOC_SECOND / 2)
/* A line that may be wrapped waits less, so that it reaches its trace in time. */
#define SILENCE_IN_LINE (LOGDOC_SECOND / 2)
/* How long what may be a mere symptom waits for the lines that say why. */
#define WAIT_FOR_CAUSE (3 * LOGDOC_SECOND)
/* More of the same is told of together. */
#define UPDATE_INTERVAL (2 * LOGDOC_SECOND)

static void on_finding(void *user, const struct finding *finding)
{
    struct logdoc_engine *engine = user;
    struct logdoc_error error;
    if (!ruleset_complete(engine->rules, finding->rule, &error))
        return;
    correlator_add(&engine->correlator, finding, &engine->lifecycle);
}

static void on_event(void *user, const struct event *event)
{
    struct logdoc_engine *engine = user;
    matcher_run(&engine->matcher, event, on_finding, engine);
}

/* Is there nothing to be done but to count them? */
static bool pass_over(void *user, size_t count)
{
    struct logdoc_engine *engine = user;
    if (!assembler_is_idle(&engine->assembler))
        return false;
    engine->lifecycle.sequence += count;
    engine->assembler.sequence += count;
    return true;
}

static void note_calls(void *user, struct packed_entries *entries, size_t from)
{
    struct logdoc_engine *engine = user;
    entry_calls_note(engine->rules, entries, from, engine->assembler.facts);
}

/* An entry whose turn has come in the order of time. */
static void on_entry(void *user, const struct entry *entry)
{
    struct logdoc_engine *engine = user;
    lifecycle_note(&engine->lifecycle, entry);
    dyno_health_note(&engine->health, entry);
    assembler_add(&engine->assembler, entry);
}

static bool is_wanted_process(const struct logdoc_engine *engine, logdoc_str process)
{
    logdoc_str wanted = str_from(engine->options.process);
    if (wanted.len == 0 || str_equal(process, wanted))
        return true;
    return str_starts(process, wanted) && strchr(".-", process.at[wanted.len]);
}

static bool is_in_time(const struct logdoc_options *options, logdoc_time time)
{
    return !(options->since && time && time < options->since) &&
           !(options->until && time > options->until);
}

static bool is_wanted(const struct logdoc_engine *engine, const struct entry *entry)
{
    if (!engine->chooses)
        return true;
    if (!is_in_time(&engine->options, entry->time))
        return false;
    return entry->scope == SCOPE_API || entry->scope == SCOPE_ROUTER ||
           is_wanted_process(engine, entry->process);
}

/* Counts it; false: somebody needs to look at it. */
static bool count_request(struct logdoc_engine *engine, const struct request *request)
{
    if (engine->options.process && request->dyno.len &&
        !is_wanted_process(engine, request->dyno))
        return true;
    tally_requests(&engine->tally, request, 1);
    return !request->failed;
}

static void take_requests(void *user, const struct request *requests, size_t count)
{
    struct logdoc_engine *engine = user;
    if (!engine->chooses) {
        tally_entries(&engine->tally, requests, count);
        tally_requests(&engine->tally, requests, count);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        if (!is_in_time(&engine->options, requests[i].time))
            continue;
        tally_entry(&engine->tally, requests[i].time);
        count_request(engine, &requests[i]);
    }
}

static bool is_traffic(struct logdoc_engine *engine, const struct entry *entry)
{
    struct router_line line;
    struct request request;
    if (!router_parse(entry->message, &line))
        return false;
    request_from_line(&line, entry->time, &request);
    return count_request(engine, &request);
}

void engine_take_entry(void *user, const struct entry *entry)
{
    struct logdoc_engine *engine = user;
    if (!is_wanted(engine, entry))
        return;
    if (entry->message.len == 0) {
        assembler_touch(&engine->assembler, entry);
        return;
    }
    tally_entry(&engine->tally, entry->time);
    if (entry->scope == SCOPE_ROUTER && is_traffic(engine, entry))
        return;
    logdoc_str code = heroku_code(entry->message, entry->scope);
    if (code.len)
        tally_code(&engine->tally, entry, code);
    sorter_add(&engine->sorter, entry);
}

void engine_on_line(void *user, logdoc_str line, uint64_t number)
{
    struct logdoc_engine *engine = user;
    struct entry entry;
    stream_parse(engine->current, line, number, &entry);
    engine_take_entry(engine, &entry);
}

static size_t skim(void *user, const struct byte_marks *marks, size_t at)
{
    struct logdoc_engine *engine = user;
    struct skim_taker taker = { take_requests, engine_take_entry, engine };
    return skim_lines(engine->current, marks, at, &taker);
}

struct logdoc_engine *logdoc_engine_new(struct logdoc_ruleset *rules,
                                        const struct logdoc_options *options)
{
    struct logdoc_engine *engine = mem_zeroed(1, sizeof(*engine));
    engine->rules = rules;
    engine->options = *options;
    engine->chooses = options->since || options->until || options->process;
    sorter_init(&engine->sorter,
                &(struct sorter_taker){ on_entry, pass_over, note_calls, engine });
    assembler_init(&engine->assembler, rules, on_event, engine);
    lifecycle_init(&engine->lifecycle);
    matcher_init(&engine->matcher, rules, &engine->lifecycle);
    correlator_init(&engine->correlator);
    tally_init(&engine->tally);
    dyno_health_init(&engine->health);
    arena_init(&engine->arena);
    return engine;
}

void logdoc_engine_free(struct logdoc_engine *engine)
{
    if (!engine)
        return;
    skim_pool_free(engine->pool);
    for (size_t i = 0; i < engine->streams.count; i++)
        stream_free(engine->streams.items[i]);
    vec_release(&engine->streams);
    sorter_release(&engine->sorter);
    assembler_release(&engine->assembler);
    lifecycle_release(&engine->lifecycle);
    matcher_release(&engine->matcher);
    correlator_release(&engine->correlator);
    tally_release(&engine->tally);
    dyno_health_release(&engine->health);
    arena_release(&engine->arena);
    free(engine);
}

uint32_t logdoc_engine_open(struct logdoc_engine *engine, const char *name)
{
    uint32_t number = (uint32_t)engine->streams.count;
    struct stream *stream = stream_new(number, name);
    stream->framer.skim = skim;
    *vec_push(&engine->streams) = stream;
    return number;
}

void logdoc_engine_feed(struct logdoc_engine *engine, uint32_t input, logdoc_str bytes,
                        logdoc_time now)
{
    engine->assembler.now = now;
    engine->current = engine->streams.items[input];
    engine->current->fed = now;
    needles_finish(engine->rules->needles);
    engine_feed_stretch(engine, bytes);
}

logdoc_time logdoc_engine_reached(const struct logdoc_engine *engine, uint32_t input)
{
    return engine->streams.items[input]->reached;
}

uint64_t logdoc_engine_lines(const struct logdoc_engine *engine, uint32_t input)
{
    return engine->streams.items[input]->framer.number;
}

static struct reporter reporter_of(const struct logdoc_engine *engine)
{
    return (struct reporter){ .advisor = { .facts = &engine->assembler,
                                           .app = engine->tally.app,
                                           .keep_secrets = engine->options.keep_secrets,
                                           .known = engine->options.facts },
                              .lifecycle = &engine->lifecycle,
                              .correlator = &engine->correlator,
                              .last_time = engine->tally.stats.last_time,
                              .min_severity = engine->options.min_severity };
}

/* Who answers requests is up. */
static void note_answers(struct logdoc_engine *engine)
{
    const struct hashmap *dynos = &engine->tally.traffic.dynos.by_name;
    for (size_t i = 0; i < dynos->count; i++) {
        const struct traffic_count *count = dynos->entries[i].value;
        lifecycle_served(&engine->lifecycle, dynos->entries[i].key, count->answered);
    }
}

static void look_at_all(struct logdoc_engine *engine, logdoc_time now)
{
    note_answers(engine);
    sorter_flush(&engine->sorter);
    if (now)
        assembler_flush_silent(&engine->assembler, now - SILENCE, now - SILENCE_IN_TRACE);
    else
        assembler_flush(&engine->assembler);
    correlator_settle(&engine->correlator, &engine->lifecycle);
}

static size_t symptom_kinds(const struct correlator *correlator,
                            const struct problem *problem)
{
    size_t kinds = 0;
    for (size_t i = problem->first_symptom; i; i = correlator->symptoms.items[i - 1].next)
        kinds++;
    return kinds;
}

/* The dyno manager's "crashed" often comes a moment before the trace that explains it. */
static bool must_wait(struct problem *problem, logdoc_time now)
{
    if (!problem->noticed)
        problem->noticed = now;
    if (problem->announced)
        return now && now - problem->announced < UPDATE_INTERVAL;
    return (problem->rule->symptom || problem_is_catch_all(problem)) && now &&
           now - problem->noticed < WAIT_FOR_CAUSE;
}

static void tell(struct logdoc_engine *engine, const struct reporter *reporter,
                 const struct problem *problem, enum logdoc_happening what)
{
    struct logdoc_diagnosis diagnosis;
    reporter_fill(reporter, problem, &engine->arena, &diagnosis);
    engine->options.happened(engine->options.user, what, &diagnosis);
}

static void announce(struct logdoc_engine *engine, const struct reporter *reporter,
                     struct problem *problem, logdoc_time now)
{
    size_t kinds = symptom_kinds(&engine->correlator, problem);
    enum logdoc_status status = reporter_status(reporter, problem);
    enum logdoc_happening what = LOGDOC_NEW_DIAGNOSIS;
    if (problem->withdrawn)
        what = LOGDOC_NEW_DIAGNOSIS;
    else if (problem->announced && status != problem->announced_status)
        what = status == LOGDOC_RESOLVED ? LOGDOC_RESOLVED_DIAGNOSIS
                                         : LOGDOC_UPDATED_DIAGNOSIS;
    else if (problem->announced && kinds > problem->announced_symptoms)
        what = LOGDOC_UPDATED_DIAGNOSIS;
    else if (problem->announced)
        return;
    tell(engine, reporter, problem, what);
    problem->announced = now ? now : 1;
    problem->withdrawn = false;
    problem->announced_symptoms = kinds;
    problem->announced_status = status;
}

/* A cause that came later explains what was told of as a diagnosis. */
static void withdraw_explained(struct logdoc_engine *engine,
                               const struct reporter *reporter)
{
    for (size_t i = 0; i < engine->correlator.problems.count; i++) {
        struct problem *problem = engine->correlator.problems.items[i];
        if (!problem->announced || problem->withdrawn || !problem->explained_by)
            continue;
        tell(engine, reporter, problem, LOGDOC_RESOLVED_DIAGNOSIS);
        problem->withdrawn = true;
    }
}

static void announce_all(struct logdoc_engine *engine, logdoc_time now)
{
    struct reporter reporter = reporter_of(engine);
    size_t count;
    arena_reset(&engine->arena);
    struct problem **problems = reporter_rank(&reporter, &engine->arena, &count);
    for (size_t i = 0; i < count; i++)
        if (!must_wait(problems[i], now))
            announce(engine, &reporter, problems[i], now);
    withdraw_explained(engine, &reporter);
}

void logdoc_engine_tick(struct logdoc_engine *engine, logdoc_time now)
{
    for (size_t i = 0; i < engine->streams.count; i++) {
        engine->current = engine->streams.items[i];
        if (engine->current->fed < now - SILENCE_IN_LINE)
            framer_flush(&engine->current->framer, engine_on_line, engine);
    }
    look_at_all(engine, now);
    if (engine->options.happened)
        announce_all(engine, now);
}

void logdoc_engine_missed(struct logdoc_engine *engine, const struct logdoc_gap *gap)
{
    struct logdoc_gap noted = *gap;
    noted.line = engine->streams.items[gap->input]->framer.number;
    tally_gap(&engine->tally, &noted);
}

void logdoc_engine_finish(struct logdoc_engine *engine)
{
    for (size_t i = 0; i < engine->streams.count; i++) {
        engine->current = engine->streams.items[i];
        framer_end(&engine->current->framer, engine_on_line, engine);
    }
    look_at_all(engine, 0);
    engine->finished = true;
    if (engine->options.happened)
        announce_all(engine, 0);
}

static void report_inputs(struct logdoc_engine *engine, struct logdoc_report *report)
{
    size_t count = engine->streams.count;
    struct logdoc_input *inputs = arena_array(&engine->arena, count + 1, sizeof(*inputs));
    for (size_t i = 0; i < count; i++) {
        const struct stream *stream = engine->streams.items[i];
        inputs[i] =
            (struct logdoc_input){ stream->name, stream->framer.number, stream->bytes };
        report->stats.lines += stream->framer.number;
        report->stats.bytes += stream->bytes;
    }
    report->inputs = inputs;
    report->input_count = count;
}

static int by_code(const void *left, const void *right)
{
    return strcmp(((const struct logdoc_code *)left)->code,
                  ((const struct logdoc_code *)right)->code);
}

static void report_codes(struct logdoc_engine *engine, struct logdoc_report *report)
{
    size_t count = engine->tally.codes.count;
    struct logdoc_code *codes = arena_array(&engine->arena, count + 1, sizeof(*codes));
    for (size_t i = 0; i < count; i++)
        codes[i] = *(struct logdoc_code *)engine->tally.codes.entries[i].value;
    qsort(codes, count, sizeof(*codes), by_code);
    report->codes = codes;
    report->code_count = count;
    report->gaps = engine->tally.gaps.items;
    report->gap_count = engine->tally.gaps.count;
}

static void report_diagnoses(struct logdoc_engine *engine, struct logdoc_report *report)
{
    struct reporter reporter = reporter_of(engine);
    size_t count;
    struct problem **problems = reporter_rank(&reporter, &engine->arena, &count);
    struct logdoc_diagnosis *all = arena_array(&engine->arena, count + 1, sizeof(*all));
    for (size_t i = 0; i < count; i++)
        reporter_fill(&reporter, problems[i], &engine->arena, &all[i]);
    report->diagnoses = all;
    report->diagnosis_count = count;
}

const struct logdoc_report *logdoc_engine_report(struct logdoc_engine *engine)
{
    if (!engine->finished)
        look_at_all(engine, 0);
    arena_reset(&engine->arena);
    engine->report = (struct logdoc_report){ .stats = engine->tally.stats };
    engine->report.stats.more = engine->correlator.more;
    report_inputs(engine, &engine->report);
    report_codes(engine, &engine->report);
    struct reporter reporter = reporter_of(engine);
    engine->report.traffic =
        traffic_report(&engine->tally.traffic, &reporter.advisor, &engine->arena);
    engine->report.dynos =
        dyno_health_report(&engine->health, &reporter.advisor, &engine->arena);
    report_diagnoses(engine, &engine->report);
    return &engine->report;
}
