/* SPDX-License-Identifier: MIT
 * logdoc history: what a drain remembers. */
#include "commands.h"
#include "diag.h"
#include "drain_state.h"
#include "error.h"
#include "escape.h"
#include "options.h"
#include "output.h"
#include "renderer.h"
#include "str.h"
#include "timestamp.h"

#include <inttypes.h>

#define INCIDENTS 100000
#define TEXT_CAP ((size_t)64 * 1024 * 1024)

struct listing {
    const struct renderer *renderer;
    struct strbuf text;
    uint64_t count;
};

static void add_time(struct strbuf *out, logdoc_time time)
{
    char text[TIMESTAMP_SIZE];
    timestamp_format(time - time % LOGDOC_SECOND, text);
    strbuf_add_text(out, text[0] ? text : "?");
}

static void add_text(struct strbuf *out, const struct incident *incident)
{
    strbuf_add_format(out, "%-8s  %-7s  ", incident->status, incident->severity);
    escape_terminal(out, str_from(incident->app));
    strbuf_add_text(out, "  ");
    escape_terminal(out, str_from(incident->title));
    strbuf_add_format(out, "\n          %" PRIu64 " time%s, ", incident->count,
                      incident->count == 1 ? "" : "s");
    add_time(out, incident->first_seen);
    strbuf_add_text(out, " to ");
    add_time(out, incident->last_seen);
    strbuf_add_format(out, " (%s)\n", incident->rule);
}

/* One object; what several engines counted together stands in front of the diagnosis. */
static void add_json(struct strbuf *out, const struct incident *incident)
{
    strbuf_add_format(out, "{\"total\":%" PRIu64 ",\"first\":\"", incident->count);
    add_time(out, incident->first_seen);
    strbuf_add_text(out, "\",\"last\":\"");
    add_time(out, incident->last_seen);
    strbuf_add_format(out, "\",\"incident\":%s}",
                      incident->document[0] ? incident->document : "null");
}

static void add_incident(void *user, const struct incident *incident)
{
    struct listing *listing = user;
    bool document = listing->renderer == &renderer_json;
    if (listing->renderer == &renderer_text)
        add_text(&listing->text, incident);
    else if (document)
        strbuf_add_text(&listing->text, listing->count ? ",\n" : "");
    if (listing->renderer != &renderer_text)
        add_json(&listing->text, incident);
    if (listing->renderer == &renderer_ndjson)
        strbuf_add_char(&listing->text, '\n');
    listing->count++;
}

static bool list(const struct options *options, struct listing *listing,
                 struct logdoc_error *error)
{
    if (options->operands.list.count > 0 || !options->state)
        return error_set(error, "", "it wants the file of a drain: --state FILE");
    if (listing->renderer != &renderer_text && listing->renderer != &renderer_json &&
        listing->renderer != &renderer_ndjson)
        return error_set(error, "", "'--format %s' does not suit 'history'",
                         listing->renderer->name);
    struct drain_state *state = drain_state_open(options->state, true, error);
    bool listed = state && drain_state_list(state, options->app, INCIDENTS, add_incident,
                                            listing, error);
    drain_state_close(state);
    return listed;
}

enum exit_status cmd_history(const struct options *options)
{
    struct logdoc_error error;
    struct output output = { .fd = -1 };
    struct listing listing = { .renderer = renderers[options->format] };
    enum exit_status status = STATUS_TROUBLE;
    bool document = listing.renderer == &renderer_json;
    strbuf_init(&listing.text, TEXT_CAP);
    strbuf_add_text(&listing.text, document ? "[" : "");
    if (list(options, &listing, &error) &&
        output_open(&output, options->output, false, &error)) {
        if (listing.count == 0 && listing.renderer == &renderer_text)
            strbuf_add_text(&listing.text, "No incidents are remembered.\n");
        strbuf_add_text(&listing.text, document ? "]\n" : "");
        output_write(&output, strbuf_str(&listing.text));
        if (output_finish(&output, &error))
            status = STATUS_FINE;
    }
    if (status == STATUS_TROUBLE)
        diag_error(&error);
    output_release(&output);
    strbuf_release(&listing.text);
    return status;
}
