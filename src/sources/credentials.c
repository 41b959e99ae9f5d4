/* SPDX-License-Identifier: MIT
 * Environment first, then ~/.netrc. */
#include "credentials.h"

#include "error.h"
#include "mem.h"
#include "netrc.h"
#include "small_file.h"
#include "str.h"
#include "strbuf.h"

#define NETRC_CAP ((size_t)64 * 1024)
#define PATH_CAP ((size_t)4096)
#define KEY_LONGEST 1024
#define ADVICE                                                                           \
    "run 'heroku login', or set HEROKU_API_KEY to what 'heroku auth:token' prints"

static void wipe(char *at, size_t len)
{
    volatile char *byte = at;
    while (len-- > 0)
        *byte++ = '\0';
}

/* What may stand in a header: no blank, no control character. */
static bool is_key(logdoc_str key)
{
    for (size_t i = 0; i < key.len; i++)
        if (key.at[i] <= ' ' || key.at[i] > '~')
            return false;
    return key.len > 0 && key.len <= KEY_LONGEST;
}

static char *take_key(logdoc_str key, const char *from, struct logdoc_error *error)
{
    if (is_key(key))
        return mem_copy_text(key.at, key.len);
    error_set(error, "", "the key in %s is damaged: " ADVICE, from);
    return NULL;
}

static char *read_netrc(const char *path, const char *host, struct logdoc_error *error)
{
    struct strbuf text;
    char *key = NULL;
    strbuf_init(&text, NETRC_CAP);
    enum small_file result = small_file_read_secret(path, &text);
    logdoc_str password = netrc_password(strbuf_str(&text), str_from(host));
    if (result == SMALL_FILE_EXPOSED)
        error_set(error, "",
                  "others may read ~/.netrc, so it is not used: run 'chmod "
                  "600 ~/.netrc'");
    else if (result == SMALL_FILE_UNREADABLE)
        error_set(error, "", "unable to read ~/.netrc: " ADVICE);
    else if (password.len == 0)
        error_set(error, "", "you are not logged in to Heroku: " ADVICE);
    else
        key = take_key(password, "~/.netrc", error);
    if (text.len > 0)
        wipe(text.at, text.len);
    strbuf_release(&text);
    return key;
}

char *credentials_find(const char *variable, const char *home, const char *host,
                       struct logdoc_error *error)
{
    if (variable && variable[0])
        return take_key(str_trim(str_from(variable)), "HEROKU_API_KEY", error);
    struct strbuf path;
    strbuf_init(&path, PATH_CAP);
    strbuf_add_format(&path, "%s/.netrc", home ? home : "");
    char *key = read_netrc(path.at, host, error);
    strbuf_release(&path);
    return key;
}

void credentials_free(char *key)
{
    if (key)
        wipe(key, strlen(key));
    free(key);
}
