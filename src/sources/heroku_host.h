/* SPDX-License-Identifier: MIT
 * Which server HEROKU_HOST means, and whether it may have the key. No I/O. */
#ifndef LOGDOC_HEROKU_HOST_H
#define LOGDOC_HEROKU_HOST_H

#include <logdoc/types.h>

#define HEROKU_HOST_SIZE 256

struct heroku_host {
    char api[HEROKU_HOST_SIZE]; /* "https://api.heroku.com", without a slash at the end */
    char name[HEROKU_HOST_SIZE]; /* "api.heroku.com": the machine of a .netrc */
    char git[HEROKU_HOST_SIZE];  /* "git.heroku.com"; "" when there is none */
    bool plain;                  /* http: this computer itself */
};

/* `value` as the Heroku CLI takes it: a domain, whose API is api.DOMAIN, or the URL of an
 * API; NULL and "" are heroku.com. Only Heroku's own domains and this computer are
 * accepted, and without TLS only the latter: the key goes there. */
bool heroku_host_parse(const char *value, struct heroku_host *out, struct logdoc_error *);

/* What can be the name or the id of an app, and so stand in a URL. */
bool heroku_app_name_valid(logdoc_str name);

#endif
