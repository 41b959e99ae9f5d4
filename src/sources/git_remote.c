/* SPDX-License-Identifier: MIT
 * .git/config: sections, and in them keys. */
#include "git_remote.h"

#include "error.h"
#include "heroku_host.h"
#include "small_file.h"
#include "str.h"
#include "strbuf.h"

#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#define CONFIG_CAP ((size_t)1024 * 1024)
#define PATH_CAP ((size_t)8192)

struct search {
    logdoc_str wanted, host; /* `wanted` empty: any */
    logdoc_str preferred;    /* of heroku.remote */
    logdoc_str app;
    logdoc_str named; /* the app of `preferred` */
    bool several;
};

/* https://git.heroku.com/APP.git, ssh://git@heroku.com/APP.git, git@heroku.com:APP.git;
 * empty when the URL is none of Heroku's. */
static logdoc_str app_of(logdoc_str url, logdoc_str host)
{
    logdoc_str none = { "", 0 }, heroku = host;
    if (str_starts(heroku, STR("git.")))
        heroku = str_from_offset(heroku, 4);
    size_t scheme = str_find(url, STR("://"));
    if (scheme != SIZE_MAX)
        url = str_from_offset(url, scheme + 3);
    size_t at = str_find_char(url, '@');
    if (at != SIZE_MAX)
        url = str_from_offset(url, at + 1);
    if (str_starts(url, host))
        url = str_from_offset(url, host.len);
    else if (str_starts(url, heroku))
        url = str_from_offset(url, heroku.len);
    else
        return none;
    if (url.len == 0 || url.at[0] != (scheme == SIZE_MAX ? ':' : '/'))
        return none;
    url = str_from_offset(url, 1);
    if (str_ends(url, STR(".git")))
        url.len -= 4;
    return heroku_app_name_valid(url) ? url : none;
}

/* `[remote "heroku"]` is "heroku"; empty for every other section. */
static logdoc_str remote_of(logdoc_str section)
{
    if (!str_starts(section, STR("[remote \"")))
        return (logdoc_str){ "", 0 };
    section = str_from_offset(section, sizeof("[remote \"") - 1);
    return str_cut(&section, '"');
}

static void note_url(struct search *search, logdoc_str remote, logdoc_str url)
{
    logdoc_str app = app_of(url, search->host);
    if (app.len == 0)
        return;
    if (search->wanted.len > 0 ? str_equal(remote, search->wanted)
                               : str_equal(remote, search->preferred))
        search->named = app;
    if (search->app.len > 0 && !str_equal(search->app, app))
        search->several = true;
    search->app = app;
}

static void scan(struct search *search, logdoc_str config)
{
    logdoc_str section = { "", 0 };
    while (config.len > 0) {
        logdoc_str value = str_trim(str_cut(&config, '\n'));
        if (str_starts(value, STR("["))) {
            section = value;
            continue;
        }
        logdoc_str key = str_trim(str_cut(&value, '='));
        value = str_trim(value);
        if (str_equal(key, STR("url")) && remote_of(section).len > 0)
            note_url(search, remote_of(section), value);
        if (str_equal(key, STR("remote")) && str_starts(section, STR("[heroku]")))
            search->preferred = value;
    }
}

bool git_remote_parse(logdoc_str config, const char *wanted, const char *host,
                      char app[GIT_APP_SIZE], struct logdoc_error *error)
{
    struct search search = { .wanted = str_from(wanted), .host = str_from(host) };
    scan(&search, config);
    if (search.preferred.len > 0 && !wanted)
        scan(&search, config); /* the section may stand behind the remotes */
    if (wanted && search.named.len == 0)
        return error_set(error, "", "the git remote '%.80s' is no app of Heroku", wanted);
    if (search.named.len == 0 && search.several)
        return error_set(
            error, "",
            "this folder has the git remotes of several apps: say which with "
            "'--app NAME' or '--remote NAME'");
    logdoc_str found = search.named.len > 0 ? search.named : search.app;
    if (found.len == 0)
        return error_set(error, "",
                         "no app is named and this folder has no git remote of one: add "
                         "'--app NAME'");
    snprintf(app, GIT_APP_SIZE, "%.*s", (int)found.len, found.at);
    return true;
}

/* A worktree's .git is a file: `gitdir: …/.git/worktrees/NAME`; its config is the
 * repository's. */
static bool read_worktree(struct strbuf *path, struct strbuf *out)
{
    struct strbuf pointer;
    bool found = false;
    strbuf_init(&pointer, PATH_CAP);
    if (small_file_read(path->at, &pointer) == SMALL_FILE_READ) {
        logdoc_str line = strbuf_str(&pointer);
        line = str_trim(str_cut(&line, '\n'));
        size_t below = str_find(line, STR("/worktrees/"));
        if (str_starts(line, STR("gitdir: /")) && below != SIZE_MAX) {
            strbuf_reset(path);
            strbuf_add(path, line.at + 8, below - 8);
            strbuf_add_text(path, "/config");
            found = small_file_read(path->at, out) == SMALL_FILE_READ;
        }
    }
    strbuf_release(&pointer);
    return found;
}

/* The config of the repository that `folder` is the top of. */
static bool read_config(const char *folder, struct strbuf *out)
{
    struct stat status;
    struct strbuf path;
    bool found = false;
    strbuf_init(&path, PATH_CAP);
    strbuf_add_format(&path, "%s/.git", folder);
    if (stat(path.at, &status) == 0) {
        if (S_ISDIR(status.st_mode)) {
            strbuf_add_text(&path, "/config");
            found = small_file_read(path.at, out) == SMALL_FILE_READ;
        } else {
            found = read_worktree(&path, out);
        }
    }
    strbuf_release(&path);
    return found;
}

bool git_remote_app(const char *folder, const char *wanted, const char *host,
                    char app[GIT_APP_SIZE], struct logdoc_error *error)
{
    struct strbuf config;
    char *top = realpath(folder, NULL);
    bool found = false;
    strbuf_init(&config, CONFIG_CAP);
    while (top && !found) {
        found = read_config(top, &config);
        char *slash = strrchr(top, '/');
        if (!slash || !slash[0] || !top[1])
            break;
        slash[slash == top ? 1 : 0] = '\0';
    }
    bool parsed = git_remote_parse(strbuf_str(&config), wanted, host, app, error);
    strbuf_release(&config);
    free(top);
    return parsed;
}
