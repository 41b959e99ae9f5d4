/* SPDX-License-Identifier: MIT
 * logdoc drain: what the command line and the environment say, and what is printed. */
#include "commands.h"
#include "diag.h"
#include "drain.h"
#include "error.h"
#include "options.h"
#include "output.h"
#include "renderer.h"
#include "rules_loading.h"
#include "signals.h"
#include "small_file.h"
#include "str.h"
#include "strbuf.h"
#include "terminal.h"

#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#define FILE_CAP ((size_t)1024 * 1024)
#define TEXT_CAP ((size_t)16 * 1024 * 1024)
#define DEFAULT_LISTEN "127.0.0.1:8514"

struct drain_command {
    const struct options *options;
    const struct renderer *renderer;
    struct render_options render;
    struct output output;
    struct drain_config config;
    struct strbuf names, certificate, key;
    char listen[32]; /* made from $PORT */
};

static void say_listening(void *user, const char *what, const char *where)
{
    (void)user;
    diag_say("listening on %s://%s", what, where);
}

static void print_happening(void *user, const char *app, enum logdoc_happening what,
                            const struct logdoc_diagnosis *diagnosis)
{
    struct drain_command *command = user;
    struct strbuf text;
    if (command->options->quiet)
        return;
    strbuf_init(&text, TEXT_CAP);
    command->render.app = app;
    command->renderer->happening(&text, &command->render, what, diagnosis);
    output_write(&command->output, strbuf_str(&text));
    strbuf_release(&text);
}

static void describe(struct strbuf *out, const char *app,
                     const struct logdoc_diagnosis *diagnosis)
{
    renderer_ndjson.happening(out, &(struct render_options){ .app = app },
                              LOGDOC_NEW_DIAGNOSIS, diagnosis);
    if (out->len > 0)
        out->at[--out->len] = '\0'; /* the end of the line */
}

static void say_ended(void *user, const struct drain_metrics *metrics)
{
    (void)user;
    diag_say("stopped: read %" PRIu64 " messages of %" PRIu64
             " batches, refused %" PRIu64,
             metrics->frames, metrics->batches, metrics->refused);
}

static bool stop_asked(void)
{
    return signals_stop_asked();
}

static bool read_setting(const char *path, bool secret, struct strbuf *out,
                         struct logdoc_error *error)
{
    if (!path)
        return true;
    enum small_file result =
        secret ? small_file_read_secret(path, out) : small_file_read(path, out);
    if (result == SMALL_FILE_READ)
        return true;
    if (result == SMALL_FILE_EXPOSED)
        return error_set(error, "", "others may read '%.120s': run 'chmod 600' on it",
                         path);
    return error_set(error, "", "unable to read '%.160s'", path);
}

static bool read_password(struct drain_command *command, struct logdoc_error *error)
{
    struct strbuf text;
    const char *variable = getenv("LOGDOC_DRAIN_AUTH");
    const char *path = command->options->auth_file;
    strbuf_init(&text, FILE_CAP);
    bool read = read_setting(path, true, &text, error);
    logdoc_str given = path ? str_trim(strbuf_str(&text)) : str_from(variable);
    if (read && given.len > 0 && !drain_auth_set(&command->config.auth, given))
        read = error_set(error, "", "%s must hold user:password",
                         path ? "the file of '--auth-file'" : "LOGDOC_DRAIN_AUTH");
    else if (read && path && given.len == 0)
        read = error_set(error, "", "the file of '--auth-file' is empty");
    strbuf_release(&text);
    return read;
}

static bool set_address(struct drain_command *command, struct logdoc_error *error)
{
    uint64_t number;
    const char *port = getenv("PORT");
    command->config.listen = command->options->listen;
    command->config.syslog = command->options->syslog;
    if (command->config.listen)
        return true;
    command->config.listen = DEFAULT_LISTEN;
    if (!port || !port[0])
        return true;
    if (!str_parse_unsigned(str_from(port), &number) || number > 65535)
        return error_set(error, "", "PORT is '%.20s', which is no port", port);
    snprintf(command->listen, sizeof(command->listen), "0.0.0.0:%u", (unsigned)number);
    command->config.listen = command->listen;
    return true;
}

static bool check(const struct drain_command *command, struct logdoc_error *error)
{
    const struct options *options = command->options;
    if (options->operands.list.count > 0)
        return error_set(error, "", "'%.80s' is too much: logs are posted to a drain",
                         options->operands.list.items[0]);
    if (!command->renderer->happening)
        return error_set(error, "",
                         "a drain tells things as they happen: '--format %s' "
                         "is not for that",
                         command->renderer->name);
    if (!options->tls_certificate != !options->tls_key)
        return error_set(error, "", "'--tls-cert' and '--tls-key' go together");
    if (options->notify.list.count > 0 && options->no_redact)
        return error_set(error, "", "'--no-redact' would send secrets to '--notify'");
    return true;
}

static bool prepare(struct drain_command *command, struct logdoc_error *error)
{
    const struct options *options = command->options;
    struct drain_config *config = &command->config;
    if (!check(command, error) || !set_address(command, error) ||
        !read_password(command, error) ||
        !read_setting(options->apps_file, false, &command->names, error) ||
        !read_setting(options->tls_certificate, false, &command->certificate, error) ||
        !read_setting(options->tls_key, true, &command->key, error))
        return false;
    config->notify = options->notify.list.items;
    config->notify_count = options->notify.list.count;
    config->names = strbuf_str(&command->names);
    config->certificate = options->tls_certificate ? command->certificate.at : NULL;
    config->key = options->tls_key ? command->key.at : NULL;
    config->rules = rules_loading(options, error);
    return config->rules && output_open(&command->output, options->output, true, error);
}

static enum exit_status conclude(struct drain_command *command, bool ran,
                                 struct logdoc_error *error)
{
    if (ran && output_finish(&command->output, error))
        return STATUS_FINE;
    diag_error(error);
    return STATUS_TROUBLE;
}

enum exit_status cmd_drain(const struct options *options)
{
    struct logdoc_error error;
    struct drain_command command = {
        .options = options,
        .renderer = renderers[options->format],
        .render = terminal_render_options(options, STDOUT_FILENO),
        .output = { .fd = STDOUT_FILENO },
        .config = { .open_to_all = options->no_auth,
                    .options = { .keep_secrets = options->no_redact,
                                 .min_severity =
                                     (enum logdoc_severity)options->min_severity },
                    .listening = say_listening,
                    .happened = print_happening,
                    .state = options->state,
                    .describe = describe,
                    .ended = say_ended,
                    .stop_asked = stop_asked,
                    .user = &command },
    };
    strbuf_init(&command.names, FILE_CAP);
    strbuf_init(&command.certificate, FILE_CAP);
    strbuf_init(&command.key, FILE_CAP);
    bool ran = prepare(&command, &error) && drain_run(&command.config, &error);
    enum exit_status status = conclude(&command, ran, &error);
    output_release(&command.output);
    logdoc_ruleset_free(command.config.rules);
    strbuf_release(&command.names);
    strbuf_release(&command.certificate);
    strbuf_release(&command.key);
    return status;
}
