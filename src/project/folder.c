/* SPDX-License-Identifier: MIT
 * Every part of a path is opened by itself, relative to the one before. */
#include "folder.h"

#include "error.h"
#include "mem.h"
#include "str.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define READ_SIZE ((size_t)64 * 1024)

bool folder_open(struct folder *folder, const char *path, struct logdoc_error *error)
{
    char *real = realpath(path, NULL);
    int fd = real ? open(real, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (fd < 0) {
        free(real);
        return error_set(error, "", "unable to open the folder '%.160s': %s", path,
                         strerror(errno));
    }
    *folder = (struct folder){ fd, real };
    return true;
}

void folder_close(struct folder *folder)
{
    if (folder->path)
        close(folder->fd);
    free(folder->path);
    *folder = (struct folder){ .fd = -1 };
}

static bool is_safe_part(logdoc_str part)
{
    for (size_t i = 0; i < part.len; i++) {
        unsigned char byte = (unsigned char)part.at[i];
        if (byte < ' ' || byte == 0x7f || byte == '\\' || byte == '"')
            return false;
    }
    return part.len > 0 && !str_equal(part, STR(".")) && !str_equal(part, STR("..")) &&
           !str_equal_ignoring_case(part, STR(".git"));
}

bool folder_is_safe_path(const char *path)
{
    logdoc_str rest = str_from(path);
    if (rest.len == 0 || rest.len >= FOLDER_PATH_CAP || rest.at[rest.len - 1] == '/')
        return false;
    while (rest.len > 0)
        if (!is_safe_part(str_cut(&rest, '/')))
            return false;
    return true;
}

/* The folder that holds the last part of `path`, open; *name points at that part. -1
 * when there is none, or when a link stands in the way. */
static int open_parent(const struct folder *folder, const char *path, bool create,
                       const char **name)
{
    int fd = dup(folder->fd);
    for (const char *slash; fd >= 0 && (slash = strchr(path, '/')); path = slash + 1) {
        char *part = mem_copy_text(path, (size_t)(slash - path));
        if (create)
            mkdirat(fd, part, 0777);
        int next = openat(fd, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        int reason = errno;
        free(part);
        close(fd);
        errno = reason;
        fd = next;
    }
    *name = path;
    return fd;
}

static bool is_missing(int reason)
{
    return reason == ENOENT || reason == ENOTDIR;
}

static bool read_all(int fd, struct strbuf *out)
{
    char *bytes = mem_alloc(READ_SIZE);
    ssize_t len = 0;
    do {
        len = read(fd, bytes, READ_SIZE);
        if (len > 0)
            strbuf_add(out, bytes, (size_t)len);
    } while (!out->truncated && (len > 0 || (len < 0 && errno == EINTR)));
    free(bytes);
    return len == 0 && !out->truncated;
}

enum folder_result folder_read(const struct folder *folder, const char *path,
                               struct strbuf *out)
{
    const char *name;
    struct stat status;
    if (!folder_is_safe_path(path))
        return FOLDER_REFUSED;
    int parent = open_parent(folder, path, false, &name);
    int fd = parent < 0
                 ? -1
                 : openat(parent, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    enum folder_result result =
        fd < 0 && is_missing(errno) ? FOLDER_NONE : FOLDER_REFUSED;
    if (fd >= 0 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode) &&
        (uint64_t)status.st_size <= out->cap && read_all(fd, out))
        result = FOLDER_FOUND;
    if (fd >= 0)
        close(fd);
    if (parent >= 0)
        close(parent);
    return result;
}

/* What lies at the path itself; links are not followed. */
static bool find_status(const struct folder *folder, const char *path,
                        struct stat *status)
{
    const char *name;
    if (!folder_is_safe_path(path))
        return false;
    int parent = open_parent(folder, path, false, &name);
    if (parent < 0)
        return false;
    bool found = fstatat(parent, name, status, AT_SYMLINK_NOFOLLOW) == 0;
    close(parent);
    return found;
}

bool folder_has(const struct folder *folder, const char *path)
{
    struct stat status;
    return find_status(folder, path, &status) && S_ISREG(status.st_mode);
}

static bool write_all(int fd, logdoc_str bytes)
{
    while (bytes.len > 0) {
        ssize_t len = write(fd, bytes.at, bytes.len);
        if (len < 0 && errno != EINTR)
            return false;
        bytes = str_from_offset(bytes, len < 0 ? 0 : (size_t)len);
    }
    return true;
}

/* A new file beside the one it will replace. */
static int open_temporary(int parent, struct strbuf *name)
{
    for (unsigned number = 0; number < 100; number++) {
        strbuf_reset(name);
        strbuf_add_format(name, ".logdoc-%ld-%u.tmp", (long)getpid(), number);
        int fd = openat(parent, name->at,
                        O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
        if (fd >= 0 || errno != EEXIST)
            return fd;
    }
    return -1;
}

static bool replace(int parent, const char *name, logdoc_str bytes)
{
    struct stat status;
    struct strbuf temporary;
    bool exists = fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) == 0;
    if (exists && !S_ISREG(status.st_mode)) {
        errno = ELOOP;
        return false;
    }
    strbuf_init(&temporary, FOLDER_PATH_CAP);
    int fd = open_temporary(parent, &temporary);
    bool done = fd >= 0 && (!exists || fchmod(fd, status.st_mode & 07777) == 0) &&
                write_all(fd, bytes) && fsync(fd) == 0;
    done = fd >= 0 && close(fd) == 0 && done &&
           renameat(parent, temporary.at, parent, name) == 0;
    int reason = errno;
    if (fd >= 0 && !done)
        unlinkat(parent, temporary.at, 0);
    strbuf_release(&temporary);
    errno = reason;
    return done;
}

bool folder_write(const struct folder *folder, const char *path, logdoc_str bytes,
                  struct logdoc_error *error)
{
    const char *name;
    if (!folder_is_safe_path(path))
        return error_set(error, "", "'%.160s' is no path within the folder", path);
    int parent = open_parent(folder, path, true, &name);
    bool done = parent >= 0 && replace(parent, name, bytes);
    if (!done)
        error_set(error, "", "unable to write '%.160s': %s", path, strerror(errno));
    if (parent >= 0)
        close(parent);
    return done;
}

bool folder_remove(const struct folder *folder, const char *path,
                   struct logdoc_error *error)
{
    const char *name;
    if (!folder_is_safe_path(path))
        return error_set(error, "", "'%.160s' is no path within the folder", path);
    int parent = open_parent(folder, path, false, &name);
    bool done = parent >= 0 && unlinkat(parent, name, 0) == 0;
    if (!done)
        error_set(error, "", "unable to remove '%.160s': %s", path, strerror(errno));
    if (parent >= 0)
        close(parent);
    return done;
}
