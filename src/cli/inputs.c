/* SPDX-License-Identifier: MIT
 * Opening, choosing and reading the inputs. */
#include "inputs.h"

#include "diag.h"
#include "read_ahead.h"

#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define SHARED_TIMEOUT_MS 10 /* of one live source among several */
/* How far all files together may be handed on beyond the one that is behind: less than
 * the engine can put in order. One alone is handed on as it is read. */
#define AHEAD_SIZE ((size_t)128 * 1024)
#define SLICE_LEAST ((size_t)512)

static void add_path(void *user, const char *path)
{
    struct inputs *inputs = user;
    struct logdoc_error error;
    struct source *source = source_open(path, &error);
    if (strcmp(path, "-") == 0 && isatty(STDIN_FILENO)) {
        diag_say("reading a log from the terminal: paste it, then press Ctrl-D");
        inputs->from_terminal = true;
    }
    if (!source) {
        diag_error(&error);
        inputs->failed = true;
        return;
    }
    *vec_push(&inputs->list) = (struct input){ .source = source };
}

/* All files are open at once, because they are merged. */
static void raise_file_limit(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

void inputs_open(struct inputs *inputs, struct logdoc_engine *engine,
                 const char *const *operands, size_t operand_count)
{
    *inputs = (struct inputs){ .engine = engine };
    raise_file_limit();
    if (operand_count == 0)
        add_path(inputs, "-");
    for (size_t i = 0; i < operand_count; i++) {
        struct logdoc_error error;
        if (source_expand(operands[i], add_path, inputs, &error))
            continue;
        diag_error(&error);
        inputs->failed = true;
    }
    if (inputs->list.count == 1)
        inputs->list.items[0].source->alone = true;
}

void inputs_read_ahead(struct inputs *inputs)
{
    struct input *input = inputs->list.count == 1 ? &inputs->list.items[0] : NULL;
    if (input && input->source->kind->unpacks)
        input->source = read_ahead(input->source);
}

void inputs_open_source(struct inputs *inputs, struct logdoc_engine *engine,
                        struct source *source)
{
    *inputs = (struct inputs){ .engine = engine };
    *vec_push(&inputs->list) = (struct input){ .source = source };
}

static void end_input(struct input *input)
{
    input->source->kind->progress(input->source, &input->done, &input->total);
    source_close(input->source);
    input->source = NULL;
}

void inputs_release(struct inputs *inputs)
{
    for (size_t i = 0; i < inputs->list.count; i++)
        source_close(inputs->list.items[i].source);
    vec_release(&inputs->list);
}

static struct input *file_behind(const struct inputs *inputs)
{
    struct input *behind = NULL;
    logdoc_time behind_at = 0;
    for (size_t i = 0; i < inputs->list.count; i++) {
        struct input *input = &inputs->list.items[i];
        if (!input->source || input->source->live)
            continue;
        logdoc_time reached =
            input->declared ? logdoc_engine_reached(inputs->engine, input->index) : 0;
        if (!behind || reached < behind_at) {
            behind = input;
            behind_at = reached;
        }
    }
    return behind;
}

static struct input *next_live(struct inputs *inputs, size_t *live_count)
{
    struct input *next = NULL;
    *live_count = 0;
    for (size_t i = 1; i <= inputs->list.count; i++) {
        struct input *input =
            &inputs->list.items[(inputs->turn + i) % inputs->list.count];
        if (!input->source)
            continue;
        if (!next)
            next = input;
        (*live_count)++;
    }
    if (next)
        inputs->turn = (size_t)(next - inputs->list.items);
    return next;
}

/* A source that goes on to the next file of an archive becomes another input. */
static void declare(struct inputs *inputs, struct input *input)
{
    if (input->declared && input->serial == input->source->serial)
        return;
    input->index = logdoc_engine_open(inputs->engine, input->source->name);
    input->serial = input->source->serial;
    input->declared = true;
    inputs->declared++;
}

static void note_gap(struct inputs *inputs, const struct input *input)
{
    inputs->gap = (struct logdoc_gap){ .kind = "reconnect",
                                       .input = input->index,
                                       .seconds = input->source->lost_seconds };
    inputs->gap_filled = input->source->lost_filled;
}

static enum source_status read_input(struct inputs *inputs, struct input *input,
                                     int timeout_ms, logdoc_str *bytes)
{
    struct logdoc_error error;
    struct source *source = input->source;
    enum source_status status = source->kind->read(source, timeout_ms, bytes, &error);
    if (status == SOURCE_DATA || status == SOURCE_GAP ||
        (status == SOURCE_END && !input->declared))
        declare(inputs, input);
    if (status == SOURCE_GAP)
        note_gap(inputs, input);
    if (status != SOURCE_END && status != SOURCE_FAILED)
        return status;
    if (status == SOURCE_FAILED) {
        diag_error(&error);
        inputs->failed = true;
    }
    end_input(input);
    return SOURCE_IDLE;
}

static size_t slice_size(const struct inputs *inputs)
{
    size_t count = inputs->list.count, slice = AHEAD_SIZE / count;
    if (count == 1)
        return SIZE_MAX;
    return slice > SLICE_LEAST ? slice : SLICE_LEAST;
}

static logdoc_str take_slice(struct input *input, size_t size)
{
    logdoc_str slice = input->pending;
    if (slice.len > size)
        slice.len = size;
    input->pending.at += slice.len;
    input->pending.len -= slice.len;
    return slice;
}

enum source_status inputs_read(struct inputs *inputs, int timeout_ms, uint32_t *index,
                               logdoc_str *bytes)
{
    size_t live_count = 0;
    struct input *input = file_behind(inputs);
    if (!input)
        input = next_live(inputs, &live_count);
    if (!input)
        return SOURCE_END;
    if (live_count > 1 && timeout_ms > SHARED_TIMEOUT_MS)
        timeout_ms = SHARED_TIMEOUT_MS;
    enum source_status status = SOURCE_DATA;
    if (input->pending.len == 0)
        status = read_input(inputs, input, timeout_ms, &input->pending);
    if (status == SOURCE_DATA)
        *bytes = take_slice(input, slice_size(inputs));
    *index = input->index;
    return status;
}

bool inputs_live(const struct inputs *inputs)
{
    bool live = false;
    for (size_t i = 0; i < inputs->list.count; i++) {
        const struct source *source = inputs->list.items[i].source;
        if (source && !source->live)
            return false;
        live = live || source;
    }
    return live;
}

void inputs_progress(const struct inputs *inputs, uint64_t *done, uint64_t *total)
{
    bool known = true;
    *done = *total = 0;
    for (size_t i = 0; i < inputs->list.count; i++) {
        const struct input *input = &inputs->list.items[i];
        uint64_t input_done = input->done, input_total = input->total;
        if (input->source)
            input->source->kind->progress(input->source, &input_done, &input_total);
        known = known && (input_total > 0 || !input->source);
        *done += input_done;
        *total += input_total;
    }
    if (!known)
        *total = 0;
}

uint64_t inputs_lines(const struct inputs *inputs)
{
    uint64_t lines = 0;
    for (size_t i = 0; i < inputs->list.count; i++)
        if (inputs->list.items[i].declared)
            lines += logdoc_engine_lines(inputs->engine, inputs->list.items[i].index);
    return lines;
}
