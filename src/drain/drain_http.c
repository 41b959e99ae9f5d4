/* SPDX-License-Identifier: MIT
 * libmicrohttpd, with its sockets in our loop. */
#include "drain_http.h"

#include "error.h"
#include "late_library.h"
#include "mem.h"
#include "str.h"

#include <microhttpd.h>
#include <sys/resource.h>
#include <time.h>

#define BODY_CAP ((size_t)4 * 1024 * 1024)
#define ANSWER_CAP ((size_t)16 * 1024 * 1024)
#define CONNECTIONS 1000U
#define IDLE_SECONDS 170U   /* the log router keeps a connection for 159 s at most */
#define REQUEST_SECONDS 30U /* for a body to come */
#define BUSY_SECONDS 2
#define HEADERS_SIZE ((size_t)16 * 1024)

/* clang-format off */
#define MHD_FUNCTIONS(F)                                                             \
    F(MHD_, add_response_header) F(MHD_, create_response_from_buffer)                \
    F(MHD_, destroy_response) F(MHD_, get_daemon_info) F(MHD_, get_timeout)          \
    F(MHD_, lookup_connection_value) F(MHD_, queue_response) F(MHD_, quiesce_daemon) \
    F(MHD_, run) F(MHD_, set_connection_option) F(MHD_, start_daemon)                \
    F(MHD_, stop_daemon)
/* clang-format on */
static struct {
    MHD_FUNCTIONS(LATE_MEMBER)
} mhd;
static const char *const mhd_names[] = { MHD_FUNCTIONS(LATE_NAME) };

static bool load(struct logdoc_error *error)
{
    return late_library_load(MICROHTTPD_LIBRARY, mhd_names, &mhd, sizeof(mhd), error);
}

struct drain_http {
    struct drain_http_config config;
    struct MHD_Daemon *daemon;
    struct MHD_Response *empty, *denied;
    size_t open_requests;
    time_t progress; /* the last time that something came */
    size_t coming;   /* bytes of bodies that are not whole */
    bool quiesced;
};

static char nothing[1];

struct request {
    struct drain_http *http;
    struct strbuf body;
    size_t counted; /* of it, in http->coming */
    time_t begun;
    bool is_batch;
    bool dropped; /* no room: the rest is read and forgotten */
};

static time_t seconds_now(void)
{
    struct timespec time = { 0 };
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec;
}

static const char *header(struct MHD_Connection *connection, const char *name)
{
    const char *value = mhd.lookup_connection_value(connection, MHD_HEADER_KIND, name);
    return value ? value : "";
}

static enum MHD_Result answer(struct drain_http *http, struct MHD_Connection *connection,
                              unsigned status)
{
    return mhd.queue_response(
        connection, status, status == MHD_HTTP_UNAUTHORIZED ? http->denied : http->empty);
}

static enum MHD_Result refuse(struct drain_http *http, struct MHD_Connection *connection,
                              unsigned status)
{
    http->config.refused(http->config.user, status);
    return answer(http, connection, status);
}

static bool is_drain_path(const char *url)
{
    return strcmp(url, "/logs") == 0 || strcmp(url, "/") == 0;
}

static bool is_too_large(struct MHD_Connection *connection)
{
    uint64_t len;
    const char *text = header(connection, MHD_HTTP_HEADER_CONTENT_LENGTH);
    return str_parse_unsigned(str_from(text), &len) && len > BODY_CAP;
}

/* What is wrong with a request before its body; 0: nothing. */
static unsigned first_look(const struct drain_http *http,
                           struct MHD_Connection *connection, const char *url,
                           const char *method)
{
    bool post = strcmp(method, MHD_HTTP_METHOD_POST) == 0;
    bool get = strcmp(method, MHD_HTTP_METHOD_GET) == 0 ||
               strcmp(method, MHD_HTTP_METHOD_HEAD) == 0;
    const char *given = mhd.lookup_connection_value(connection, MHD_HEADER_KIND,
                                                    MHD_HTTP_HEADER_AUTHORIZATION);
    if (get && strcmp(url, "/healthz") == 0)
        return 0;
    if (!drain_auth_admits(http->config.auth, given))
        return MHD_HTTP_UNAUTHORIZED;
    if (post && is_too_large(connection))
        return MHD_HTTP_CONTENT_TOO_LARGE;
    if (!post && !get)
        return MHD_HTTP_METHOD_NOT_ALLOWED;
    return post && !is_drain_path(url) ? MHD_HTTP_NOT_FOUND : 0;
}

static void begin(struct drain_http *http, void **state, bool is_batch)
{
    struct request *request = mem_zeroed(1, sizeof(*request));
    request->http = http;
    request->is_batch = is_batch;
    request->begun = seconds_now();
    strbuf_init(&request->body, BODY_CAP);
    http->open_requests++;
    http->progress = request->begun;
    *state = request;
}

/* libmicrohttpd does not see the end of a connection that comes together with bytes: a
 * request that does not go on has less time than a connection between two requests. */
static void limit_silence(struct MHD_Connection *connection, unsigned seconds)
{
    mhd.set_connection_option(connection, MHD_CONNECTION_OPTION_TIMEOUT, seconds);
}

/* False closes the connection. */
static bool add_body(struct request *request, const char *bytes, size_t len)
{
    struct drain_http *http = request->http;
    if (!http->config.has_room(http->config.user, http->coming + len))
        request->dropped = true;
    if (!request->dropped) {
        strbuf_add(&request->body, bytes, len);
        request->counted += len;
        http->coming += len;
    }
    http->progress = seconds_now();
    return http->progress - request->begun <= (time_t)REQUEST_SECONDS;
}

static unsigned take_batch(struct request *request, struct MHD_Connection *connection)
{
    const char *app =
        mhd.lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, "app");
    struct drain_batch batch = {
        .token = header(connection, "Logplex-Drain-Token"),
        .frame_id = header(connection, "Logplex-Frame-Id"),
        .count = header(connection, "Logplex-Msg-Count"),
        .app = app ? app : "",
        .body = &request->body,
    };
    const struct drain_http_config *config = &request->http->config;
    if (request->body.truncated) {
        config->refused(config->user, MHD_HTTP_CONTENT_TOO_LARGE);
        return MHD_HTTP_CONTENT_TOO_LARGE;
    }
    if (request->dropped) {
        config->refused(config->user, MHD_HTTP_TOO_MANY_REQUESTS);
        return MHD_HTTP_TOO_MANY_REQUESTS;
    }
    return config->accept(config->user, &batch);
}

static void add_header(struct MHD_Response *response, const char *name, const char *value)
{
    mhd.add_response_header(response, name, value);
}

/* Everything that is shown carries these: nothing from elsewhere may run or load. */
static void add_safety(struct MHD_Response *response)
{
    add_header(response, "Content-Security-Policy",
               "default-src 'none'; style-src 'self'; script-src 'self'; connect-src "
               "'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    add_header(response, "X-Content-Type-Options", "nosniff");
    add_header(response, "Referrer-Policy", "no-referrer");
    add_header(response, "Cache-Control", "no-store");
}

static enum MHD_Result show(struct drain_http *http, struct MHD_Connection *connection,
                            const char *url)
{
    struct strbuf text;
    size_t len;
    strbuf_init(&text, ANSWER_CAP);
    const char *type = http->config.show(http->config.user, url,
                                         header(connection, "Last-Event-ID"), &text);
    char *content = strbuf_take(&text, &len);
    if (!type) {
        free(content);
        return answer(http, connection, MHD_HTTP_NOT_FOUND);
    }
    struct MHD_Response *response =
        mhd.create_response_from_buffer(len, content, MHD_RESPMEM_MUST_FREE);
    if (!response) {
        free(content);
        return MHD_NO;
    }
    add_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, type);
    add_safety(response);
    enum MHD_Result result = mhd.queue_response(connection, MHD_HTTP_OK, response);
    mhd.destroy_response(response);
    return result;
}

/* NOLINTNEXTLINE(readability-function-size): the parameters are the library's */
static enum MHD_Result on_request(void *user, struct MHD_Connection *connection,
                                  const char *url, const char *method,
                                  const char *version, const char *bytes, size_t *len,
                                  void **state)
{
    struct drain_http *http = user;
    struct request *request = *state;
    (void)version;
    if (!request) {
        unsigned wrong = first_look(http, connection, url, method);
        if (wrong)
            return refuse(http, connection, wrong);
        begin(http, state, strcmp(method, MHD_HTTP_METHOD_POST) == 0);
        limit_silence(connection, REQUEST_SECONDS);
        return MHD_YES;
    }
    if (*len > 0) {
        bool in_time = add_body(request, bytes, *len);
        *len = 0;
        return in_time ? MHD_YES : MHD_NO;
    }
    if (request->is_batch)
        return answer(http, connection, take_batch(request, connection));
    return show(http, connection, url);
}

static void on_completed(void *user, struct MHD_Connection *connection, void **state,
                         enum MHD_RequestTerminationCode code)
{
    struct request *request = *state;
    (void)user, (void)code;
    if (!request)
        return;
    limit_silence(connection, IDLE_SECONDS);
    request->http->open_requests--;
    request->http->coming -= request->counted;
    strbuf_release(&request->body);
    free(request);
    *state = NULL;
}

static void stay_silent(void *user, const char *format, va_list arguments)
{
    (void)user, (void)format, (void)arguments;
}

static bool start(struct drain_http *http)
{
    const struct drain_http_config *config = &http->config;
    bool secure = config->certificate != NULL;
    struct MHD_OptionItem options[] = {
        { MHD_OPTION_EXTERNAL_LOGGER, (intptr_t)stay_silent, NULL },
        { MHD_OPTION_LISTEN_SOCKET, config->listener->fd, NULL },
        { MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)on_completed, http },
        { MHD_OPTION_CONNECTION_LIMIT, (intptr_t)CONNECTIONS, NULL },
        { MHD_OPTION_CONNECTION_TIMEOUT, (intptr_t)IDLE_SECONDS, NULL },
        { MHD_OPTION_CONNECTION_MEMORY_LIMIT, (intptr_t)HEADERS_SIZE, NULL },
        { secure ? MHD_OPTION_HTTPS_MEM_CERT : MHD_OPTION_END, 0,
          (void *)(uintptr_t)config->certificate },
        { MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)config->key },
        { MHD_OPTION_END, 0, NULL },
    };
    http->daemon = mhd.start_daemon(
        MHD_USE_EPOLL | MHD_USE_ERROR_LOG | MHD_USE_ITC | (secure ? MHD_USE_TLS : 0), 0,
        NULL, NULL, on_request, http, MHD_OPTION_ARRAY, options, MHD_OPTION_END);
    return http->daemon != NULL;
}

/* The usual limit of a shell is too low for so many connections. */
static void raise_file_limit(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

struct drain_http *drain_http_open(const struct drain_http_config *config,
                                   struct logdoc_error *error)
{
    if (!load(error))
        return NULL;
    struct drain_http *http = mem_zeroed(1, sizeof(*http));
    http->config = *config;
    raise_file_limit();
    http->empty = mhd.create_response_from_buffer(0, nothing, MHD_RESPMEM_PERSISTENT);
    http->denied = mhd.create_response_from_buffer(0, nothing, MHD_RESPMEM_PERSISTENT);
    if (http->empty && http->denied && start(http)) {
        add_header(http->denied, MHD_HTTP_HEADER_WWW_AUTHENTICATE,
                   "Basic realm=\"logdoc\"");
        return http;
    }
    error_set(error, "",
              config->certificate
                  ? "unable to start the HTTPS server: are the certificate and "
                    "the key PEM files that belong together?"
                  : "unable to start the HTTP server");
    drain_http_close(http);
    return NULL;
}

void drain_http_close(struct drain_http *http)
{
    if (!http)
        return;
    if (http->daemon) {
        drain_http_quiesce(http); /* the socket stays its owner's */
        mhd.stop_daemon(http->daemon);
    }
    if (http->empty)
        mhd.destroy_response(http->empty);
    if (http->denied)
        mhd.destroy_response(http->denied);
    free(http);
}

int drain_http_fd(const struct drain_http *http)
{
    return mhd.get_daemon_info(http->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
}

int drain_http_timeout_ms(struct drain_http *http, int at_most_ms)
{
    MHD_UNSIGNED_LONG_LONG timeout;
    if (mhd.get_timeout(http->daemon, &timeout) == MHD_YES &&
        timeout < (MHD_UNSIGNED_LONG_LONG)at_most_ms)
        return (int)timeout;
    return at_most_ms;
}

void drain_http_run(struct drain_http *http)
{
    mhd.run(http->daemon);
}

void drain_http_quiesce(struct drain_http *http)
{
    if (!http->quiesced)
        mhd.quiesce_daemon(http->daemon);
    http->quiesced = true;
}

bool drain_http_is_busy(const struct drain_http *http)
{
    return http->open_requests > 0 && seconds_now() - http->progress <= BUSY_SECONDS;
}
