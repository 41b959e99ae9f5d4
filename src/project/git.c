/* SPDX-License-Identifier: MIT
 * Starts git and reads its answers, which are separated by NULs. */
#include "git.h"

#include "mem.h"
#include "str.h"
#include "strbuf.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#define ANSWER_CAP ((size_t)16 * 1024 * 1024)
#define READ_SIZE ((size_t)64 * 1024)
#define ARGUMENTS 64
#define FILTER_CAP 8 /* filters of a repository; with more git is not asked */

extern char **environ;

static pid_t start_git(char *const *arguments, int out)
{
    pid_t child = -1;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    if (posix_spawnp(&child, "git", &actions, NULL, arguments, environ) != 0)
        child = -1;
    posix_spawn_file_actions_destroy(&actions);
    return child;
}

static void read_answer(int fd, struct strbuf *out)
{
    char *bytes = mem_alloc(READ_SIZE);
    ssize_t len;
    while ((len = read(fd, bytes, READ_SIZE)) > 0 || (len < 0 && errno == EINTR))
        if (len > 0)
            strbuf_add(out, bytes, (size_t)len);
    free(bytes);
}

/* The status git ended with; -1: it did not run. */
static int run_git(char *const *arguments, struct strbuf *out)
{
    int ends[2], status = -1;
    if (pipe(ends) != 0)
        return -1;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    pid_t child = start_git(arguments, ends[1]);
    close(ends[1]);
    if (child > 0) {
        read_answer(ends[0], out);
        while (waitpid(child, &status, 0) < 0 && errno == EINTR)
            ;
        status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    close(ends[0]);
    return status == 127 ? -1 : status;
}

/* `words` ends with NULL. A repository is not trusted: it names programs in its
 * configuration, and none of them is to run. */
static int ask(const struct git *git, const char *folder, const char *const *words,
               struct strbuf *out)
{
    const char *fixed[] = {
        "git", "--no-optional-locks",  "-C", folder,
        "-c",  "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null",
        "-c",  "core.quotePath=false", "-c", "core.pager=cat"
    };
    char *arguments[ARGUMENTS];
    size_t count = 0, fixed_count = sizeof(fixed) / sizeof(fixed[0]);
    for (size_t i = 0; i < fixed_count; i++)
        arguments[count++] = mem_copy_text(fixed[i], strlen(fixed[i]));
    for (size_t i = 0; i < git->off_count; i++)
        arguments[count++] = mem_copy_text(git->off[i], strlen(git->off[i]));
    for (; *words && count + 1 < ARGUMENTS; words++)
        arguments[count++] = mem_copy_text(*words, strlen(*words));
    arguments[count] = NULL;
    strbuf_reset(out);
    int status = run_git(arguments, out);
    for (size_t i = 0; i < count; i++)
        free(arguments[i]);
    return status;
}

/* "filter.NAME.clean" → options that switch that filter off. */
static void switch_off(struct git *git, struct arena *arena, logdoc_str key)
{
    logdoc_str name = key;
    while (name.len && name.at[name.len - 1] != '.')
        name.len--;
    static const char *const settings[] = { "clean=", "process=", "required=false" };
    for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++) {
        git->off[git->off_count++] = "-c";
        git->off[git->off_count++] =
            arena_format(arena, "%.*s%s", (int)name.len, name.at, settings[i]);
    }
}

/* A repository may name programs through which files pass when git compares them. */
static bool switch_filters_off(struct git *git, struct arena *arena, const char *folder,
                               struct strbuf *answer)
{
    static const char *const filters[] = {
        "config", "-z", "--name-only", "--get-regexp", "^filter\\..*\\.(clean|process)$",
        NULL
    };
    int status = ask(git, folder, filters, answer);
    logdoc_str rest = strbuf_str(answer);
    size_t count = 0;
    for (; status == 0 && rest.len > 0 && count < FILTER_CAP; count++)
        switch_off(git, arena, str_cut(&rest, '\0'));
    return (status == 0 || status == 1) && rest.len == 0;
}

static void set_status(struct git *git, logdoc_str path, enum git_status status)
{
    size_t prefix = strlen(git->prefix);
    if (str_starts(path, str_from(git->prefix)))
        hashmap_set(&git->statuses, str_from_offset(path, prefix),
                    (void *)(uintptr_t)status); /* NOLINT: a number, no address */
}

/* "XY path", and of a renamed file the old path as a record of its own. */
static void read_changes(struct git *git, logdoc_str answer)
{
    while (answer.len > 0) {
        logdoc_str record = str_cut(&answer, '\0');
        if (record.len < 4)
            continue;
        enum git_status status = str_starts(record, STR("!!"))   ? GIT_IGNORED
                                 : str_starts(record, STR("??")) ? GIT_UNTRACKED
                                                                 : GIT_CHANGED;
        if (record.at[0] == 'R' || record.at[0] == 'C')
            str_cut(&answer, '\0');
        set_status(git, str_from_offset(record, 3), status);
    }
}

static void read_tracked(struct git *git, logdoc_str answer)
{
    while (answer.len > 0)
        set_status(git, str_cut(&answer, '\0'), GIT_TRACKED);
}

static bool read_files(struct git *git, const char *folder, struct strbuf *answer)
{
    static const char *const tracked[] = { "ls-files", "-z", "--full-name", NULL };
    static const char *const changes[] = { "status",
                                           "--porcelain=v1",
                                           "-z",
                                           "--untracked-files=all",
                                           "--ignored=matching",
                                           "--ignore-submodules=all",
                                           "--",
                                           ".",
                                           NULL };
    if (ask(git, folder, tracked, answer) != 0)
        return false;
    read_tracked(git, strbuf_str(answer));
    if (ask(git, folder, changes, answer) != 0)
        return false;
    read_changes(git, strbuf_str(answer));
    return true;
}

void git_read(struct git *git, struct arena *arena, const char *folder)
{
    static const char *const prefix[] = { "rev-parse", "--show-prefix", NULL };
    static const char *const head[] = { "rev-parse", "--verify", "--quiet", "HEAD",
                                        NULL };
    struct strbuf answer;
    *git = (struct git){ .prefix = "" };
    hashmap_init(&git->statuses);
    strbuf_init(&answer, ANSWER_CAP);
    int status = ask(git, folder, prefix, &answer);
    if (status != 0) {
        git->presence = status < 0 ? GIT_NO_PROGRAM : GIT_NO_REPOSITORY;
    } else {
        logdoc_str shown = strbuf_str(&answer);
        git->prefix = arena_text(arena, str_cut(&shown, '\n'));
        git->has_commits = ask(git, folder, head, &answer) == 0;
        bool read = switch_filters_off(git, arena, folder, &answer) &&
                    read_files(git, folder, &answer);
        git->presence = read ? GIT_READY : GIT_FAILED;
    }
    strbuf_release(&answer);
}

void git_release(struct git *git)
{
    hashmap_release(&git->statuses);
}

static enum git_status find_status(const struct git *git, logdoc_str path)
{
    return (enum git_status)(uintptr_t)hashmap_find(&git->statuses, path);
}

enum git_status git_status_of(const struct git *git, const char *path)
{
    logdoc_str whole = str_from(path);
    enum git_status status = find_status(git, whole);
    for (size_t i = 0; status == 0 && i < whole.len; i++)
        if (path[i] == '/')
            status = find_status(git, (logdoc_str){ path, i + 1 });
    return status;
}
