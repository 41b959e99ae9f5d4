/* SPDX-License-Identifier: MIT
 * logdoc fix [FILE...]: the advice as a diff, or written. */
#include "app_folder.h"
#include "commands.h"
#include "diag.h"
#include "error.h"
#include "fix_plan.h"
#include "inputs.h"
#include "options.h"
#include "output.h"
#include "report_output.h"
#include "rules_loading.h"
#include "signals.h"

#include <logdoc/engine.h>

#define DIFF_CAP ((size_t)64 * 1024 * 1024)
#define WAIT_MS 250

struct fixing {
    const struct options *options;
    struct logdoc_ruleset *rules;
    struct app_folder folder;
    struct logdoc_engine *engine;
    struct inputs inputs;
    struct fix_plan plan;
};

static void read_logs(struct fixing *fixing)
{
    const struct options *options = fixing->options;
    struct logdoc_options wanted = {
        .since = options->since,
        .until = options->until,
        .process = options->process,
        .min_severity = (enum logdoc_severity)options->min_severity,
        .keep_secrets = options->no_redact,
        .facts = app_folder_facts(&fixing->folder),
    };
    uint32_t index;
    logdoc_str bytes;
    enum source_status status = SOURCE_IDLE;
    fixing->engine = logdoc_engine_new(fixing->rules, &wanted);
    inputs_open(&fixing->inputs, fixing->engine, options->operands.list.items,
                options->operands.list.count);
    while (status != SOURCE_END && !signals_stop_asked()) {
        status = inputs_read(&fixing->inputs, WAIT_MS, &index, &bytes);
        if (status == SOURCE_DATA)
            logdoc_engine_feed(fixing->engine, index, bytes, 0);
    }
    logdoc_engine_finish(fixing->engine);
}

static const struct logdoc_report *find_problems(struct fixing *fixing)
{
    if (fixing->options->check)
        return preflight_report(&fixing->folder.preflight,
                                (enum logdoc_severity)fixing->options->min_severity);
    read_logs(fixing);
    return app_folder_exact(&fixing->folder, logdoc_engine_report(fixing->engine));
}

/* A file that git could not give back is not overwritten. */
static bool may_write(const struct fixing *fixing, struct logdoc_error *error)
{
    const struct git *git = &fixing->folder.project.git;
    const struct patch *patch = &fixing->plan.patch;
    for (size_t i = 0; i < patch->files.count && !fixing->options->force; i++) {
        const struct patch_file *file = patch->files.items[i];
        enum git_status status = git_status_of(git, file->path);
        if (file->existed && patch_changes(file) && git->presence == GIT_READY &&
            status != GIT_TRACKED)
            return error_set(error, "",
                             "'%.160s' has changes that are not committed: commit them, "
                             "or add '--force'",
                             file->path);
    }
    return true;
}

static bool write_files(struct fixing *fixing, struct logdoc_error *error)
{
    const struct patch *patch = &fixing->plan.patch;
    if (!may_write(fixing, error) || !patch_write(patch, error))
        return false;
    if (fixing->plan.edited > 0 && fixing->folder.project.git.presence != GIT_READY)
        diag_say("the folder is not in git, which could show and undo the change");
    for (size_t i = 0; i < patch->files.count; i++)
        if (patch_changes(patch->files.items[i]))
            diag_say("%s %s", patch->files.items[i]->exists ? "wrote" : "removed",
                     patch->files.items[i]->path);
    return true;
}

static bool print_diff(const struct fixing *fixing, struct logdoc_error *error)
{
    struct output output;
    struct strbuf diff;
    if (!output_open(&output, fixing->options->output, false, error))
        return false;
    strbuf_init(&diff, DIFF_CAP);
    patch_diff(&fixing->plan.patch, &diff);
    output_write(&output, strbuf_str(&diff));
    strbuf_release(&diff);
    bool written = output_finish(&output, error);
    output_release(&output);
    return written;
}

static void print_words(struct fixing *fixing)
{
    struct fix_plan *plan = &fixing->plan;
    if (fixing->options->quiet)
        return;
    diag_print(plan->words.at);
    if (plan->next.len > 0) {
        diag_print(fixing->options->write || plan->edited == 0
                       ? "then run\n"
                       : "then apply it and run\n");
        diag_print(plan->next.at);
        diag_print(plan->last.at);
    }
}

static bool fix(struct fixing *fixing, enum exit_status *status,
                struct logdoc_error *error)
{
    const struct options *options = fixing->options;
    if (options->format != 0)
        return error_set(error, "", "'fix' prints a diff and has no other format");
    if (options->check && options->operands.list.count > 0)
        return error_set(error, "", "'--check' reads the folder, and no log");
    fixing->rules = rules_loading(options, error);
    if (!fixing->rules || !app_folder_open(&fixing->folder, options->project, options,
                                           fixing->rules, error))
        return false;
    fixing->folder.preflight.shows_edits = false;
    fix_plan_init(&fixing->plan, fixing->rules, &fixing->folder.project.folder,
                  options->all);
    fixing->plan.other_manager = !project_has_fact(&fixing->folder.project, "pip");
    const struct logdoc_report *report = find_problems(fixing);
    for (size_t i = 0; i < report->diagnosis_count; i++)
        fix_plan_add(&fixing->plan, &report->diagnoses[i]);
    if (options->write ? !write_files(fixing, error) : !print_diff(fixing, error))
        return false;
    print_words(fixing);
    *status = report_has_problems(report) && !options->exit_zero ? STATUS_PROBLEMS
                                                                 : STATUS_FINE;
    return true;
}

enum exit_status cmd_fix(const struct options *options)
{
    struct logdoc_error error;
    struct fixing fixing = { .options = options };
    enum exit_status status = STATUS_FINE;
    if (!fix(&fixing, &status, &error)) {
        diag_error(&error);
        status = STATUS_TROUBLE;
    }
    if (fixing.inputs.failed)
        status = STATUS_TROUBLE;
    fix_plan_release(&fixing.plan);
    inputs_release(&fixing.inputs);
    logdoc_engine_free(fixing.engine);
    app_folder_release(&fixing.folder);
    logdoc_ruleset_free(fixing.rules);
    return status;
}
