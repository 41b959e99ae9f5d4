/* SPDX-License-Identifier: MIT
 * HEROKU_HOST. */
#include "heroku_host.h"

#include "ascii.h"
#include "error.h"
#include "str.h"

#define NAME_LONGEST 128
#define PORT_LONGEST 5

static bool is_loopback(logdoc_str host)
{
    return str_equal(host, STR("localhost")) || str_ends(host, STR(".localhost")) ||
           str_equal(host, STR("127.0.0.1")) || str_equal(host, STR("[::1]"));
}

static bool is_trusted(logdoc_str host)
{
    static const char *const domains[] = { "heroku.com", "herokai.com", "herokuspace.com",
                                           "herokudev.com" };
    for (size_t i = 0; i < sizeof(domains) / sizeof(domains[0]); i++) {
        logdoc_str domain = str_from(domains[i]);
        bool below = host.len > domain.len && str_ends(host, domain) &&
                     host.at[host.len - domain.len - 1] == '.';
        if (below || str_equal(host, domain))
            return true;
    }
    return is_loopback(host);
}

static bool is_host_text(logdoc_str host)
{
    if (str_equal(host, STR("[::1]")))
        return true;
    for (size_t i = 0; i < host.len; i++)
        if (!ascii_is_alnum(host.at[i]) && host.at[i] != '-' && host.at[i] != '.')
            return false;
    return host.len > 0;
}

/* "localhost:5000", "[::1]:5000"; nothing behind it. */
static bool split_port(logdoc_str authority, logdoc_str *host, logdoc_str *port)
{
    size_t colon = SIZE_MAX;
    for (size_t i = 0; i < authority.len; i++)
        if (authority.at[i] == ':')
            colon = i;
        else if (authority.at[i] == ']')
            colon = SIZE_MAX;
    *host = (logdoc_str){ authority.at, colon == SIZE_MAX ? authority.len : colon };
    *port = str_from_offset(authority, colon == SIZE_MAX ? authority.len : colon + 1);
    uint64_t number;
    return colon == SIZE_MAX ||
           (port->len <= PORT_LONGEST && str_parse_unsigned(*port, &number));
}

bool heroku_host_parse(const char *value, struct heroku_host *out,
                       struct logdoc_error *error)
{
    logdoc_str authority = str_from(value && value[0] ? value : "heroku.com");
    bool plain = str_starts(authority, STR("http://"));
    bool is_url = plain || str_starts(authority, STR("https://"));
    logdoc_str host, port;
    if (is_url)
        authority = str_from_offset(authority, plain ? 7 : 8);
    if (is_url && str_ends(authority, STR("/")))
        authority.len--;
    if (authority.len > NAME_LONGEST || !split_port(authority, &host, &port) ||
        !is_host_text(host))
        return error_set(error, "", "HEROKU_HOST is neither a domain nor a URL");
    if (!is_trusted(host))
        return error_set(error, "",
                         "HEROKU_HOST is '%.*s', which is not Heroku: your key is not "
                         "sent there",
                         (int)host.len, host.at);
    if (plain && !is_loopback(host))
        return error_set(error, "",
                         "HEROKU_HOST wants http, which anyone can read: use https");
    struct heroku_host made = { .plain = plain };
    const char *scheme = plain ? "http://" : "https://", *api = is_url ? "" : "api.";
    snprintf(made.api, sizeof(made.api), "%s%s%.*s", scheme, api, (int)authority.len,
             authority.at);
    snprintf(made.name, sizeof(made.name), "%s%.*s", api, (int)host.len, host.at);
    if (!is_url)
        snprintf(made.git, sizeof(made.git), "git.%.*s", (int)host.len, host.at);
    *out = made;
    return true;
}

bool heroku_app_name_valid(logdoc_str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (!ascii_is_alnum(name.at[i]) && name.at[i] != '-')
            return false;
    return name.len > 0 && name.len <= NAME_LONGEST;
}
