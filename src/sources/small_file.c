/* SPDX-License-Identifier: MIT
 * Reading settings. */
#include "small_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static bool read_whole(int fd, struct strbuf *out)
{
    char piece[4096];
    ssize_t len;
    while ((len = read(fd, piece, sizeof(piece))) > 0 && !out->truncated)
        strbuf_add(out, piece, (size_t)len);
    return len == 0 && !out->truncated;
}

static enum small_file read_checked(int fd, bool secret, struct strbuf *out)
{
    struct stat status;
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode))
        return SMALL_FILE_UNREADABLE;
    bool ours = status.st_uid == geteuid() || geteuid() == 0;
    if (secret && (!ours || (status.st_mode & 077)))
        return SMALL_FILE_EXPOSED;
    return read_whole(fd, out) ? SMALL_FILE_READ : SMALL_FILE_UNREADABLE;
}

static enum small_file read_file(const char *path, bool secret, struct strbuf *out)
{
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT || errno == ENOTDIR ? SMALL_FILE_MISSING
                                                   : SMALL_FILE_UNREADABLE;
    enum small_file result = read_checked(fd, secret, out);
    close(fd);
    return result;
}

enum small_file small_file_read(const char *path, struct strbuf *out)
{
    return read_file(path, false, out);
}

enum small_file small_file_read_secret(const char *path, struct strbuf *out)
{
    return read_file(path, true, out);
}
