/* SPDX-License-Identifier: MIT
 * logdoc [FILE...]: sources into the engine, its answer into a renderer. */
#include "app_folder.h"
#include "commands.h"
#include "diag.h"
#include "echo.h"
#include "error.h"
#include "inputs.h"
#include "live.h"
#include "options.h"
#include "output.h"
#include "progress.h"
#include "report_output.h"
#include "rules_loading.h"
#include "signals.h"
#include "terminal.h"
#include "wall_clock.h"

#include <sys/stat.h>
#include <unistd.h>

#define MOST_THREADS 8
#define LIVE_WAIT_MS 250 /* of a format that waits for the end; signals interrupt it */

struct analysis {
    const struct options *options;
    struct source *source; /* to read instead of the operands, or NULL */
    const struct renderer *renderer;
    struct logdoc_ruleset *rules;
    struct logdoc_engine *engine;
    struct inputs inputs;
    struct output standard;
    struct output file;
    struct output *report; /* one of the two; NULL: print none */
    struct echo echo;
    struct progress progress;
    struct live live;
    struct app_folder folder;
    bool tells; /* announces things as they happen */
};

static bool to_standard(const struct options *options)
{
    return !options->output || strcmp(options->output, "-") == 0;
}

static bool is_same_file(const char *a, const char *b)
{
    struct stat a_status, b_status;
    return stat(a, &a_status) == 0 && stat(b, &b_status) == 0 &&
           S_ISREG(a_status.st_mode) && a_status.st_dev == b_status.st_dev &&
           a_status.st_ino == b_status.st_ino;
}

static bool check_output(const struct options *options, struct logdoc_error *error)
{
    for (size_t i = 0; !to_standard(options) && i < options->operands.list.count; i++) {
        const char *operand = options->operands.list.items[i];
        if (is_same_file(operand, options->output))
            return error_set(error, "",
                             "'%.160s' is a log that is read: it is not overwritten",
                             options->output);
    }
    return true;
}

static bool check_options(const struct options *options, struct logdoc_error *error)
{
    const struct renderer *renderer = renderers[options->format];
    if (options->echo && to_standard(options) && options->format != 0)
        return error_set(error, "",
                         "'--echo' would mix with the %s report: add '--output FILE'",
                         renderer->name);
    if (options->since && options->until && options->since > options->until)
        return error_set(error, "", "'--since' is later than '--until'");
    return true;
}

static void happened(void *user, enum logdoc_happening what,
                     const struct logdoc_diagnosis *diagnosis)
{
    struct analysis *analysis = user;
    struct logdoc_diagnosis exact = *diagnosis;
    if (analysis->folder.open)
        preflight_make_exact_one(&analysis->folder.preflight, diagnosis, &exact);
    live_happened(&analysis->live, what, &exact);
}

static size_t thread_count(const struct options *options)
{
    long cores =
        options->threads ? (long)options->threads : sysconf(_SC_NPROCESSORS_ONLN);
    return cores < 1 ? 1 : cores > MOST_THREADS ? MOST_THREADS : (size_t)cores;
}

static void open_inputs(struct analysis *analysis)
{
    const struct options *options = analysis->options;
    bool silent = options->quiet && to_standard(options);
    analysis->engine = logdoc_engine_new(
        analysis->rules, &(struct logdoc_options){
                             .keep_secrets = options->no_redact,
                             .since = options->since,
                             .until = options->until,
                             .process = options->process,
                             .min_severity = (enum logdoc_severity)options->min_severity,
                             .threads = thread_count(options),
                             .facts = app_folder_facts(&analysis->folder),
                             .happened = happened,
                             .user = analysis,
                         });
    if (analysis->source)
        inputs_open_source(&analysis->inputs, analysis->engine, analysis->source);
    else
        inputs_open(&analysis->inputs, analysis->engine, options->operands.list.items,
                    options->operands.list.count);
    analysis->source = NULL;
    if (thread_count(options) > 1)
        inputs_read_ahead(&analysis->inputs);
    analysis->tells =
        !silent && analysis->renderer->happening && inputs_live(&analysis->inputs);
}

static bool open_outputs(struct analysis *analysis, struct logdoc_error *error)
{
    const struct options *options = analysis->options;
    output_open(&analysis->standard, NULL, false, error);
    if (!to_standard(options)) {
        if (!output_open(&analysis->file, options->output, analysis->tells, error))
            return false;
        analysis->report = &analysis->file;
    } else if (!options->quiet) {
        analysis->report = &analysis->standard;
    }
    int fd = analysis->report ? analysis->report->fd : STDOUT_FILENO;
    analysis->live = (struct live){
        .renderer = analysis->tells ? analysis->renderer : NULL,
        .render = terminal_render_options(options, fd),
        .output = analysis->report,
        .ticked = wall_clock_steady(),
    };
    echo_init(&analysis->echo, options->echo ? &analysis->standard : NULL,
              terminal_is(STDOUT_FILENO), options->no_redact);
    progress_init(&analysis->progress, !options->quiet && !options->echo);
    return true;
}

static bool start(struct analysis *analysis, struct logdoc_error *error)
{
    if (!check_options(analysis->options, error) ||
        !check_output(analysis->options, error))
        return false;
    analysis->rules = rules_loading(analysis->options, error);
    if (!analysis->rules ||
        (analysis->options->project &&
         !app_folder_open(&analysis->folder, analysis->options->project,
                          analysis->options, analysis->rules, error)))
        return false;
    open_inputs(analysis);
    return open_outputs(analysis, error);
}

static bool goes_on(const struct analysis *analysis)
{
    return !signals_stop_asked() && !analysis->standard.reader_gone &&
           !analysis->file.reader_gone && !analysis->standard.failed &&
           !analysis->file.failed;
}

static void take_gap(struct analysis *analysis)
{
    const struct inputs *inputs = &analysis->inputs;
    live_gap(&analysis->live, &inputs->gap, inputs->gap_filled);
    if (!inputs->gap_filled)
        logdoc_engine_missed(analysis->engine, &inputs->gap);
}

static void read_all(struct analysis *analysis)
{
    enum source_status status = SOURCE_IDLE;
    while (status != SOURCE_END && goes_on(analysis)) {
        uint32_t index;
        logdoc_str bytes = { 0 };
        bool live = inputs_live(&analysis->inputs);
        bool ticks = live && analysis->tells;
        int timeout_ms = ticks ? live_timeout_ms(&analysis->live) : LIVE_WAIT_MS;
        progress_show(&analysis->progress, &analysis->inputs, live);
        status = inputs_read(&analysis->inputs, timeout_ms, &index, &bytes);
        if (status == SOURCE_DATA) {
            echo_feed(&analysis->echo, bytes);
            logdoc_engine_feed(analysis->engine, index, bytes,
                               live ? wall_clock_now() : 0);
        }
        if (status == SOURCE_GAP)
            take_gap(analysis);
        if (ticks)
            live_read(&analysis->live, analysis->engine, bytes.len);
    }
    if (signals_stop_asked() && !inputs_live(&analysis->inputs))
        diag_say("interrupted: the report covers what was read");
}

static enum exit_status conclude(struct analysis *analysis)
{
    struct live *live = &analysis->live;
    live->finishing = true;
    logdoc_engine_finish(analysis->engine);
    echo_flush(&analysis->echo);
    diag_clear_status();

    const struct logdoc_report *report =
        app_folder_exact(&analysis->folder, logdoc_engine_report(analysis->engine));
    if (analysis->report)
        report_output(analysis->report,
                      live->told > 0 ? analysis->renderer->summary_line
                                     : analysis->renderer->report,
                      &live->render, report);
    return report_has_problems(report) && !analysis->options->exit_zero ? STATUS_PROBLEMS
                                                                        : STATUS_FINE;
}

static enum exit_status finish_output(struct output *output, enum exit_status status)
{
    struct logdoc_error error;
    if (output_finish(output, &error))
        return status;
    diag_error(&error);
    return STATUS_TROUBLE;
}

static enum exit_status analyze(struct analysis *analysis)
{
    struct logdoc_error error;
    if (!start(analysis, &error)) {
        diag_error(&error);
        return STATUS_TROUBLE;
    }
    read_all(analysis);
    if (analysis->inputs.failed && analysis->inputs.declared == 0)
        return STATUS_TROUBLE;
    enum exit_status status = conclude(analysis);
    status = finish_output(&analysis->standard, status);
    status = finish_output(&analysis->file, status);
    return analysis->inputs.failed ? STATUS_TROUBLE : status;
}

enum exit_status cmd_analyze_source(const struct options *options, struct source *source)
{
    struct analysis analysis = { .options = options,
                                 .source = source,
                                 .renderer = renderers[options->format] };
    enum exit_status status = analyze(&analysis);
    source_close(analysis.source);
    inputs_release(&analysis.inputs);
    echo_release(&analysis.echo);
    output_release(&analysis.standard);
    output_release(&analysis.file);
    logdoc_engine_free(analysis.engine);
    app_folder_release(&analysis.folder);
    logdoc_ruleset_free(analysis.rules);
    return status;
}

enum exit_status cmd_analyze(const struct options *options)
{
    return cmd_analyze_source(options, NULL);
}
