/* SPDX-License-Identifier: MIT
 * A bounded queue and a thread that empties it. */
#include "drain_notify.h"

#include "error.h"
#include "late_library.h"
#include "mem.h"
#include "notify_text.h"
#include "str.h"

#include <curl/curl.h>
#include <pthread.h>
#include <signal.h>

#define URLS 8
#define WAITING 256
#define BODY_CAP ((size_t)256 * 1024)
#define TRIES 4
#define SECONDS 10L   /* for one try */
#define FAREWELL 3    /* seconds */
#define BURST 20      /* messages at once; then one every */
#define RECOVERY 3000 /* milliseconds */

/* clang-format off */
#define CURL_FUNCTIONS(F)                                                 \
    F(curl_, easy_cleanup) F(curl_, easy_getinfo) F(curl_, easy_init)     \
    F(curl_, easy_perform) F(curl_, easy_reset) F(curl_, easy_setopt)     \
    F(curl_, global_cleanup) F(curl_, global_init) F(curl_, slist_append) \
    F(curl_, slist_free_all)
/* clang-format on */
static struct {
    CURL_FUNCTIONS(LATE_MEMBER)
} curl;
static const char *const curl_names[] = { CURL_FUNCTIONS(LATE_NAME) };

static bool load(struct logdoc_error *error)
{
    return late_library_load(CURL_LIBRARY, curl_names, &curl, sizeof(curl), error);
}

struct message {
    size_t url;
    char *body;
};

struct drain_notify {
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    char *urls[URLS];
    size_t url_count;
    struct message waiting[WAITING]; /* a ring */
    size_t first, count;
    bool closing;
    int64_t end_ms; /* when closing: no longer than that */
    uint64_t sent, failed, unsaid;
    unsigned allowance;
    int64_t allowed_ms; /* when the allowance last grew */
};

static int64_t clock_ms(void)
{
    struct timespec time = { 0 };
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

bool drain_notify_accepts(const char *url, struct logdoc_error *error)
{
    static const char *const places[] = { "https://", "http://127.0.0.1:",
                                          "http://[::1]:", "http://localhost:" };
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
        if (str_starts(str_from(url), str_from(places[i])))
            return true;
    return error_set(error, "", "'--notify' wants an https URL");
}

static bool must_end(struct drain_notify *notify)
{
    pthread_mutex_lock(&notify->mutex);
    bool end = notify->closing && clock_ms() >= notify->end_ms;
    pthread_mutex_unlock(&notify->mutex);
    return end;
}

/* libcurl asks now and then whether to go on. */
static int on_progress(void *user, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    (void)a, (void)b, (void)c, (void)d;
    return must_end(user);
}

static size_t ignore_bytes(char *at, size_t size, size_t count, void *user)
{
    (void)at, (void)user;
    return size * count;
}

/* The status; 0 when there was none. */
static long post(struct drain_notify *notify, CURL *easy, const struct message *message)
{
    long status = 0;
    struct curl_slist *headers =
        curl.slist_append(NULL, "Content-Type: application/json");
    curl.easy_reset(easy);
    curl.easy_setopt(easy, CURLOPT_URL, notify->urls[message->url]);
    curl.easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
    curl.easy_setopt(easy, CURLOPT_POSTFIELDS, message->body);
    curl.easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl.easy_setopt(easy, CURLOPT_TIMEOUT, SECONDS);
    curl.easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl.easy_setopt(easy, CURLOPT_USERAGENT, "logdoc/" LOGDOC_VERSION);
    curl.easy_setopt(easy, CURLOPT_WRITEFUNCTION, ignore_bytes);
    curl.easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
    curl.easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, on_progress);
    curl.easy_setopt(easy, CURLOPT_XFERINFODATA, notify);
    if (curl.easy_perform(easy) == CURLE_OK)
        curl.easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    curl.slist_free_all(headers);
    return status;
}

static void pause_for(struct drain_notify *notify, int64_t wait_ms)
{
    int64_t until = clock_ms() + wait_ms;
    struct timespec moment = { .tv_nsec = 50 * 1000000L };
    while (clock_ms() < until && !must_end(notify))
        nanosleep(&moment, NULL);
}

static void deliver(struct drain_notify *notify, CURL *easy,
                    const struct message *message)
{
    bool done = false;
    for (int tries = 0; tries < TRIES && !done && !must_end(notify); tries++) {
        if (tries > 0)
            pause_for(notify, (int64_t)500 << tries);
        long status = post(notify, easy, message);
        done = status >= 200 && status < 300;
        if (status >= 400 && status < 500 && status != 429)
            break;
    }
    pthread_mutex_lock(&notify->mutex);
    notify->sent += done;
    notify->failed += !done;
    pthread_mutex_unlock(&notify->mutex);
}

/* False when it is time to end. */
static bool take(struct drain_notify *notify, struct message *message)
{
    pthread_mutex_lock(&notify->mutex);
    while (notify->count == 0 && !notify->closing)
        pthread_cond_wait(&notify->changed, &notify->mutex);
    bool taken = notify->count > 0;
    if (taken) {
        *message = notify->waiting[notify->first];
        notify->first = (notify->first + 1) % WAITING;
        notify->count--;
    }
    pthread_mutex_unlock(&notify->mutex);
    return taken;
}

static void *send_all(void *user)
{
    struct drain_notify *notify = user;
    struct message message;
    CURL *easy = curl.easy_init();
    while (take(notify, &message)) {
        if (easy)
            deliver(notify, easy, &message);
        free(message.body);
    }
    curl.easy_cleanup(easy);
    return NULL;
}

/* Signals are for the thread that runs the drain. */
static bool start_thread(struct drain_notify *notify)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool started = pthread_create(&notify->thread, NULL, send_all, notify) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}

static void free_notify(struct drain_notify *notify)
{
    for (size_t i = 0; i < notify->url_count; i++)
        free(notify->urls[i]);
    pthread_mutex_destroy(&notify->mutex);
    pthread_cond_destroy(&notify->changed);
    curl.global_cleanup();
    free(notify);
}

struct drain_notify *drain_notify_open(const char *const *urls, size_t count,
                                       struct logdoc_error *error)
{
    if (count > URLS) {
        error_set(error, "", "'--notify' can be given %d times", URLS);
        return NULL;
    }
    if (!load(error))
        return NULL;
    struct drain_notify *notify = mem_zeroed(1, sizeof(*notify));
    curl.global_init(CURL_GLOBAL_DEFAULT);
    pthread_mutex_init(&notify->mutex, NULL);
    pthread_cond_init(&notify->changed, NULL);
    notify->allowance = BURST;
    notify->allowed_ms = clock_ms();
    for (; notify->url_count < count; notify->url_count++) {
        const char *url = urls[notify->url_count];
        notify->urls[notify->url_count] = mem_copy_text(url, strlen(url));
    }
    if (start_thread(notify))
        return notify;
    error_set(error, "", "unable to start a thread for '--notify'");
    free_notify(notify);
    return NULL;
}

void drain_notify_close(struct drain_notify *notify)
{
    if (!notify)
        return;
    pthread_mutex_lock(&notify->mutex);
    notify->closing = true;
    notify->end_ms = clock_ms() + FAREWELL * 1000;
    pthread_cond_signal(&notify->changed);
    pthread_mutex_unlock(&notify->mutex);
    pthread_join(notify->thread, NULL);
    free_notify(notify);
}

static bool is_allowed(struct drain_notify *notify)
{
    int64_t now = clock_ms();
    while (now - notify->allowed_ms >= RECOVERY) {
        notify->allowed_ms =
            notify->allowance < BURST ? notify->allowed_ms + RECOVERY : now;
        notify->allowance += notify->allowance < BURST;
    }
    if (notify->allowance == 0 || notify->count + notify->url_count > WAITING)
        return false;
    notify->allowance--;
    return true;
}

void drain_notify_tell(struct drain_notify *notify, const struct notification *told)
{
    pthread_mutex_lock(&notify->mutex);
    bool allowed = is_allowed(notify);
    for (size_t i = 0; allowed && i < notify->url_count; i++) {
        struct strbuf body;
        strbuf_init(&body, BODY_CAP);
        notify_text(&body, notify->urls[i], told, notify->unsaid);
        size_t last = (notify->first + notify->count++) % WAITING;
        notify->waiting[last] = (struct message){ i, strbuf_take(&body, NULL) };
    }
    notify->unsaid = allowed ? 0 : notify->unsaid + 1;
    notify->failed += !allowed;
    pthread_cond_signal(&notify->changed);
    pthread_mutex_unlock(&notify->mutex);
}

static uint64_t read_counter(struct drain_notify *notify, const uint64_t *counter)
{
    pthread_mutex_lock(&notify->mutex);
    uint64_t value = *counter;
    pthread_mutex_unlock(&notify->mutex);
    return value;
}

uint64_t drain_notify_sent(struct drain_notify *notify)
{
    return read_counter(notify, &notify->sent);
}

uint64_t drain_notify_failed(struct drain_notify *notify)
{
    return read_counter(notify, &notify->failed);
}
