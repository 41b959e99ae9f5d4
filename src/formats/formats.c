/* SPDX-License-Identifier: MIT
 * The table of formats, and what source[process] says about the sender. */
#include "format_table.h"
#include "str.h"

const struct format *const formats[] = {
    &format_heroku, &format_syslog, &format_papertrail, &format_prefixed, &format_build,
    &format_plain,  NULL,
};

static const struct format *find_format(logdoc_str line, const struct format *except,
                                        struct entry *out)
{
    for (size_t i = 0; formats[i] != &format_plain; i++)
        if (formats[i] != except && formats[i]->parse(line, out))
            return formats[i];
    return NULL;
}

/* format_plain takes everything: as a hint it would hide the other formats. */
const struct format *format_parse(logdoc_str line, const struct format *hint,
                                  struct entry *out)
{
    out->raw = line;
    if (hint && hint != &format_plain && hint->parse(line, out))
        return hint;
    const struct format *found = find_format(line, hint, out);
    if (found)
        return found;
    if (hint && hint->continues && hint->continues(line, out))
        return hint;
    format_plain.parse(line, out);
    return &format_plain;
}

struct sender {
    logdoc_str name;
    unsigned scope;
};

static unsigned find_sender(const struct sender *senders, logdoc_str name)
{
    for (; senders->name.at; senders++)
        if (str_equal(senders->name, name))
            return senders->scope;
    return 0;
}

/* "postgres" of postgres.1105947, web of web.1. */
static logdoc_str process_type(logdoc_str process)
{
    const char *dot = process.len ? memchr(process.at, '.', process.len) : NULL;
    return dot ? (logdoc_str){ process.at, (size_t)(dot - process.at) } : process;
}

static unsigned sender_of_process(logdoc_str process)
{
    static const struct sender senders[] = {
        { { "router", 6 }, SCOPE_ROUTER },
        { { "api", 3 }, SCOPE_API },
        { { "logplex", 7 }, SCOPE_LOGPLEX },
        { { "log-shuttle", 11 }, SCOPE_LOGPLEX },
        { { "nginx", 5 }, SCOPE_ROUTER },
        { { "slugc", 5 }, SCOPE_API },
        { { "slug-compiler", 13 }, SCOPE_API },
        { { "postgres", 8 }, SCOPE_ADDON },
        { { "redis", 5 }, SCOPE_ADDON },
        { { "kafka", 5 }, SCOPE_ADDON },
        { { NULL, 0 }, 0 },
    };
    if (str_starts(process, STR("heroku-")))
        return SCOPE_ADDON;
    return find_sender(senders, process_type(process));
}

static unsigned sender_of_source(logdoc_str source)
{
    static const struct sender senders[] = {
        { { "heroku-router", 13 }, SCOPE_ROUTER },
        { { "heroku-api", 10 }, SCOPE_API },
        { { "logplex", 7 }, SCOPE_LOGPLEX },
        { { "Logplex", 7 }, SCOPE_LOGPLEX },
        { { NULL, 0 }, 0 },
    };
    return find_sender(senders, source);
}

unsigned format_scope(logdoc_str source, logdoc_str process)
{
    bool platform = str_starts(source, STR("heroku"));
    if (platform && str_equal(process, STR("router")))
        return SCOPE_ROUTER;
    unsigned scope = sender_of_process(process);
    bool posed = !platform && scope == SCOPE_ROUTER;
    if (scope && !posed)
        return scope;
    scope = sender_of_source(source);
    if (scope)
        return scope;
    return platform ? SCOPE_DYNO : SCOPE_APP;
}
