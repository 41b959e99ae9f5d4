/* SPDX-License-Identifier: MIT
 * Slack, Discord, JSON. */
#include "notify_text.h"

#include "escape.h"
#include "str.h"

#include <inttypes.h>
#include <jansson.h>

#define MESSAGE_CAP ((size_t)1800) /* Discord takes 2,000 characters */

typedef void escape(struct strbuf *, logdoc_str);

static void add_message(struct strbuf *out, const struct notification *told,
                        uint64_t unsaid, escape *escaped)
{
    static const char *const words[] = { "New", "Worse", "Resolved" };
    const struct logdoc_diagnosis *diagnosis = told->diagnosis;
    strbuf_add_char(out, '[');
    escaped(out, str_from(told->app));
    strbuf_add_format(out, "] %s: ", words[told->what]);
    escaped(out, str_from(diagnosis->title));
    strbuf_add_format(out, " (%s, %" PRIu64 " time%s)",
                      logdoc_severity_name(diagnosis->severity), diagnosis->count,
                      diagnosis->count == 1 ? "" : "s");
    if (told->what != LOGDOC_RESOLVED_DIAGNOSIS && diagnosis->fix_count > 0) {
        strbuf_add_text(out, "\nFix: ");
        escaped(out, str_from(diagnosis->fixes[0].summary));
    }
    if (unsaid > 0)
        strbuf_add_format(out, "\n(%" PRIu64 " more were left out before this)", unsaid);
}

static void add_json(struct strbuf *out, json_t *object)
{
    char *text = json_dumps(object, JSON_COMPACT);
    strbuf_add_text(out, text ? text : "{}");
    free(text);
    json_decref(object);
}

static void add_generic(struct strbuf *out, const struct notification *told,
                        uint64_t unsaid)
{
    static const char *const events[] = { "diagnosis", "update", "resolved" };
    json_t *object = json_loads(told->document, 0, NULL);
    if (!object)
        object = json_object();
    json_object_set_new(object, "event", json_string(events[told->what]));
    json_object_set_new(object, "left_out", json_integer((json_int_t)unsaid));
    add_json(out, object);
}

void notify_text(struct strbuf *out, const char *url, const struct notification *told,
                 uint64_t unsaid)
{
    bool slack = strstr(url, "/services/"), discord = strstr(url, "/api/webhooks/");
    if (!slack && !discord) {
        add_generic(out, told, unsaid);
        return;
    }
    struct strbuf message;
    strbuf_init(&message, MESSAGE_CAP);
    add_message(&message, told, unsaid, slack ? escape_html : escape_markdown);
    json_t *object = json_object();
    json_t *text = json_stringn_nocheck(message.at, message.len);
    json_object_set_new(object, slack ? "text" : "content", text);
    if (discord) {
        json_t *mentions = json_object();
        json_object_set_new(mentions, "parse", json_array());
        json_object_set_new(object, "allowed_mentions", mentions);
    }
    add_json(out, object);
    strbuf_release(&message);
}
