/* SPDX-License-Identifier: MIT
 * libcurl's multi interface behind few words. */
#include "http_client.h"

#include "error.h"
#include "late_library.h"
#include "mem.h"
#include "str.h"

#include <curl/curl.h>

#define CONNECT_SECONDS 15L
#define REDIRECTS 3L
#define RETRY_LONGEST 3600

/* clang-format off */
#define CURL_FUNCTIONS(F)                                                     \
    F(curl_, easy_cleanup) F(curl_, easy_getinfo) F(curl_, easy_init)         \
    F(curl_, easy_setopt) F(curl_, easy_strerror) F(curl_, global_cleanup)    \
    F(curl_, global_init) F(curl_, multi_add_handle) F(curl_, multi_cleanup)  \
    F(curl_, multi_info_read) F(curl_, multi_init) F(curl_, multi_perform)    \
    F(curl_, multi_poll) F(curl_, multi_remove_handle) F(curl_, slist_append) \
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

struct http_client {
    CURLM *multi;
    CURL *easy; /* NULL: nothing was started */
    struct curl_slist *headers;
    struct http_request request; /* its texts are gone */
    CURLcode result;
    bool running;
    char text[CURL_ERROR_SIZE];
};

struct http_client *http_client_new(struct logdoc_error *error)
{
    if (!load(error))
        return NULL;
    struct http_client *client = mem_zeroed(1, sizeof(*client));
    if (curl.global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK)
        client->multi = curl.multi_init();
    if (!client->multi) {
        error_set(error, "", "unable to start libcurl");
        free(client);
        return NULL;
    }
    return client;
}

void http_client_cancel(struct http_client *client)
{
    if (client->easy) {
        curl.multi_remove_handle(client->multi, client->easy);
        curl.easy_cleanup(client->easy);
    }
    curl.slist_free_all(client->headers);
    client->easy = NULL;
    client->headers = NULL;
    client->running = false;
}

void http_client_free(struct http_client *client)
{
    if (!client)
        return;
    http_client_cancel(client);
    curl.multi_cleanup(client->multi);
    curl.global_cleanup();
    free(client);
}

static size_t on_bytes(char *at, size_t size, size_t count, void *user)
{
    struct http_client *client = user;
    logdoc_str bytes = { at, size * count };
    if (client->request.receive && bytes.len > 0)
        client->request.receive(client->request.user, bytes);
    return bytes.len;
}

static void set_request(struct http_client *client, const struct http_request *request)
{
    CURL *easy = client->easy;
    for (size_t i = 0; i < HTTP_HEADERS && request->headers[i]; i++)
        client->headers = curl.slist_append(client->headers, request->headers[i]);
    curl.easy_setopt(easy, CURLOPT_URL, request->url);
    curl.easy_setopt(easy, CURLOPT_HTTPHEADER, client->headers);
    if (request->body)
        curl.easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, request->body);
    curl.easy_setopt(easy, CURLOPT_PROTOCOLS_STR,
                     request->plain ? "http,https" : "https");
    curl.easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR,
                     request->plain ? "http,https" : "https");
    curl.easy_setopt(easy, CURLOPT_FOLLOWLOCATION, request->follow ? 1L : 0L);
    curl.easy_setopt(easy, CURLOPT_TIMEOUT, request->seconds);
    if (request->silence > 0) {
        curl.easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
        curl.easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, request->silence);
    }
}

void http_client_start(struct http_client *client, const struct http_request *request)
{
    http_client_cancel(client);
    client->easy = curl.easy_init();
    client->request = *request;
    client->result = client->easy ? CURLE_OK : CURLE_OUT_OF_MEMORY;
    client->text[0] = '\0';
    if (!client->easy)
        return;
    set_request(client, request);
    curl.easy_setopt(client->easy, CURLOPT_MAXREDIRS, REDIRECTS);
    curl.easy_setopt(client->easy, CURLOPT_NOSIGNAL, 1L);
    curl.easy_setopt(client->easy, CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS);
    curl.easy_setopt(client->easy, CURLOPT_USERAGENT, "logdoc/" LOGDOC_VERSION);
    curl.easy_setopt(client->easy, CURLOPT_ERRORBUFFER, client->text);
    curl.easy_setopt(client->easy, CURLOPT_WRITEFUNCTION, on_bytes);
    curl.easy_setopt(client->easy, CURLOPT_WRITEDATA, client);
    curl.multi_add_handle(client->multi, client->easy);
    client->running = true;
}

static void read_result(struct http_client *client)
{
    int left;
    for (CURLMsg *message = curl.multi_info_read(client->multi, &left); message;
         message = curl.multi_info_read(client->multi, &left)) {
        if (message->msg != CURLMSG_DONE || message->easy_handle != client->easy)
            continue;
        client->result = message->data.result;
        client->running = false;
    }
}

enum http_progress http_client_run(struct http_client *client, int timeout_ms)
{
    int running;
    if (client->running) {
        curl.multi_perform(client->multi, &running);
        read_result(client);
    }
    if (client->running) {
        curl.multi_poll(client->multi, NULL, 0, timeout_ms, NULL);
        curl.multi_perform(client->multi, &running);
        read_result(client);
    }
    if (client->running)
        return HTTP_RUNNING;
    return client->result == CURLE_OK ? HTTP_DONE : HTTP_BROKEN;
}

int http_client_status(const struct http_client *client)
{
    long status = 0;
    if (client->easy)
        curl.easy_getinfo(client->easy, CURLINFO_RESPONSE_CODE, &status);
    return (int)status;
}

bool http_client_is_event_stream(const struct http_client *client)
{
    char *type = NULL;
    if (client->easy)
        curl.easy_getinfo(client->easy, CURLINFO_CONTENT_TYPE, &type);
    logdoc_str text = str_from(type);
    return str_equal_ignoring_case(str_trim(str_cut(&text, ';')),
                                   STR("text/event-stream"));
}

unsigned http_client_retry_after(const struct http_client *client)
{
    curl_off_t seconds = 0;
    if (client->easy)
        curl.easy_getinfo(client->easy, CURLINFO_RETRY_AFTER, &seconds);
    return seconds < 0 ? 0 : seconds > RETRY_LONGEST ? RETRY_LONGEST : (unsigned)seconds;
}

enum http_trouble http_client_trouble(const struct http_client *client)
{
    switch ((int)client->result) {
    case CURLE_OK:
        return HTTP_NO_TROUBLE;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
        return HTTP_NO_NAME;
    case CURLE_COULDNT_CONNECT:
        return HTTP_NO_CONNECTION;
    case CURLE_OPERATION_TIMEDOUT:
        return HTTP_TIMED_OUT;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
        return HTTP_NO_TRUST;
    default:
        return HTTP_CUT;
    }
}

const char *http_client_trouble_text(const struct http_client *client)
{
    return client->text[0] ? client->text : curl.easy_strerror(client->result);
}

int64_t http_client_clock_ms(void)
{
    struct timespec time = { 0 };
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}
