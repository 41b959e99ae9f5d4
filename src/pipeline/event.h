/* SPDX-License-Identifier: MIT
 * What travels between the stages: an event (one line, or a whole trace) and a finding
 * (a rule that fits an event). Both are lent for the call that passes them. */
#ifndef LOGDOC_EVENT_H
#define LOGDOC_EVENT_H

#include "format.h"
#include "rule.h"

#include <logdoc/types.h>

/* A stretch of an event's text. */
struct span {
    size_t offset, len;
};

struct event_line {
    struct span text;
    uint64_t number; /* 1-based within the input */
    uint32_t input;
    unsigned scope;
    logdoc_time time;
    uint64_t sequence; /* its place in the order of all entries */
};

/* A line of a trace that says something: a frame, an exception, a link of a chain. */
struct trace_part {
    enum trace_role role;
    size_t line;           /* index into the event's lines */
    struct span file_type; /* a frame's file, an exception's type */
    struct span number;    /* a frame's line number */
    struct span detail;    /* a frame's function, an exception's message */
};

/* A rule with a needle in a line. */
struct candidate {
    const struct rule *rule;
    size_t line; /* index into the event's lines */
};

struct event {
    logdoc_str text; /* the messages of its lines, joined by '\n' */
    const struct event_line *lines;
    size_t line_count;
    const struct trace_grammar *grammar; /* NULL: no trace */
    const char *language; /* of the trace, "bare" for an error line alone, or NULL */
    const struct trace_part *parts;
    size_t part_count;
    const struct candidate *candidates;
    size_t candidate_count;
    logdoc_str source, process;
    const struct recent_lines *recent; /* NULL: none were kept */
};

static inline logdoc_str event_span(const struct event *event, struct span span)
{
    return (logdoc_str){ event->text.at + span.offset, span.len };
}

/* The part of the trace that is the app's own innermost frame; NULL when there is none.
 */
const struct trace_part *event_own_frame(const struct event *);
/* The exception that the trace is really about: the root of a chain; NULL without one. */
const struct trace_part *event_root_exception(const struct event *);
/* Number of the exception within its chain that `line` belongs to, counted from 0. */
size_t event_chain_link(const struct event *, size_t line);

#define FINDING_CAPTURES (REGEX_GROUPS + 8)

struct capture {
    logdoc_str name, value;
    bool varies; /* of a problem: later requests had other values */
};

struct finding {
    const struct rule *rule;
    const struct event *event;
    size_t line;      /* the decisive one */
    size_t last_line; /* where the match ends */
    struct capture captures[FINDING_CAPTURES];
    size_t capture_count;
};

/* The value of a capture; at == NULL when the finding has none of that name. */
logdoc_str finding_capture(const struct finding *, logdoc_str name);

#endif
