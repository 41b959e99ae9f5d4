/* SPDX-License-Identifier: MIT
 * Follows processes and releases through the platform's own lines. */
#include "lifecycle.h"

#include "str.h"

#include <stdio.h>

/* A web dyno that has been up this long has not died while booting. */
#define STEADY (30 * LOGDOC_SECOND)

void lifecycle_init(struct lifecycle *lifecycle)
{
    *lifecycle = (struct lifecycle){ 0 };
    hashmap_init(&lifecycle->dynos);
    config_vars_init(&lifecycle->config);
}

void lifecycle_release(struct lifecycle *lifecycle)
{
    for (size_t i = 0; i < lifecycle->dynos.count; i++) {
        struct dyno *dyno = lifecycle->dynos.entries[i].value;
        vec_release(&dyno->changes);
        free(dyno->command);
        free(dyno);
    }
    hashmap_release(&lifecycle->dynos);
    config_vars_release(&lifecycle->config);
    vec_release(&lifecycle->releases);
}

const struct dyno *lifecycle_find(const struct lifecycle *lifecycle, logdoc_str process)
{
    return hashmap_find(&lifecycle->dynos, process);
}

static struct dyno *dyno_of(struct lifecycle *lifecycle, logdoc_str process)
{
    struct dyno *dyno = hashmap_find(&lifecycle->dynos, process);
    if (dyno || process.len == 0 || lifecycle->dynos.count >= LIFECYCLE_PROCESSES)
        return dyno;
    dyno = mem_zeroed(1, sizeof(*dyno));
    hashmap_set(&lifecycle->dynos, process, dyno);
    dyno->name = lifecycle->dynos.entries[lifecycle->dynos.count - 1].key.at;
    dyno->command = mem_copy_text("", 0);
    return dyno;
}

static enum dyno_state state_named(logdoc_str name)
{
    static const struct {
        const char *name;
        enum dyno_state state;
    } states[] = { { "starting", DYNO_STARTING }, { "up", DYNO_UP },
                   { "crashed", DYNO_CRASHED },   { "down", DYNO_DOWN },
                   { "complete", DYNO_COMPLETE }, { "stopping", DYNO_DOWN } };
    for (size_t i = 0; i < sizeof(states) / sizeof(*states); i++)
        if (str_equal(name, str_from(states[i].name)))
            return states[i].state;
    return DYNO_UNKNOWN;
}

static void change_state(struct lifecycle *lifecycle, struct dyno *dyno,
                         enum dyno_state state, logdoc_time time)
{
    if (dyno->changes.count == LIFECYCLE_CHANGES)
        vec_forget_half(&dyno->changes);
    *vec_push(&dyno->changes) = (struct dyno_change){ time, lifecycle->sequence, state };
}

static void note_state_change(struct lifecycle *lifecycle, struct dyno *dyno,
                              logdoc_str rest, logdoc_time time)
{
    size_t to = str_find(rest, STR(" to "));
    if (to == SIZE_MAX)
        return;
    enum dyno_state state = state_named(str_trim(str_from_offset(rest, to + 4)));
    change_state(lifecycle, dyno, state, time);
    if (state == DYNO_UP || state == DYNO_CRASHED)
        dyno->begun = lifecycle->sequence;
    if (state == DYNO_DOWN)
        dyno->stop_asked = lifecycle->sequence;
}

static void note_start(struct dyno *dyno, logdoc_str message, uint64_t sequence)
{
    size_t open = str_find_char(message, '`');
    logdoc_str command =
        str_from_offset(message, open == SIZE_MAX ? message.len : open + 1);
    size_t close = str_find_char(command, '`');
    if (close != SIZE_MAX)
        command.len = close;
    free(dyno->command);
    dyno->command = mem_copy_text(command.at, command.len < 1024 ? command.len : 1024);
    dyno->begun = sequence;
}

static void note_dyno(struct lifecycle *lifecycle, const struct entry *entry)
{
    struct dyno *dyno = dyno_of(lifecycle, entry->process);
    logdoc_str message = entry->message;
    if (!dyno || str_starts(message, STR("source="))) /* its metrics */
        return;
    if (str_starts(message, STR("State changed from ")))
        note_state_change(lifecycle, dyno, str_from_offset(message, 19), entry->time);
    else if (str_starts(message, STR("Starting process with command")))
        note_start(dyno, message, lifecycle->sequence);
    else if (str_find(message, STR("with SIGTERM")) != SIZE_MAX ||
             str_equal(message, STR("Restarting")) ||
             str_equal(message, STR("Cycling")) || str_equal(message, STR("Idling")))
        dyno->stop_asked = lifecycle->sequence;
}

/* "Release v7 created by user …", "Released v7". */
static void note_release(struct lifecycle *lifecycle, logdoc_str message,
                         logdoc_time time)
{
    size_t at = str_find(message, STR("Release v"));
    size_t skip = 8;
    if (at == SIZE_MAX) {
        at = str_find(message, STR("Released v"));
        skip = 9;
    }
    if (at == SIZE_MAX)
        return;
    logdoc_str name = str_from_offset(message, at + skip);
    size_t len = 1;
    while (len < name.len && name.at[len] >= '0' && name.at[len] <= '9')
        len++;
    bool failed = str_find(message, STR("failed")) != SIZE_MAX;
    if (len < 2 || len > 12 || failed)
        return;
    if (lifecycle->releases.count == LIFECYCLE_CHANGES)
        vec_forget_half(&lifecycle->releases);
    struct release *release = vec_push(&lifecycle->releases);
    *release = (struct release){ .sequence = lifecycle->sequence, .time = time };
    memcpy(release->name, name.at, len);
    lifecycle->released = time;
}

const char *lifecycle_release_at(const struct lifecycle *lifecycle, uint64_t sequence)
{
    for (size_t i = lifecycle->releases.count; i-- > 0;)
        if (lifecycle->releases.items[i].sequence <= sequence)
            return lifecycle->releases.items[i].name;
    return "";
}

bool lifecycle_released_between(const struct lifecycle *lifecycle, uint64_t from,
                                uint64_t to)
{
    for (size_t i = 0; i < lifecycle->releases.count; i++)
        if (lifecycle->releases.items[i].sequence > from &&
            lifecycle->releases.items[i].sequence < to)
            return true;
    return false;
}

static void note_build(struct lifecycle *lifecycle, logdoc_str message)
{
    if (str_starts(message, STR("Building source:")) ||
        str_starts(message, STR("-----> Building on the ")))
        lifecycle->build_begun = lifecycle->sequence;
    if (str_find(message, STR("deployed to Heroku")) != SIZE_MAX ||
        str_starts(message, STR("Build succeeded")) ||
        str_find(message, STR("Build succeeded!")) != SIZE_MAX)
        lifecycle->build_done = lifecycle->sequence;
}

void lifecycle_note(struct lifecycle *lifecycle, const struct entry *entry)
{
    lifecycle->sequence++;
    if (entry->scope == SCOPE_DYNO)
        note_dyno(lifecycle, entry);
    if (entry->scope != SCOPE_API && entry->scope != SCOPE_BUILD)
        return;
    note_release(lifecycle, entry->message, entry->time);
    note_build(lifecycle, entry->message);
    if (entry->scope == SCOPE_API)
        config_vars_note(&lifecycle->config, entry->message);
}

void lifecycle_served(struct lifecycle *lifecycle, logdoc_str process, logdoc_time time)
{
    struct dyno *dyno = hashmap_find(&lifecycle->dynos, process);
    if (dyno && time > dyno->served)
        dyno->served = time;
}

bool lifecycle_was_stopping(const struct lifecycle *lifecycle, logdoc_str process,
                            uint64_t sequence)
{
    const struct dyno *dyno = lifecycle_find(lifecycle, process);
    if (!dyno || !dyno->stop_asked || dyno->stop_asked > sequence)
        return false;
    return dyno->begun < dyno->stop_asked || dyno->begun > sequence;
}

/* The change that follows change `i` of this dyno is no crash for a good while. */
static bool stays_up(const struct dyno *dyno, size_t i, logdoc_time until)
{
    const struct dyno_change *change = &dyno->changes.items[i];
    if (i + 1 == dyno->changes.count)
        return until - change->time >= STEADY || dyno->served > change->time;
    const struct dyno_change *next = change + 1;
    return next->state != DYNO_CRASHED || next->time - change->time >= STEADY;
}

struct span_of_log {
    uint64_t from, to; /* sequences */
    logdoc_time last;
};

typedef bool dyno_test(const struct dyno *, const struct span_of_log *);

static bool has_recovered(const struct dyno *dyno, const struct span_of_log *span)
{
    if (dyno->changes.count == 0)
        return false;
    size_t end = dyno->changes.count - 1;
    const struct dyno_change *change = &dyno->changes.items[end];
    return change->state == DYNO_UP && change->sequence > span->from &&
           stays_up(dyno, end, span->last);
}

static bool was_up(const struct dyno *dyno, const struct span_of_log *span)
{
    for (size_t i = 0; i + 1 < dyno->changes.count; i++) {
        const struct dyno_change *change = &dyno->changes.items[i];
        if (change->state == DYNO_UP && change->sequence > span->from &&
            change->sequence < span->to && stays_up(dyno, i, 0))
            return true;
    }
    return false;
}

static bool is_of_type(const struct dyno *dyno, logdoc_str type)
{
    return str_starts(str_from(dyno->name), type) && dyno->name[type.len] == '.';
}

static bool passes(const struct lifecycle *lifecycle, logdoc_str process, dyno_test *test,
                   const struct span_of_log *span)
{
    const struct dyno *dyno = lifecycle_find(lifecycle, process);
    if (dyno)
        return test(dyno, span);
    for (size_t i = 0; i < lifecycle->dynos.count; i++) {
        dyno = lifecycle->dynos.entries[i].value;
        if (is_of_type(dyno, process) && test(dyno, span))
            return true;
    }
    return false;
}

bool lifecycle_recovered(const struct lifecycle *lifecycle, logdoc_str process,
                         uint64_t sequence, logdoc_time last)
{
    struct span_of_log span = { .from = sequence, .last = last };
    return passes(lifecycle, process, has_recovered, &span);
}

bool lifecycle_was_up(const struct lifecycle *lifecycle, logdoc_str process,
                      uint64_t from, uint64_t to)
{
    struct span_of_log span = { .from = from, .to = to };
    return passes(lifecycle, process, was_up, &span);
}
