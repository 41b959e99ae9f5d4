/* SPDX-License-Identifier: MIT
 * logdoc check [DIR]: what would fail on Heroku, before it is pushed. */
#include "app_folder.h"
#include "commands.h"
#include "diag.h"
#include "error.h"
#include "options.h"
#include "report_output.h"
#include "rules_loading.h"
#include "terminal.h"

struct checking {
    const struct options *options;
    struct logdoc_ruleset *rules;
    struct app_folder folder;
    struct output output;
};

static const char *folder_wanted(const struct options *options)
{
    return options->operands.list.count > 0 ? options->operands.list.items[0]
                                            : options->project;
}

static void print_report(struct checking *checking, const struct logdoc_report *report)
{
    const struct renderer *renderer = renderers[checking->options->format];
    struct render_options render =
        terminal_render_options(checking->options, checking->output.fd);
    if (!checking->options->quiet)
        report_output(&checking->output, renderer->report, &render, report);
}

static bool check(struct checking *checking, enum exit_status *status,
                  struct logdoc_error *error)
{
    const struct options *options = checking->options;
    if (options->operands.list.count > 1)
        return error_set(error, "", "'check' looks at one folder at a time");
    checking->rules = rules_loading(options, error);
    if (!checking->rules ||
        !app_folder_open(&checking->folder, folder_wanted(options), options,
                         checking->rules, error) ||
        !output_open(&checking->output, options->output, false, error))
        return false;
    const struct logdoc_report *report = preflight_report(
        &checking->folder.preflight, (enum logdoc_severity)options->min_severity);
    print_report(checking, report);
    if (report_has_problems(report) && !options->exit_zero)
        *status = STATUS_PROBLEMS;
    return output_finish(&checking->output, error);
}

enum exit_status cmd_check(const struct options *options)
{
    struct logdoc_error error;
    struct checking checking = { .options = options, .output = { .fd = -1 } };
    enum exit_status status = STATUS_FINE;
    if (!check(&checking, &status, &error)) {
        diag_error(&error);
        status = STATUS_TROUBLE;
    }
    output_release(&checking.output);
    app_folder_release(&checking.folder);
    logdoc_ruleset_free(checking.rules);
    return status;
}
