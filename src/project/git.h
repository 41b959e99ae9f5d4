/* SPDX-License-Identifier: MIT
 * What git says about the app's folder. The program `git` is asked, without a shell; it
 * is told to run no hook and no monitor. Nothing is changed. */
#ifndef LOGDOC_GIT_H
#define LOGDOC_GIT_H

#include "arena.h"
#include "hashmap.h"

#define GIT_OFF 48

enum git_presence {
    GIT_READY,
    GIT_NO_PROGRAM,
    GIT_NO_REPOSITORY,
    GIT_FAILED /* git answered with an error */
};

enum git_status {
    GIT_TRACKED = 1, /* as it was committed */
    GIT_CHANGED,     /* committed once, with changes since, or only added */
    GIT_UNTRACKED,
    GIT_IGNORED
};

struct git {
    enum git_presence presence;
    const char *prefix;      /* of the folder in the repository: "" or "app/" */
    struct hashmap statuses; /* path → enum git_status; ignored folders end with '/' */
    bool has_commits;
    const char *off[GIT_OFF]; /* options that keep it from running programs */
    size_t off_count;
};

/* `folder` is an absolute path. Strings lie in the arena. */
void git_read(struct git *, struct arena *, const char *folder);
void git_release(struct git *);
/* 0: git says nothing about that file. */
enum git_status git_status_of(const struct git *, const char *path);

#endif
