/* SPDX-License-Identifier: MIT
 * The loop: sockets, then what they brought, then what the engines make of it. */
#include "drain.h"

#include "drain_frames.h"
#include "drain_queue.h"
#include "drain_seen.h"
#include "drain_syslog.h"
#include "error.h"
#include "str.h"

#include <poll.h>
#include <time.h>

#define LOOP_MS 20                   /* at most this between two looks at the engines */
#define SLICE (LOGDOC_SECOND / 100)  /* of reading, before the sockets have their turn */
#define FAREWELL (8 * LOGDOC_SECOND) /* to end what is under way */
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
    struct drain_metrics metrics;
    struct strbuf lines; /* scratch */
    logdoc_time steady, ticked;
};

static logdoc_time read_clock(clockid_t which)
{
    struct timespec time = { 0 };
    clock_gettime(which, &time);
    return (logdoc_time)time.tv_sec * LOGDOC_SECOND + time.tv_nsec / 1000;
}

/* A batch that was accepted before: only the news of a loss in front of it is new. */
static bool take_loss(struct drain *drain, const char *app, logdoc_str body)
{
    struct frame_reader reader = { .rest = body };
    logdoc_str frame;
    struct strbuf copy;
    if (!frame_next(&reader, &frame) || !frame_is_loss(frame))
        return false;
    strbuf_init(&copy, frame.len);
    strbuf_add_str(&copy, frame);
    drain_queue_push(&drain->queue, app, 0, &copy);
    return true;
}

static unsigned accept_batch(void *user, const struct drain_batch *batch)
{
    struct drain *drain = user;
    logdoc_str token = str_from(batch->token), id = str_from(batch->frame_id);
    char app[APP_NAME_SIZE];
    uint64_t expected = 0;
    drain_apps_name(&drain->apps, token, str_from(batch->app), app);
    if (drain_seen_find(&drain->seen, token, id)) {
        drain->metrics.duplicates++;
        take_loss(drain, app, strbuf_str(batch->body));
        return 204;
    }
    str_parse_unsigned(str_from(batch->count), &expected);
    drain->metrics.batches++;
    drain->metrics.bytes += batch->body->len;
    drain_queue_push(&drain->queue, app, expected, batch->body);
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

static const char *show(void *user, const char *path, struct strbuf *out)
{
    struct drain *drain = user;
    if (strcmp(path, "/healthz") == 0) {
        strbuf_add_text(out, "ok\n");
        return "text/plain";
    }
    if (strcmp(path, "/metrics") != 0)
        return NULL;
    drain->metrics.queued_batches = drain->queue.count;
    drain->metrics.queued_bytes = drain->queue.bytes;
    drain->metrics.apps = drain->apps.by_name.count;
    drain->metrics.evicted = drain->apps.evicted;
    drain->metrics.syslog_connections =
        drain->syslog ? drain_syslog_clients(drain->syslog) : 0;
    drain_metrics_write(&drain->metrics, out);
    return "text/plain; version=0.0.4";
}

static void take_syslog(void *user, logdoc_str frames)
{
    struct drain *drain = user;
    struct strbuf copy;
    strbuf_init(&copy, frames.len);
    strbuf_add_str(&copy, frames);
    drain->metrics.syslog_bytes += frames.len;
    drain_queue_push(&drain->queue, "", 0, &copy);
}

static void on_happened(void *user, const char *app, enum logdoc_happening what,
                        const struct logdoc_diagnosis *diagnosis)
{
    struct drain *drain = user;
    if (what == LOGDOC_NEW_DIAGNOSIS)
        drain_metrics_diagnosis(&drain->metrics, diagnosis->id);
    drain->config->happened(drain->config->user, app, what, diagnosis);
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

static void feed_lines(struct drain *drain, const char *app)
{
    if (drain->lines.len > 0)
        drain_apps_feed(&drain->apps, app, strbuf_str(&drain->lines), drain->steady,
                        read_clock(CLOCK_REALTIME));
    strbuf_reset(&drain->lines);
}

static void read_batch(struct drain *drain, const struct queued *item)
{
    struct frame_reader reader = { .rest = strbuf_str(&item->body) };
    logdoc_str frame;
    char app[APP_NAME_SIZE], next[APP_NAME_SIZE];
    snprintf(app, sizeof(app), "%s", item->app);
    while (frame_next(&reader, &frame)) {
        if (item->app[0] == '\0') {
            name_frame(drain, frame, next);
            if (strcmp(app, next) != 0)
                feed_lines(drain, app);
            memcpy(app, next, sizeof(app));
        }
        frame_add_lines(&drain->lines, frame);
    }
    feed_lines(drain, app);
    drain->metrics.frames += reader.frames;
    drain->metrics.bad_frames += reader.bad;
    drain->metrics.miscounted += item->expected && item->expected != reader.frames;
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
        !check_safety(drain, error) || !open_syslog(drain, error))
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
    drain_queue_release(&drain->queue);
    drain_metrics_release(&drain->metrics);
    strbuf_release(&drain->lines);
    free(drain);
    return started;
}
