/* SPDX-License-Identifier: MIT
 * The open lines of one process, and what a finished event says about itself. */
#include "assembly.h"

#include "assembler.h"
#include "str.h"

struct assembly *assembly_new(void)
{
    struct assembly *assembly = mem_zeroed(1, sizeof(*assembly));
    strbuf_init(&assembly->text, ASSEMBLER_EVENT_BYTES + (size_t)64 * 1024);
    strbuf_init(&assembly->source, 256);
    strbuf_init(&assembly->process, 256);
    cut_message_init(&assembly->cut);
    return assembly;
}

void assembly_free(struct assembly *assembly)
{
    if (!assembly)
        return;
    strbuf_release(&assembly->text);
    strbuf_release(&assembly->source);
    strbuf_release(&assembly->process);
    cut_message_release(&assembly->cut);
    recent_lines_free(assembly->recent);
    vec_release(&assembly->lines);
    vec_release(&assembly->parts);
    vec_release(&assembly->candidates);
    free(assembly);
}

void assembly_reset(struct assembly *assembly)
{
    strbuf_reset(&assembly->text);
    assembly->lines.count = 0;
    assembly->parts.count = 0;
    assembly->candidates.count = 0;
    assembly->grammar = NULL;
    assembly->step = NULL;
    assembly->wanted_line = 0;
}

bool assembly_is_open(const struct assembly *assembly)
{
    return assembly->lines.count != 0;
}

bool assembly_wants_more(const struct assembly *assembly)
{
    return assembly->step || assembly->lines.count <= assembly->wanted_line;
}

void assembly_append(struct assembly *assembly, const struct entry *entry,
                     uint64_t sequence)
{
    if (assembly->lines.count == 0) {
        strbuf_reset(&assembly->source);
        strbuf_add_str(&assembly->source, entry->source);
        strbuf_reset(&assembly->process);
        strbuf_add_str(&assembly->process, entry->process);
    } else {
        strbuf_add_char(&assembly->text, '\n');
    }
    size_t offset = assembly->text.len;
    strbuf_add_str(&assembly->text, entry->message);
    *vec_push(&assembly->lines) =
        (struct event_line){ .text = { offset, assembly->text.len - offset },
                             .number = entry->line,
                             .input = entry->input,
                             .scope = entry->scope,
                             .time = entry->time,
                             .sequence = sequence };
}

static struct span group_span(const struct assembly *assembly,
                              const struct regex_match *match, logdoc_str line,
                              size_t group)
{
    if (group >= match->group_count || !match->groups[group].at)
        return (struct span){ 0, 0 };
    size_t base = assembly->lines.items[assembly->lines.count - 1].text.offset;
    size_t within = (size_t)(match->groups[group].at - line.at);
    return (struct span){ base + within, match->groups[group].len };
}

void assembly_step(struct assembly *assembly, const struct trace_grammar *grammar,
                   const struct trace_step *step, const struct regex_match *match,
                   logdoc_str line)
{
    assembly->grammar = grammar;
    assembly->step = step;
    if (step->role == TRACE_TEXT)
        return;
    *vec_push(&assembly->parts) = (struct trace_part){
        .role = step->role,
        .line = assembly->lines.count - 1,
        .file_type = group_span(assembly, match, line, step->file_type),
        .number = group_span(assembly, match, line, step->number),
        .detail = group_span(assembly, match, line, step->detail),
    };
}

static bool has_part(const struct assembly *assembly, enum trace_role role)
{
    for (size_t i = 0; i < assembly->parts.count; i++)
        if (assembly->parts.items[i].role == role)
            return true;
    return false;
}

/* An exception without a single frame is an error line that any language may have
 * printed. */
static const char *language(const struct assembly *assembly)
{
    if (!assembly->grammar || assembly->parts.count == 0)
        return NULL;
    return has_part(assembly, TRACE_FRAME) ? assembly->grammar->language : "bare";
}

struct event assembly_event(const struct assembly *assembly)
{
    return (struct event){ .text = strbuf_str(&assembly->text),
                           .lines = assembly->lines.items,
                           .line_count = assembly->lines.count,
                           .grammar = assembly->grammar,
                           .language = language(assembly),
                           .parts = assembly->parts.items,
                           .part_count = assembly->parts.count,
                           .candidates = assembly->candidates.items,
                           .candidate_count = assembly->candidates.count,
                           .source = strbuf_str(&assembly->source),
                           .process = strbuf_str(&assembly->process),
                           .recent = assembly->recent };
}

static bool is_own(const struct event *event, const struct trace_part *part)
{
    struct regex_match match;
    logdoc_str file = event_span(event, part->file_type);
    return part->role == TRACE_FRAME && file.len &&
           regex_search(event->grammar->foreign, file, 0, &match) == REGEX_NO;
}

/* Frames up to the root exception are the ones that led to it. */
static size_t frames_end(const struct event *event)
{
    const struct trace_part *root = event_root_exception(event);
    if (!root || !event->grammar->innermost_last)
        return event->part_count;
    return (size_t)(root - event->parts);
}

/* The innermost of the app's own frames among the parts [from, to). */
static const struct trace_part *own_frame_within(const struct event *event, size_t from,
                                                 size_t to)
{
    const struct trace_part *found = NULL;
    for (size_t i = from; i < to; i++)
        if (is_own(event, &event->parts[i])) {
            found = &event->parts[i];
            if (!event->grammar->innermost_last)
                break;
        }
    return found;
}

const struct trace_part *event_own_frame(const struct event *event)
{
    if (!event->grammar)
        return NULL;
    size_t end = frames_end(event);
    const struct trace_part *found = own_frame_within(event, 0, end);
    return found ? found : own_frame_within(event, end, event->part_count);
}

/* Walks back from the last exception over every "was the direct cause of". */
static const struct trace_part *first_of_causes(const struct event *event)
{
    const struct trace_part *root = NULL;
    bool caused = false;
    for (size_t i = event->part_count; i-- > 0;) {
        const struct trace_part *part = &event->parts[i];
        if (part->role == TRACE_EXCEPTION && (!root || caused)) {
            root = part;
            caused = false;
        } else if (part->role == TRACE_CHAIN_CAUSE && root) {
            caused = true;
        } else if (part->role == TRACE_CHAIN_CONTEXT && root) {
            break;
        }
    }
    return root;
}

const struct trace_part *event_root_exception(const struct event *event)
{
    if (!event->grammar)
        return NULL;
    if (!event->grammar->cause_last)
        return first_of_causes(event);
    for (size_t i = event->part_count; i-- > 0;)
        if (event->parts[i].role == TRACE_EXCEPTION)
            return &event->parts[i];
    return NULL;
}

size_t event_chain_link(const struct event *event, size_t line)
{
    size_t link = 0;
    for (size_t i = 0; i < event->part_count && event->parts[i].line < line; i++)
        if (event->parts[i].role == TRACE_EXCEPTION)
            link++;
    return link;
}
