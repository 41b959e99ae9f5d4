/* SPDX-License-Identifier: MIT
 * The steps of a log session: ask what the app is, make a session, read its stream, and
 * again. */
#include "source_logsession.h"

#include "error.h"
#include "http_client.h"
#include "mem.h"
#include "session_backoff.h"
#include "session_lines.h"
#include "session_seam.h"
#include "sse.h"
#include "str.h"

#include <poll.h>

#define ANSWER_CAP ((size_t)1024 * 1024)
#define OUT_CAP ((size_t)16 * 1024 * 1024)
#define HEADER_CAP ((size_t)2048)
#define URL_CAP ((size_t)512)
#define API_SECONDS 30L
#define STREAM_SILENCE 300L /* keep-alives come far more often */
#define REPLAY_LINES 1500   /* all that Heroku keeps */
#define SILENCE_MS 100      /* then a record without a line end is whole */
#define SESSION_MINUTES 15
#define QUICK_MS 1000 /* a stream that ended sooner without a line does not count */
#define RETRY_LONGEST 120U

enum step { ASK_APP, MAKE_SESSION, READ_STREAM, WAIT, ENDED, FAILED };

struct session {
    struct source base;
    struct session_filter filter;
    char *api, *app, *authorization, *dyno, *process_type, *log_source;
    char *url; /* of the stream; NULL until it is known */
    bool plain;
    int64_t session_ms;
    struct http_client *client;
    enum step step;
    bool started; /* the request of this step is under way */
    bool known, fir;
    struct strbuf answer, out, lent;
    struct sse sse;
    struct session_lines lines;
    struct seam seam;
    struct backoff backoff;
    int64_t wait_until, stream_begun, last_bytes, last_record;
    int64_t lost_at; /* when the stream broke; 0: it did not */
    bool resumed;    /* this stream has begun to give */
    bool gap_open;   /* whether something is missing is not known yet */
    bool gap_ready;
    unsigned refused; /* streams in a row */
    uint64_t records; /* of this stream */
    struct logdoc_error error;
};

static char *copy_or_null(const char *text)
{
    return text ? mem_copy_text(text, strlen(text)) : NULL;
}

static void session_close(struct source *source)
{
    struct session *self = (struct session *)source;
    if (!self)
        return;
    http_client_free(self->client);
    strbuf_release(&self->answer);
    strbuf_release(&self->out);
    strbuf_release(&self->lent);
    sse_release(&self->sse);
    session_lines_release(&self->lines);
    if (self->authorization)
        memset(self->authorization, 0, strlen(self->authorization));
    free(self->authorization);
    free(self->url);
    free(self->api);
    free(self->app);
    free(self->dyno);
    free(self->process_type);
    free(self->log_source);
    free(self);
}

static void fail(struct session *self, const char *text)
{
    error_set(&self->error, "", "%s", text);
    self->step = FAILED;
}

static void go_to(struct session *self, enum step step)
{
    self->step = step;
    self->started = false;
    strbuf_reset(&self->answer);
}

static void wait_for(struct session *self, unsigned wait_ms)
{
    http_client_cancel(self->client);
    self->wait_until = http_client_clock_ms() + wait_ms;
    go_to(self, WAIT);
}

static uint32_t chance(void)
{
    struct timespec time = { 0 };
    clock_gettime(CLOCK_REALTIME, &time);
    return (uint32_t)time.tv_nsec / 1000U;
}

/* Waits and begins anew; gives up when that did not help several times. */
static void try_again(struct session *self, const char *why)
{
    unsigned wait_ms;
    if (!self->lost_at && self->seam.noted > 0)
        self->lost_at = http_client_clock_ms();
    if (backoff_failed(&self->backoff, chance(), &wait_ms))
        wait_for(self, wait_ms);
    else
        fail(self, why);
}

static void broken(struct session *self)
{
    struct logdoc_error error;
    enum http_trouble trouble = http_client_trouble(self->client);
    /* The text may hold the stream's address, which is secret. */
    session_api_trouble(trouble,
                        self->step == READ_STREAM
                            ? "its log stream"
                            : http_client_trouble_text(self->client),
                        &error);
    bool hopeless = trouble == HTTP_NO_NAME || trouble == HTTP_NO_CONNECTION;
    if (trouble == HTTP_NO_TRUST || (hopeless && !self->known))
        fail(self, error.text);
    else
        try_again(self, error.text);
}

/* The API said no, with a status that is neither 2xx nor a broken connection. */
static void refused(struct session *self)
{
    int status = http_client_status(self->client);
    unsigned after = http_client_retry_after(self->client);
    struct logdoc_error error;
    session_api_refusal(status, strbuf_str(&self->answer), self->app, &error);
    if (status != 429 && status < 500) {
        fail(self, error.text);
        return;
    }
    if (after > RETRY_LONGEST)
        fail(self, error.text);
    else
        try_again(self, error.text);
    if (self->step == WAIT && after > 0)
        self->wait_until = http_client_clock_ms() + (int64_t)after * 1000;
}

static void on_answer(void *user, logdoc_str bytes)
{
    struct session *self = user;
    strbuf_add_str(&self->answer, bytes);
}

static void start_api(struct session *self, const char *path, const char *body)
{
    struct strbuf url;
    strbuf_init(&url, URL_CAP);
    strbuf_add_format(&url, "%s/apps/%s%s", self->api, self->app, path);
    http_client_start(self->client,
                      &(struct http_request){
                          .url = url.at,
                          .body = body,
                          .headers = { self->authorization,
                                       body ? "Accept: application/vnd.heroku+json; "
                                              "version=3"
                                            : "Accept: application/vnd.heroku+json; "
                                              "version=3.sdk",
                                       body ? "Content-Type: application/json" : NULL },
                          .plain = self->plain,
                          .seconds = API_SECONDS,
                          .receive = on_answer,
                          .user = self,
                      });
    strbuf_release(&url);
}

/* Whether the answer of the API is complete and good. */
static bool answered(struct session *self, int timeout_ms)
{
    enum http_progress progress = http_client_run(self->client, timeout_ms);
    int status = http_client_status(self->client);
    if (progress == HTTP_BROKEN)
        broken(self);
    else if (progress == HTTP_DONE && (status < 200 || status > 299))
        refused(self);
    else
        return progress == HTTP_DONE;
    return false;
}

static void ask_app(struct session *self, int timeout_ms)
{
    if (!self->started)
        start_api(self, "", NULL);
    self->started = true;
    if (!answered(self, timeout_ms))
        return;
    self->fir = session_api_is_fir(strbuf_str(&self->answer));
    self->known = true;
    if (self->fir && !self->filter.follow)
        fail(self,
             "this app is of the Fir generation, which keeps no log to look back at: "
             "leave out '--no-follow'");
    else
        go_to(self, MAKE_SESSION);
}

static void start_session(struct session *self)
{
    struct session_filter filter = self->filter;
    struct strbuf body;
    if (self->seam.noted > 0)
        filter.lines = REPLAY_LINES;
    strbuf_init(&body, ANSWER_CAP);
    session_api_request(&body, &filter, self->fir);
    start_api(self, "/log-sessions", body.at);
    strbuf_release(&body);
}

static void make_session(struct session *self, int timeout_ms)
{
    if (!self->started)
        start_session(self);
    self->started = true;
    if (!answered(self, timeout_ms))
        return;
    free(self->url);
    self->url = session_api_url(strbuf_str(&self->answer), self->plain);
    if (self->url)
        go_to(self, READ_STREAM);
    else
        fail(self, "Heroku's API gave no address of a log stream: is HEROKU_HOST right?");
}

static void end_gap(struct session *self, bool filled)
{
    int64_t now = http_client_clock_ms();
    self->gap_open = false;
    if (filled && !self->lost_at)
        return;
    self->base.lost_seconds =
        self->lost_at ? (uint64_t)(now - self->lost_at + 999) / 1000 : 0;
    self->base.lost_filled = filled;
    self->gap_ready = true;
    self->lost_at = 0;
}

static void on_record(void *user, logdoc_str record)
{
    struct session *self = user;
    enum seam_verdict verdict = seam_take(&self->seam, record);
    self->records++;
    backoff_succeeded(&self->backoff);
    self->refused = 0;
    self->last_record = self->last_bytes;
    if (self->gap_open && (seam_overlaps(&self->seam) || seam_missed(&self->seam)))
        end_gap(self, !seam_missed(&self->seam));
    if (verdict == SEAM_REPLAYED)
        return;
    strbuf_add_str(&self->out, record);
    strbuf_add_char(&self->out, '\n');
}

static void on_event(void *user, logdoc_str data)
{
    struct session *self = user;
    session_lines_push(&self->lines, data, on_record, self);
    session_lines_flush(&self->lines, on_record, self);
}

static void resume(struct session *self)
{
    self->resumed = true;
    self->gap_open = self->seam.noted > 0;
    seam_begin(&self->seam, self->fir ? 0 : REPLAY_LINES);
    if (self->gap_open && self->fir)
        end_gap(self, false);
}

static void on_stream(void *user, logdoc_str bytes)
{
    struct session *self = user;
    int status = http_client_status(self->client);
    if (status < 200 || status > 299)
        return;
    self->last_bytes = http_client_clock_ms();
    if (!self->resumed)
        resume(self);
    if (http_client_is_event_stream(self->client))
        sse_push(&self->sse, bytes, on_event, self);
    else
        session_lines_push(&self->lines, bytes, on_record, self);
}

/* The key is not sent: the address itself is the permission. */
static void start_stream(struct session *self)
{
    int64_t now = http_client_clock_ms();
    sse_reset(&self->sse);
    self->resumed = false;
    self->records = 0;
    self->stream_begun = self->last_bytes = self->last_record = now;
    http_client_start(self->client, &(struct http_request){
                                        .url = self->url,
                                        .headers = { "Accept: text/event-stream" },
                                        .follow = true,
                                        .plain = self->plain,
                                        .silence = STREAM_SILENCE,
                                        .receive = on_stream,
                                        .user = self,
                                    });
}

static void stream_refused(struct session *self, int status)
{
    if (status == 429 || status >= 500)
        try_again(self, "Heroku's log stream has trouble: try again later, "
                        "status.heroku.com may say more");
    else if (++self->refused > 1)
        fail(self,
             "Heroku refuses the log stream it has just offered: try again later, or "
             "see whether a network policy of the app's space keeps you out");
    else
        go_to(self, MAKE_SESSION);
}

static void stream_ended(struct session *self)
{
    bool quick =
        self->records == 0 && http_client_clock_ms() - self->stream_begun < QUICK_MS;
    if (!self->filter.follow)
        self->step = ENDED;
    else if (quick)
        try_again(self,
                  "Heroku's log stream ends as soon as it has begun: try again later");
    else
        go_to(self, MAKE_SESSION);
}

static void end_stream(struct session *self, enum http_progress progress)
{
    int status = http_client_status(self->client);
    bool good = status >= 200 && status <= 299;
    session_lines_flush(&self->lines, on_record, self);
    if (progress == HTTP_DONE && good)
        stream_ended(self);
    else if (progress == HTTP_DONE)
        stream_refused(self, status);
    else if (!self->filter.follow && self->records > 0)
        self->step = ENDED;
    else
        broken(self);
}

static void read_stream(struct session *self, int timeout_ms)
{
    if (!self->started)
        start_stream(self);
    self->started = true;
    if (self->lines.partial.len > 0 && timeout_ms > SILENCE_MS)
        timeout_ms = SILENCE_MS;
    enum http_progress progress = http_client_run(self->client, timeout_ms);
    int64_t now = http_client_clock_ms();
    if (progress != HTTP_RUNNING)
        end_stream(self, progress);
    else if (self->filter.follow && now - self->last_record > self->session_ms)
        go_to(self, MAKE_SESSION);
    else if (now - self->last_bytes >= SILENCE_MS)
        session_lines_flush(&self->lines, on_record, self);
}

static void wait(struct session *self, int timeout_ms)
{
    int64_t left = self->wait_until - http_client_clock_ms();
    if (left > 0)
        poll(NULL, 0, left < timeout_ms ? (int)left : timeout_ms);
    else
        go_to(self, self->known ? MAKE_SESSION : ASK_APP);
}

static void step(struct session *self, int timeout_ms)
{
    static void (*const steps[])(struct session *, int) = {
        [ASK_APP] = ask_app,
        [MAKE_SESSION] = make_session,
        [READ_STREAM] = read_stream,
        [WAIT] = wait,
    };
    steps[self->step](self, timeout_ms);
}

static bool has_news(const struct session *self)
{
    return self->out.len > 0 || self->gap_ready || self->step == ENDED ||
           self->step == FAILED;
}

static enum source_status give(struct session *self, logdoc_str *out,
                               struct logdoc_error *error)
{
    if (self->gap_ready) {
        self->gap_ready = false;
        return SOURCE_GAP;
    }
    if (self->out.len > 0) {
        struct strbuf given = self->out;
        self->out = self->lent;
        self->lent = given;
        strbuf_reset(&self->out);
        *out = strbuf_str(&self->lent);
        return SOURCE_DATA;
    }
    if (self->step == FAILED)
        *error = self->error;
    return self->step == FAILED  ? SOURCE_FAILED
           : self->step == ENDED ? SOURCE_END
                                 : SOURCE_IDLE;
}

static enum source_status session_read(struct source *source, int timeout_ms,
                                       logdoc_str *out, struct logdoc_error *error)
{
    struct session *self = (struct session *)source;
    int64_t now = http_client_clock_ms(), until = now + timeout_ms;
    do {
        if (!has_news(self))
            step(self, timeout_ms < 0 ? 1000 : until > now ? (int)(until - now) : 0);
        now = http_client_clock_ms();
    } while (!has_news(self) && (timeout_ms < 0 || now < until));
    return give(self, out, error);
}

static void session_progress(const struct source *source, uint64_t *done, uint64_t *total)
{
    (void)source;
    *done = *total = 0;
}

static const struct source_kind source_logsession = {
    .name = "logsession",
    .summary = "a log session of Heroku",
    .read = session_read,
    .progress = session_progress,
    .close = session_close,
};

struct source *logsession_open(const struct logsession *wanted,
                               struct logdoc_error *error)
{
    struct http_client *client = http_client_new(error);
    if (!client)
        return NULL;
    struct session *self = mem_zeroed(1, sizeof(*self));
    struct strbuf header;
    strbuf_init(&header, HEADER_CAP);
    strbuf_add_format(&header, "Authorization: Bearer %s", wanted->key);
    self->authorization = strbuf_take(&header, NULL);
    self->client = client;
    self->api = copy_or_null(wanted->api);
    self->app = copy_or_null(wanted->app);
    self->plain = wanted->plain;
    self->filter = wanted->filter;
    self->filter.dyno = self->dyno = copy_or_null(wanted->filter.dyno);
    self->filter.source = self->log_source = copy_or_null(wanted->filter.source);
    self->process_type = copy_or_null(wanted->filter.process_type);
    self->filter.process_type = self->process_type;
    self->session_ms =
        (int64_t)((wanted->minutes > 0 ? wanted->minutes : SESSION_MINUTES) * 60000.0);
    strbuf_init(&self->answer, ANSWER_CAP);
    strbuf_init(&self->out, OUT_CAP);
    strbuf_init(&self->lent, OUT_CAP);
    sse_init(&self->sse);
    session_lines_init(&self->lines);
    self->base = (struct source){ .kind = &source_logsession,
                                  .name = self->app,
                                  .live = wanted->filter.follow };
    return &self->base;
}
