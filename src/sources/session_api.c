/* SPDX-License-Identifier: MIT
 * Bodies of requests and answers. */
#include "session_api.h"

#include "error.h"
#include "mem.h"
#include "str.h"
#include "utf8.h"

#include <jansson.h>

#define MESSAGE_CAP ((size_t)120)
#define URL_CAP ((size_t)8192)

static void set_text(json_t *object, const char *key, const char *value)
{
    if (value)
        json_object_set_new(object, key, json_string(value));
}

void session_api_request(struct strbuf *out, const struct session_filter *filter,
                         bool fir)
{
    json_t *body = json_object();
    if (fir) {
        set_text(body, "dyno", filter->dyno);
        set_text(body, "type", filter->process_type);
    } else {
        set_text(body, "dyno", filter->dyno ? filter->dyno : filter->process_type);
        json_object_set_new(body, "lines", json_integer((json_int_t)filter->lines));
        json_object_set_new(body, "tail", json_boolean(filter->follow));
    }
    set_text(body, "source", filter->source);
    char *text = json_dumps(body, JSON_COMPACT);
    strbuf_add_text(out, text ? text : "{}");
    free(text);
    json_decref(body);
}

static json_t *parse(logdoc_str answer)
{
    return json_loadb(answer.at ? answer.at : "", answer.len, 0, NULL);
}

bool session_api_is_fir(logdoc_str answer)
{
    json_t *app = parse(answer);
    json_t *generation = json_object_get(app, "generation");
    if (json_is_object(generation))
        generation = json_object_get(generation, "name");
    const char *name = json_string_value(generation);
    bool fir = name && strcmp(name, "fir") == 0;
    json_decref(app);
    return fir;
}

static bool is_url(logdoc_str url, bool plain_allowed)
{
    if (!str_starts(url, STR("https://")) &&
        !(plain_allowed && str_starts(url, STR("http://"))))
        return false;
    for (size_t i = 0; i < url.len; i++)
        if (url.at[i] <= ' ' || url.at[i] > '~')
            return false;
    return url.len < URL_CAP;
}

char *session_api_url(logdoc_str answer, bool plain_allowed)
{
    char *copy = NULL;
    json_t *session = parse(answer);
    json_t *url = json_object_get(session, "logplex_url");
    logdoc_str text = { json_string_value(url), json_string_length(url) };
    if (text.at && is_url(text, plain_allowed))
        copy = mem_copy_text(text.at, text.len);
    json_decref(session);
    return copy;
}

/* What the API says itself, as one clause in brackets, or nothing. */
static void add_message(struct strbuf *out, const char *message)
{
    struct strbuf clean;
    if (!message || !message[0])
        return;
    strbuf_init(&clean, MESSAGE_CAP);
    utf8_add_valid(&clean, str_from(message));
    for (size_t i = 0; i < clean.len; i++)
        if ((unsigned char)clean.at[i] < ' ')
            clean.at[i] = ' ';
    logdoc_str text = str_trim(strbuf_str(&clean));
    if (str_ends(text, STR(".")))
        text.len--;
    strbuf_add_format(out, " (it says: %.*s)", (int)text.len, text.at);
    strbuf_release(&clean);
}

static void add_advice(struct strbuf *out, int status, bool two_factor, const char *app)
{
    if (status == 401)
        strbuf_add_text(out,
                        "Heroku does not accept your key: run 'heroku login', or set "
                        "HEROKU_API_KEY to what 'heroku auth:token' prints");
    else if (two_factor)
        strbuf_add_text(out, "Heroku wants a second factor for this app: log in with "
                             "'heroku login' and use that key");
    else if (status == 403)
        strbuf_add_format(out,
                          "you have no access to the logs of '%.60s': ask its owner to "
                          "add you, or use another key",
                          app);
    else if (status == 404)
        strbuf_add_format(out,
                          "there is no app '%.60s' that you may see: 'heroku apps' lists "
                          "yours",
                          app);
    else if (status == 422)
        strbuf_add_text(out, "Heroku does not know that dyno, process type or source");
    else if (status == 429)
        strbuf_add_text(out, "Heroku's API says that you ask too often: wait a few "
                             "minutes and try again");
    else if (status >= 500)
        strbuf_add_format(out,
                          "Heroku's API has trouble (%d): try again later, "
                          "status.heroku.com may say more",
                          status);
    else
        strbuf_add_format(out,
                          "Heroku's API gave an answer that logdoc does not know "
                          "(%d): is HEROKU_HOST right?",
                          status);
}

void session_api_refusal(int status, logdoc_str answer, const char *app,
                         struct logdoc_error *error)
{
    struct strbuf text;
    json_t *body = parse(answer);
    const char *id = json_string_value(json_object_get(body, "id"));
    bool two_factor = status == 403 && id && strcmp(id, "two_factor") == 0;
    strbuf_init(&text, sizeof(error->text) - 1);
    add_advice(&text, status, two_factor, app);
    if (status != 401 && status != 404)
        add_message(&text, json_string_value(json_object_get(body, "message")));
    error_set(error, "", "%s", text.at);
    strbuf_release(&text);
    json_decref(body);
}

void session_api_trouble(enum http_trouble trouble, const char *detail,
                         struct logdoc_error *error)
{
    if (trouble == HTTP_NO_NAME)
        error_set(error, "",
                  "unable to find Heroku's server: is this computer connected "
                  "to the internet?");
    else if (trouble == HTTP_NO_TRUST)
        error_set(error, "",
                  "no secure connection to Heroku: a proxy, or this computer's clock or "
                  "certificates may be wrong (%.100s)",
                  detail);
    else if (trouble == HTTP_NO_CONNECTION)
        error_set(error, "",
                  "unable to connect to Heroku: a firewall or proxy may be in the way "
                  "(%.120s)",
                  detail);
    else
        error_set(error, "",
                  "the connection to Heroku keeps breaking: try again later, "
                  "status.heroku.com may say more");
}
