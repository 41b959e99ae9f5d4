/* SPDX-License-Identifier: MIT
 * libcurl's multi interface behind few words. */
#include "http_client.h"

#include "error.h"
#include "mem.h"
#include "str.h"

#include <curl/curl.h>

#define CONNECT_SECONDS 15L
#define REDIRECTS 3L
#define RETRY_LONGEST 3600

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
    struct http_client *client = mem_zeroed(1, sizeof(*client));
    if (curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK)
        client->multi = curl_multi_init();
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
        curl_multi_remove_handle(client->multi, client->easy);
        curl_easy_cleanup(client->easy);
    }
    curl_slist_free_all(client->headers);
    client->easy = NULL;
    client->headers = NULL;
    client->running = false;
}

void http_client_free(struct http_client *client)
{
    if (!client)
        return;
    http_client_cancel(client);
    curl_multi_cleanup(client->multi);
    curl_global_cleanup();
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
        client->headers = curl_slist_append(client->headers, request->headers[i]);
    curl_easy_setopt(easy, CURLOPT_URL, request->url);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, client->headers);
    if (request->body)
        curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, request->body);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR,
                     request->plain ? "http,https" : "https");
    curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR,
                     request->plain ? "http,https" : "https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, request->follow ? 1L : 0L);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT, request->seconds);
    if (request->silence > 0) {
        curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
        curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, request->silence);
    }
}

void http_client_start(struct http_client *client, const struct http_request *request)
{
    http_client_cancel(client);
    client->easy = curl_easy_init();
    client->request = *request;
    client->result = client->easy ? CURLE_OK : CURLE_OUT_OF_MEMORY;
    client->text[0] = '\0';
    if (!client->easy)
        return;
    set_request(client, request);
    curl_easy_setopt(client->easy, CURLOPT_MAXREDIRS, REDIRECTS);
    curl_easy_setopt(client->easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(client->easy, CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS);
    curl_easy_setopt(client->easy, CURLOPT_USERAGENT, "logdoc/" LOGDOC_VERSION);
    curl_easy_setopt(client->easy, CURLOPT_ERRORBUFFER, client->text);
    curl_easy_setopt(client->easy, CURLOPT_WRITEFUNCTION, on_bytes);
    curl_easy_setopt(client->easy, CURLOPT_WRITEDATA, client);
    curl_multi_add_handle(client->multi, client->easy);
    client->running = true;
}

static void read_result(struct http_client *client)
{
    int left;
    for (CURLMsg *message = curl_multi_info_read(client->multi, &left); message;
         message = curl_multi_info_read(client->multi, &left)) {
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
        curl_multi_perform(client->multi, &running);
        read_result(client);
    }
    if (client->running) {
        curl_multi_poll(client->multi, NULL, 0, timeout_ms, NULL);
        curl_multi_perform(client->multi, &running);
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
        curl_easy_getinfo(client->easy, CURLINFO_RESPONSE_CODE, &status);
    return (int)status;
}

bool http_client_is_event_stream(const struct http_client *client)
{
    char *type = NULL;
    if (client->easy)
        curl_easy_getinfo(client->easy, CURLINFO_CONTENT_TYPE, &type);
    logdoc_str text = str_from(type);
    return str_equal_ignoring_case(str_trim(str_cut(&text, ';')),
                                   STR("text/event-stream"));
}

unsigned http_client_retry_after(const struct http_client *client)
{
    curl_off_t seconds = 0;
    if (client->easy)
        curl_easy_getinfo(client->easy, CURLINFO_RETRY_AFTER, &seconds);
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
    return client->text[0] ? client->text : curl_easy_strerror(client->result);
}

int64_t http_client_clock_ms(void)
{
    struct timespec time = { 0 };
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}
