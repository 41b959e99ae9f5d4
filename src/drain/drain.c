/* SPDX-License-Identifier: MIT
 * The loop: sockets, then what they brought, then what the engines make of it. */
#include "drain.h"

#include "drain_frames.h"
#include "drain_notify.h"
#include "drain_page.h"
#include "drain_queue.h"
#include "drain_seen.h"
#include "drain_state.h"
#include "drain_syslog.h"
#include "error.h"
#include "str.h"

#include <poll.h>
#include <time.h>

#define LOOP_MS 20                   /* at most this between two looks at the engines */
#define SLICE (LOGDOC_SECOND / 100)  /* of reading, before the sockets have their turn */
#define FAREWELL (5 * LOGDOC_SECOND) /* to end what is under way */
#define APPS_MOST 1000
#define APP_IDLE (900 * LOGDOC_SECOND)
#define LINES_CAP ((size_t)16 * 1024 * 1024)

struct drain {
    const struct drain_config *config;
    struct listener listener, syslog_listener;
    struct drain_http *http;
    struct drain_syslog *syslog;
    struct drain_apps apps;
    struct drain_queue queue;
    struct drain_seen seen;
    struct drain_page page;
    struct drain_metrics metrics;
    struct strbuf lines; /* scratch */
    logdoc_time steady, ticked;
    struct drain_state *state;   /* NULL: nothing is remembered */
    struct drain_notify *notify; /* NULL: nobody is told */
    bool settling;               /* a transaction is open */
};

static logdoc_time read_clock(clockid_t which)
{
    struct timespec time = { 0 };
    clock_gettime(which, &time);
    return (logdoc_time)time.tv_sec * LOGDOC_SECOND + time.tv_nsec / 1000;
}

/* Into the queue, and first into the state. False when it could not be kept. */
static bool take(struct drain *drain, struct kept_batch *batch, struct strbuf *body)
{
    if (drain->state && !drain_state_keep(drain->state, batch))
        return false;
    drain_queue_push(&drain->queue, batch->app, batch->expected, batch->id, body);
    return true;
}

static bool take_copy(struct drain *drain, const char *app, logdoc_str bytes)
{
    struct strbuf copy;
    struct kept_batch batch = { .app = app, .token = "", .frame_id = "", .body = bytes };
    strbuf_init(&copy, bytes.len);
    strbuf_add_str(&copy, bytes);
    bool taken = take(drain, &batch, &copy);
    strbuf_release(&copy);
    return taken;
}

/* Of a batch that was accepted before, only the news of a loss in front is new. */
static void take_loss(struct drain *drain, const char *app, logdoc_str body)
{
    struct frame_reader reader = { .rest = body };
    logdoc_str frame;
    if (frame_next(&reader, &frame) && frame_is_loss(frame))
        take_copy(drain, app, frame);
}

static unsigned accept_batch(void *user, const struct drain_batch *batch)
{
    struct drain *drain = user;
    logdoc_str token = str_from(batch->token), id = str_from(batch->frame_id);
    logdoc_str body = strbuf_str(batch->body);
    char app[APP_NAME_SIZE];
    drain_apps_name(&drain->apps, token, str_from(batch->app), app);
    if (drain_seen_find(&drain->seen, token, id)) {
        drain->metrics.duplicates++;
        take_loss(drain, app, body);
        return 204;
    }
    struct kept_batch kept = {
        .app = app, .token = batch->token, .frame_id = batch->frame_id, .body = body
    };
    str_parse_unsigned(str_from(batch->count), &kept.expected);
    if (!take(drain, &kept, batch->body))
        return 503;
    drain->metrics.batches++;
    drain->metrics.bytes += body.len;
    drain_seen_note(&drain->seen, token, id);
    return 204;
}

static bool has_room(void *user, size_t bytes)
{
    const struct drain *drain = user;
    return drain_queue_has_room(&drain->queue, bytes);
}

static void count_refused(void *user, unsigned status)
{
    struct drain *drain = user;
    drain->metrics.refused += status == 429;
    drain->metrics.unauthorized += status == 401;
    drain->metrics.too_large += status == 413;
}

static const char *show(void *user, const char *path, const char *last_event_id,
                        struct strbuf *out)
{
    struct drain *drain = user;
    if (strcmp(path, "/healthz") == 0) {
        strbuf_add_text(out, "ok\n");
        return "text/plain";
    }
    if (strcmp(path, "/metrics") != 0)
        return drain_page_show(&drain->page, path, last_event_id, out);
    drain->metrics.queued_batches = drain->queue.count;
    drain->metrics.queued_bytes = drain->queue.bytes;
    drain->metrics.apps = drain->apps.by_name.count;
    drain->metrics.evicted = drain->apps.evicted;
    drain->metrics.syslog_connections =
        drain->syslog ? drain_syslog_clients(drain->syslog) : 0;
    if (drain->notify) {
        drain->metrics.notified = drain_notify_sent(drain->notify);
        drain->metrics.notify_failed = drain_notify_failed(drain->notify);
    }
    drain_metrics_write(&drain->metrics, out);
    return "text/plain; version=0.0.4";
}

/* The host of a syslog drain's frame is the drain's token. */
static void name_frame(const struct drain *drain, logdoc_str frame,
                       char app[APP_NAME_SIZE])
{
    logdoc_str host = { "", 0 };
    for (int i = 0; i < 3; i++)
        host = str_cut(&frame, ' ');
    drain_apps_name(&drain->apps, host, (logdoc_str){ "", 0 }, app);
}

/* Frames of one app that follow each other are a batch. */
static void take_syslog(void *user, logdoc_str frames)
{
    struct drain *drain = user;
    struct frame_reader reader = { .rest = frames };
    const char *begin = frames.at, *end = frames.at;
    logdoc_str frame;
    char app[APP_NAME_SIZE] = "", next[APP_NAME_SIZE];
    while (frame_next(&reader, &frame)) {
        name_frame(drain, frame, next);
        if (end > begin && strcmp(app, next) != 0) {
            take_copy(drain, app, (logdoc_str){ begin, (size_t)(end - begin) });
            begin = end;
        }
        memcpy(app, next, sizeof(app));
        end = frame.at + frame.len;
    }
    if (end > begin)
        take_copy(drain, app, (logdoc_str){ begin, (size_t)(end - begin) });
    drain->metrics.syslog_bytes += frames.len;
    drain->metrics.bad_frames += end == begin && reader.bad;
}

/* What makes one piece of news differ from another. */
static uint64_t news_key(const char *app, enum logdoc_happening what,
                         const struct logdoc_diagnosis *diagnosis)
{
    struct strbuf key;
    strbuf_init(&key, LINES_CAP);
    strbuf_add_format(&key, "%s\n%s\n%s\n%d %d %zu", app, diagnosis->id,
                      diagnosis->subject, (int)what, (int)diagnosis->status,
                      what == LOGDOC_NEW_DIAGNOSIS ? 0 : diagnosis->symptom_count);
    uint64_t hash = str_hash(strbuf_str(&key));
    strbuf_release(&key);
    return hash;
}

static void notify(struct drain *drain, const struct notification *told)
{
    if (!drain->notify ||
        (drain->state &&
         !drain_state_tell_once(drain->state,
                                news_key(told->app, told->what, told->diagnosis))))
        return;
    drain_notify_tell(drain->notify, told);
}

static void put_on_page(struct drain *drain, const char *app, const char *rule,
                        const char *subject, const char *document)
{
    struct strbuf key;
    strbuf_init(&key, LINES_CAP);
    strbuf_add_format(&key, "%s\n%s\n%s", app, rule, subject);
    drain_page_put(&drain->page, key.at, document);
    strbuf_release(&key);
}

static void on_happened(void *user, const char *app, enum logdoc_happening what,
                        const struct logdoc_diagnosis *diagnosis)
{
    struct drain *drain = user;
    if (what == LOGDOC_NEW_DIAGNOSIS)
        drain_metrics_diagnosis(&drain->metrics, diagnosis->id);
    drain->config->happened(drain->config->user, app, what, diagnosis);
    struct strbuf document;
    strbuf_init(&document, LINES_CAP);
    drain->config->describe(&document, app, diagnosis);
    put_on_page(drain, app, diagnosis->id, diagnosis->subject, document.at);
    notify(drain, &(struct notification){ app, what, diagnosis, document.at });
    strbuf_release(&document);
}

static void read_batch(struct drain *drain, const struct queued *item)
{
    struct frame_reader reader = { .rest = strbuf_str(&item->body) };
    logdoc_str frame;
    while (frame_next(&reader, &frame))
        frame_add_lines(&drain->lines, frame);
    drain->metrics.frames += reader.frames;
    drain->metrics.bad_frames += reader.bad;
    drain->metrics.miscounted += item->expected && item->expected != reader.frames;
    struct drain_app *app =
        drain_apps_feed(&drain->apps, item->app, strbuf_str(&drain->lines), drain->steady,
                        read_clock(CLOCK_REALTIME));
    app->kept = item->kept;
    strbuf_reset(&drain->lines);
}

static void read_queue(struct drain *drain)
{
    logdoc_time begun = read_clock(CLOCK_MONOTONIC);
    do {
        struct queued *item = drain_queue_pop(&drain->queue);
        if (!item)
            return;
        read_batch(drain, item);
        queued_free(item);
    } while (read_clock(CLOCK_MONOTONIC) - begun < SLICE);
}

static void end_settling(struct drain *drain)
{
    if (drain->settling)
        drain_state_commit(drain->state);
    drain->settling = false;
}

/* What an app's engine says is stored, and the batches it was made from are forgotten, in
 * one go. */
static void on_settled(void *user, const struct drain_app *app,
                       struct logdoc_engine *engine)
{
    struct drain *drain = user;
    if (!drain->state)
        return;
    if (!drain->settling)
        drain_state_begin(drain->state);
    drain->settling = true;
    const struct logdoc_report *report = logdoc_engine_report(engine);
    for (size_t i = 0; i < report->diagnosis_count; i++) {
        struct strbuf document;
        strbuf_init(&document, LINES_CAP);
        drain->config->describe(&document, app->name, &report->diagnoses[i]);
        drain_state_store(drain->state, app->name, app->life, &report->diagnoses[i],
                          document.at);
        strbuf_release(&document);
    }
    drain_state_forget(drain->state, app->name, app->kept);
}

static void replay(void *user, const struct kept_batch *batch)
{
    struct drain *drain = user;
    struct queued item = { .expected = batch->expected, .kept = batch->id };
    snprintf(item.app, sizeof(item.app), "%s", batch->app);
    strbuf_init(&item.body, batch->body.len);
    strbuf_add_str(&item.body, batch->body);
    drain_seen_note(&drain->seen, str_from(batch->token), str_from(batch->frame_id));
    read_batch(drain, &item);
    strbuf_release(&item.body);
}

static bool open_notify(struct drain *drain, struct logdoc_error *error)
{
    const struct drain_config *config = drain->config;
    for (size_t i = 0; i < config->notify_count; i++)
        if (!drain_notify_accepts(config->notify[i], error))
            return false;
    if (config->notify_count > 0)
        drain->notify = drain_notify_open(config->notify, config->notify_count, error);
    return drain->notify || config->notify_count == 0;
}

static void remember(void *user, const struct incident *incident)
{
    put_on_page(user, incident->app, incident->rule, incident->subject,
                incident->document);
}

static bool open_state(struct drain *drain, struct logdoc_error *error)
{
    if (!drain->config->state)
        return true;
    drain->state = drain_state_open(drain->config->state, false, error);
    if (!drain->state)
        return false;
    drain->steady = read_clock(CLOCK_MONOTONIC);
    if (!drain_state_list(drain->state, NULL, PAGE_INCIDENTS, remember, drain, error))
        return false;
    drain_state_replay(drain->state, replay, drain);
    end_settling(drain);
    return true;
}

static void look(struct drain *drain)
{
    if (drain->steady - drain->ticked < LOOP_MS * LOGDOC_SECOND / 1000)
        return;
    drain->ticked = drain->steady;
    drain_apps_tick(&drain->apps, drain->steady, read_clock(CLOCK_REALTIME));
}

static void turn(struct drain *drain)
{
    struct pollfd fds[SYSLOG_FDS + 1];
    size_t count = 0;
    /* A full queue stops reading from syslog: TCP passes that on to the sender. */
    bool reads_syslog = drain->syslog && drain_queue_has_room(&drain->queue, LINES_CAP);
    if (reads_syslog)
        count = drain_syslog_watch(drain->syslog, fds);
    fds[count] = (struct pollfd){ .fd = drain_http_fd(drain->http), .events = POLLIN };
    int timeout_ms =
        drain->queue.count > 0 ? 0 : drain_http_timeout_ms(drain->http, LOOP_MS);
    if (poll(fds, (nfds_t)count + 1, timeout_ms) < 0)
        memset(fds, 0, sizeof(fds));
    drain->steady = read_clock(CLOCK_MONOTONIC);
    drain_http_run(drain->http);
    if (reads_syslog)
        drain_syslog_run(drain->syslog, fds, count, drain->steady);
    read_queue(drain);
    look(drain);
    end_settling(drain);
}

static bool open_syslog(struct drain *drain, struct logdoc_error *error)
{
    if (!drain->config->syslog)
        return true;
    if (!listener_open(&drain->syslog_listener, drain->config->syslog, error))
        return false;
    drain->syslog = drain_syslog_new(&drain->syslog_listener, take_syslog, drain);
    return true;
}

static bool check_safety(const struct drain *drain, struct logdoc_error *error)
{
    if (drain->listener.loopback || drain->config->auth.expected[0] ||
        drain->config->open_to_all)
        return true;
    return error_set(error, "",
                     "everybody could post logs to %s and read the answers: set "
                     "LOGDOC_DRAIN_AUTH to user:password, or say '--no-auth'",
                     drain->listener.name);
}

static bool start(struct drain *drain, struct logdoc_error *error)
{
    const struct drain_config *config = drain->config;
    if (!drain_apps_read_names(&drain->apps, config->names, error) ||
        !listener_open(&drain->listener, config->listen, error) ||
        !check_safety(drain, error) || !open_syslog(drain, error) ||
        !open_notify(drain, error) || !open_state(drain, error))
        return false;
    drain->http = drain_http_open(
        &(struct drain_http_config){
            .listener = &drain->listener,
            .auth = &config->auth,
            .certificate = config->certificate,
            .key = config->key,
            .accept = accept_batch,
            .show = show,
            .has_room = has_room,
            .refused = count_refused,
            .user = drain,
        },
        error);
    if (!drain->http)
        return false;
    config->listening(config->user, config->certificate ? "https" : "http",
                      drain->listener.name);
    if (drain->syslog)
        config->listening(config->user, "syslog", drain->syslog_listener.name);
    return true;
}

/* Requests that have begun are taken and answered; then what was accepted is read. */
static void say_farewell(struct drain *drain)
{
    logdoc_time until = read_clock(CLOCK_MONOTONIC) + FAREWELL;
    drain_http_quiesce(drain->http);
    if (drain->syslog)
        drain_syslog_finish(drain->syslog, drain->steady);
    do {
        turn(drain);
    } while (drain->steady < until &&
             (drain_http_is_busy(drain->http) || drain->queue.count > 0 ||
              drain_apps_wait(&drain->apps)));
    while (drain->queue.count > 0)
        read_queue(drain);
}

bool drain_run(const struct drain_config *config, struct logdoc_error *error)
{
    struct drain *drain = mem_zeroed(1, sizeof(*drain));
    drain->config = config;
    drain->listener.fd = drain->syslog_listener.fd = -1;
    drain->apps = (struct drain_apps){ .rules = config->rules,
                                       .options = config->options,
                                       .happened = on_happened,
                                       .settled = on_settled,
                                       .lives = read_clock(CLOCK_REALTIME) * 1000,
                                       .user = drain,
                                       .most = APPS_MOST,
                                       .idle = APP_IDLE };
    drain_apps_init(&drain->apps);
    drain_queue_init(&drain->queue);
    drain_metrics_init(&drain->metrics);
    strbuf_init(&drain->lines, LINES_CAP);
    bool started = start(drain, error);
    while (started && !config->stop_asked())
        turn(drain);
    if (started)
        say_farewell(drain);
    if (started)
        config->ended(config->user, &drain->metrics);
    drain_http_close(drain->http);
    drain_syslog_free(drain->syslog);
    listener_close(&drain->listener);
    listener_close(&drain->syslog_listener);
    drain_apps_release(&drain->apps);
    end_settling(drain);
    drain_state_close(drain->state);
    drain_notify_close(drain->notify);
    drain_queue_release(&drain->queue);
    drain_metrics_release(&drain->metrics);
    drain_page_release(&drain->page);
    strbuf_release(&drain->lines);
    free(drain);
    return started;
}
