/* SPDX-License-Identifier: MIT
 * Decides, line by line, what belongs together. */
#include "assembler.h"

#include "assembly.h"
#include "entry_calls.h"
#include "escaped_lines.h"
#include "str.h"

#define PROCESS_NAME_CAP ((size_t)256)

/* What the needles of one line call for; its rules are the assembler's `called`. */
struct calls {
    struct assembler *assembler;
    unsigned scope;
    bool any_rule;
    uint64_t starts; /* of traces: bits by index in the ruleset's `starts` */
};

static size_t called_words(const struct logdoc_ruleset *rules)
{
    return rules->rules.count / 64 + 1;
}

void assembler_init(struct assembler *assembler, struct logdoc_ruleset *rules,
                    assembler_event *take, void *user)
{
    *assembler = (struct assembler){ .rules = rules, .take = take, .user = user };
    hashmap_init(&assembler->processes);
    assembler->facts = mem_zeroed(rules->facts.count + 1, sizeof(*assembler->facts));
    assembler->called = mem_zeroed(called_words(rules), sizeof(*assembler->called));
}

static void forget_processes(struct assembler *assembler)
{
    for (size_t i = 0; i < assembler->processes.count; i++)
        assembly_free(assembler->processes.entries[i].value);
    hashmap_release(&assembler->processes);
    hashmap_init(&assembler->processes);
}

void assembler_release(struct assembler *assembler)
{
    forget_processes(assembler);
    hashmap_release(&assembler->processes);
    free(assembler->facts);
    free(assembler->called);
}

bool assembler_knows(const struct assembler *assembler, logdoc_str fact)
{
    for (size_t i = 0; i < assembler->rules->facts.count; i++)
        if (assembler->facts[i] &&
            str_equal(str_from(assembler->rules->facts.items[i]->name), fact))
            return true;
    return false;
}

static void note_needle(void *user, uint32_t id, size_t offset)
{
    struct calls *calls = user;
    const struct needle_calls *all = &calls->assembler->rules->calls;
    const struct needle_call *call = &all->of.items[id];
    (void)offset;
    calls->starts |= call->starts;
    calls->any_rule |= (call->scopes & calls->scope) != 0;
    for (uint32_t i = call[0].first_rule; i < call[1].first_rule; i++) {
        struct called_rule rule = all->rules.items[i];
        calls->assembler->called[rule.rank / 64] |=
            (uint64_t)((rule.scope & calls->scope) != 0) << rule.rank % 64;
    }
    for (uint32_t i = call[0].first_fact; i < call[1].first_fact; i++)
        calls->assembler->facts[all->facts.items[i]] = true;
}

static void close_event(struct assembler *assembler, struct assembly *assembly)
{
    if (!assembly_is_open(assembly))
        return;
    struct event event = assembly_event(assembly);
    if (event.candidate_count || event.language)
        assembler->take(assembler->user, &event);
    assembly_reset(assembly);
}

/* Opens a trace, or carries it on. */
static void take_step(struct assembler *assembler, struct assembly *assembly,
                      const struct entry *entry, const struct trace_start *taken,
                      const struct regex_match *match)
{
    assembly_append(assembly, entry, assembler->sequence);
    assembly_step(assembly, taken->grammar, taken->step, match, entry->message);
}

static bool continue_trace(struct assembler *assembler, struct assembly *assembly,
                           const struct entry *entry)
{
    const struct trace_grammar *grammar = assembly->grammar;
    struct regex_match match;
    for (size_t i = 0; assembly->step && i < grammar->step_count; i++) {
        const struct trace_step *step = &grammar->steps[i];
        if (!(step->from_states >> assembly->step->to_state & 1) ||
            regex_search(step->pattern, entry->message, 0, &match) != REGEX_YES)
            continue;
        take_step(assembler, assembly, entry, &(struct trace_start){ grammar, step },
                  &match);
        return true;
    }
    return false;
}

static bool start_trace(struct assembler *assembler, struct assembly *assembly,
                        const struct entry *entry, const struct calls *calls)
{
    struct regex_match match;
    for (uint64_t starts = calls->starts; starts; starts &= starts - 1) {
        const struct trace_start *start =
            &assembler->rules->starts.items[__builtin_ctzll(starts)];
        if (regex_search(start->step->pattern, entry->message, 0, &match) != REGEX_YES)
            continue;
        close_event(assembler, assembly);
        take_step(assembler, assembly, entry, start, &match);
        return true;
    }
    return false;
}

static void note_candidate(struct assembly *assembly, const struct rule *rule)
{
    size_t line = assembly->lines.count - 1;
    *vec_push(&assembly->candidates) = (struct candidate){ rule, line };
    if (line + rule->lines - 1 > assembly->wanted_line)
        assembly->wanted_line = line + rule->lines - 1;
}

/* The heaviest first. What the line calls is forgotten as it is noted. */
static void note_candidates(struct assembly *assembly, const struct calls *calls)
{
    const struct logdoc_ruleset *rules = calls->assembler->rules;
    uint64_t *called = calls->assembler->called;
    size_t words = calls->any_rule ? called_words(rules) : 0;
    for (size_t i = 0; i < words; i++)
        for (; called[i]; called[i] &= called[i] - 1)
            note_candidate(assembly,
                           rules->by_weight[i * 64 + (size_t)__builtin_ctzll(called[i])]);
}

static void close_when_done(struct assembler *assembler, struct assembly *assembly)
{
    bool full = assembly->text.len >= ASSEMBLER_EVENT_BYTES ||
                assembly->lines.count >= ASSEMBLER_EVENT_LINES;
    if (full || !assembly_wants_more(assembly))
        close_event(assembler, assembly);
}

static void add_line(struct assembler *assembler, struct assembly *assembly,
                     const struct entry *entry, const struct calls *calls)
{
    if (!continue_trace(assembler, assembly, entry) &&
        !start_trace(assembler, assembly, entry, calls)) {
        assembly->step = NULL;
        close_when_done(assembler, assembly);
        if (!assembly_is_open(assembly) && !calls->any_rule)
            return;
        assembly_append(assembly, entry, assembler->sequence);
    }
    note_candidates(assembly, calls);
    close_when_done(assembler, assembly);
}

/* Bare text of two inputs has nothing to do with each other; web.1 of two files has. What
 * the platform says of web.1 does not interrupt what web.1 says. */
static struct assembly *find_assembly(struct assembler *assembler,
                                      const struct entry *entry)
{
    uint32_t owner[2] = { entry->scope, entry->process.len ? 0 : entry->input + 1 };
    char key[sizeof(owner) + PROCESS_NAME_CAP];
    size_t len =
        entry->process.len < PROCESS_NAME_CAP ? entry->process.len : PROCESS_NAME_CAP;
    memcpy(key, owner, sizeof(owner));
    if (len > 0)
        memcpy(key + sizeof(owner), entry->process.at, len);
    logdoc_str name = { key, sizeof(owner) + len };
    struct assembly *assembly = hashmap_find(&assembler->processes, name);
    if (assembly)
        return assembly;
    if (assembler->processes.count >= ASSEMBLER_PROCESSES) {
        assembler_flush(assembler);
        forget_processes(assembler);
    }
    assembly = assembly_new();
    hashmap_set(&assembler->processes, name, assembly);
    return assembly;
}

/* Who says INFO does not mean a failure. */
static void drop_alarms(struct calls *calls)
{
    const struct logdoc_ruleset *rules = calls->assembler->rules;
    calls->any_rule = false;
    for (size_t i = 0; i < called_words(rules); i++) {
        calls->assembler->called[i] &= rules->calm_ranks[i];
        calls->any_rule |= calls->assembler->called[i] != 0;
    }
}

static bool is_calm(struct assembler *assembler, const struct entry *entry)
{
    return entry->scope & (SCOPE_APP | SCOPE_PLAIN) &&
           calm_lines_fit(&assembler->rules->calm, entry->message);
}

static void take_line(struct assembler *assembler, struct assembly *assembly,
                      const struct entry *entry)
{
    struct calls calls = { .assembler = assembler, .scope = entry->scope };
    if (entry->scope == SCOPE_BUILD) {
        assembly->recent = assembly->recent ? assembly->recent : recent_lines_new();
        recent_lines_note(assembly->recent, entry, assembler->sequence);
    }
    for (size_t i = 0; i < entry->hit_count; i++)
        note_needle(&calls, entry->hits[i].needle, 0);
    if (entry->hit_count == 0 &&
        (entry->calls == CALLS_UNKNOWN || entry->calls == CALLS_RULES))
        needles_scan(assembler->rules->needles, entry->message, note_needle, &calls);
    if (calls.any_rule && is_calm(assembler, entry))
        drop_alarms(&calls);
    add_line(assembler, assembly, entry, &calls);
}

static void take_whole(struct assembler *assembler, struct assembly *assembly,
                       const struct entry *entry)
{
    if (!(entry->scope & (SCOPE_APP | SCOPE_PLAIN)) ||
        !escaped_lines_are_in(entry->message) || is_calm(assembler, entry)) {
        take_line(assembler, assembly, entry);
        return;
    }
    struct strbuf lines;
    strbuf_init(&lines, ASSEMBLER_EVENT_BYTES);
    escaped_lines_split(&lines, entry->message);
    struct entry part = *entry;
    part.hits = NULL;
    part.hit_count = 0;
    for (logdoc_str rest = strbuf_str(&lines); rest.len > 0;) {
        part.message = str_cut(&rest, '\n');
        take_line(assembler, assembly, &part);
    }
    strbuf_release(&lines);
}

static void take_cut(struct assembler *assembler, struct assembly *assembly)
{
    if (!cut_message_waits(&assembly->cut))
        return;
    struct entry whole = cut_message_entry(&assembly->cut);
    take_whole(assembler, assembly, &whole);
    cut_message_reset(&assembly->cut);
}

static bool is_busy(const struct assembly *assembly)
{
    return assembly_is_open(assembly) || cut_message_waits(&assembly->cut);
}

static void add_to(struct assembler *assembler, struct assembly *assembly,
                   const struct entry *entry)
{
    bool continues = cut_message_continues(&assembly->cut, entry);
    bool begins = cut_message_begins(entry);
    assembler->busy -= is_busy(assembly);
    assembly->touched = assembler->now;
    if (!continues)
        take_cut(assembler, assembly);
    assembler->sequence++;
    if (continues || begins)
        cut_message_add(&assembly->cut, entry);
    if (continues && !begins)
        take_cut(assembler, assembly);
    if (!continues && !begins)
        take_whole(assembler, assembly, entry);
    assembler->busy += is_busy(assembly);
}

void assembler_add_facts(struct assembler *assembler, const bool *facts)
{
    for (size_t i = 0; i < assembler->rules->facts.count; i++)
        assembler->facts[i] |= facts[i];
}

/* Nothing is open that it could belong to, and it begins nothing. */
static bool is_idle_line(const struct assembler *assembler, const struct entry *entry)
{
    if (!assembler_is_idle(assembler) || entry->scope == SCOPE_BUILD)
        return false;
    enum entry_calls calls =
        entry->calls == CALLS_UNKNOWN
            ? entry_calls_of(assembler->rules, entry, assembler->facts)
            : entry->calls;
    return calls != CALLS_RULES;
}

void assembler_add(struct assembler *assembler, const struct entry *entry)
{
    if (is_idle_line(assembler, entry))
        assembler->sequence++;
    else
        add_to(assembler, find_assembly(assembler, entry), entry);
}

void assembler_touch(struct assembler *assembler, const struct entry *entry)
{
    if (assembler->now)
        find_assembly(assembler, entry)->touched = assembler->now;
}

void assembler_flush_silent(struct assembler *assembler, logdoc_time since,
                            logdoc_time patient)
{
    for (size_t i = 0; i < assembler->processes.count; i++) {
        struct assembly *assembly = assembler->processes.entries[i].value;
        if (assembly->touched > (assembly_wants_more(assembly) ? patient : since))
            continue;
        assembler->busy -= is_busy(assembly);
        take_cut(assembler, assembly);
        close_event(assembler, assembly);
        assembler->busy += is_busy(assembly);
    }
}

void assembler_flush(struct assembler *assembler)
{
    assembler_flush_silent(assembler, INT64_MAX, INT64_MAX);
}
