/* SPDX-License-Identifier: MIT
 * logdoc tail: the log of an app as it is written. What the environment says is read
 * here. */
#include "commands.h"
#include "credentials.h"
#include "diag.h"
#include "error.h"
#include "git_remote.h"
#include "heroku_host.h"
#include "options.h"
#include "source_logsession.h"
#include "str.h"

#include <stdlib.h>

#define DEFAULT_LINES 100

static bool check(const struct options *options, struct logdoc_error *error)
{
    if (options->operands.list.count > 0)
        return error_set(error, "", "'%.80s' is too much: the app is named with '--app'",
                         options->operands.list.items[0]);
    if (options->dyno && options->process_type)
        return error_set(error, "",
                         "'--dyno-name' and '--process-type' exclude each other");
    if (options->app && options->remote)
        return error_set(error, "", "'--app' and '--remote' exclude each other");
    return true;
}

static bool find_app(const struct options *options, const struct heroku_host *host,
                     char app[GIT_APP_SIZE], struct logdoc_error *error)
{
    const char *named = options->app ? options->app : getenv("HEROKU_APP");
    const char *git = host->git[0] ? host->git : "git.heroku.com";
    if (!named || !named[0] || options->remote)
        return git_remote_app(".", options->remote, git, app, error);
    if (!heroku_app_name_valid(str_from(named)))
        return error_set(error, "", "'%.80s' cannot be the name of an app", named);
    snprintf(app, GIT_APP_SIZE, "%s", named);
    return true;
}

/* The Heroku CLI's own setting, in minutes. */
static double session_minutes(void)
{
    const char *value = getenv("HEROKU_LOG_STREAM_TIMEOUT");
    double minutes = value ? strtod(value, NULL) : 0;
    return minutes > 0 && minutes < 24.0 * 60 ? minutes : 0;
}

static struct source *attach(const struct options *options,
                             const struct heroku_host *host, const char *app,
                             struct logdoc_error *error)
{
    char *key =
        credentials_find(getenv("HEROKU_API_KEY"), getenv("HOME"), host->name, error);
    if (!key)
        return NULL;
    struct logsession session = {
        .api = host->api,
        .plain = host->plain,
        .key = key,
        .app = app,
        .filter = { .dyno = options->dyno,
                    .process_type = options->process_type,
                    .source = options->log_source,
                    .lines = options->lines > 0 ? options->lines : DEFAULT_LINES,
                    .follow = !options->no_follow },
        .minutes = session_minutes(),
    };
    struct source *source = logsession_open(&session, error);
    credentials_free(key);
    return source;
}

enum exit_status cmd_tail(const struct options *options)
{
    struct logdoc_error error;
    struct heroku_host host;
    char app[GIT_APP_SIZE];
    struct source *source = NULL;
    if (check(options, &error) &&
        heroku_host_parse(getenv("HEROKU_HOST"), &host, &error) &&
        find_app(options, &host, app, &error))
        source = attach(options, &host, app, &error);
    if (source)
        return cmd_analyze_source(options, source);
    diag_error(&error);
    return STATUS_TROUBLE;
}
