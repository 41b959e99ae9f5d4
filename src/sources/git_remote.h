/* SPDX-License-Identifier: MIT
 * The name of the app that a folder is deployed to, from the remotes of its git
 * repository. No program is run. */
#ifndef LOGDOC_GIT_REMOTE_H
#define LOGDOC_GIT_REMOTE_H

#include <logdoc/types.h>

#define GIT_APP_SIZE 136

/* Reads the text of a .git/config. `wanted` is the remote to use; NULL: the one that
 * `heroku.remote` names, else the only app there is. `host` is Heroku's git server.
 * False with `error` when there is none, or more than one app. */
bool git_remote_parse(logdoc_str config, const char *wanted, const char *host,
                      char app[GIT_APP_SIZE], struct logdoc_error *error);

/* The same for the repository that `folder` lies in. */
bool git_remote_app(const char *folder, const char *wanted, const char *host,
                    char app[GIT_APP_SIZE], struct logdoc_error *error);

#endif
