/* SPDX-License-Identifier: MIT
 * Regular files. */
#include "source_file.h"

#include "error.h"
#include "mem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE_SIZE ((size_t)256 * 1024)
#define FETCHED_SIZE ((uint64_t)64 * 1024 * 1024)

struct file {
    struct source base;
    char *name;
    char *piece;
    int fd;
    uint64_t done, total;
    atomic_int fetch_errno;
};

static bool file_accepts(const char *target)
{
    (void)target;
    return true;
}

static void file_close(struct source *source)
{
    struct file *self = (struct file *)source;
    if (!self)
        return;
    close(self->fd);
    free(self->piece);
    free(self->name);
    free(self);
}

static struct source *file_open(const char *target, struct logdoc_error *error)
{
    struct stat status;
    int fd = open(target, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &status) != 0) {
        error_set(error, "", "unable to open '%.160s': %s", target, strerror(errno));
        goto failed;
    }
    if (S_ISDIR(status.st_mode)) {
        error_set(error, "", "unable to read '%.160s': %s", target, strerror(EISDIR));
        goto failed;
    }
    posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);

    struct file *self = mem_zeroed(1, sizeof(*self));
    self->fd = fd;
    self->total = (uint64_t)status.st_size;
    self->name = mem_copy_text(target, strlen(target));
    self->base = (struct source){ .kind = &source_file, .name = self->name };
    return &self->base;
failed:
    if (fd >= 0)
        close(fd);
    return NULL;
}

static enum source_status fail(const struct file *self, int number,
                               struct logdoc_error *error)
{
    error_set(error, "", "unable to read '%.160s': %s", self->name, strerror(number));
    return SOURCE_FAILED;
}

/* What the file had when it was opened is left to be fetched. */
static enum source_status leave(struct file *self, logdoc_str *out)
{
    uint64_t left = self->total - self->done;
    *out = (logdoc_str){ NULL, left < FETCHED_SIZE ? (size_t)left : FETCHED_SIZE };
    self->base.fetch_from = self->done;
    self->done += out->len;
    return SOURCE_DATA;
}

static ssize_t read_at(const struct file *self, char *at, size_t len, uint64_t from)
{
    ssize_t got;
    do
        got = pread(self->fd, at, len, (off_t)from);
    while (got < 0 && errno == EINTR);
    return got;
}

static size_t file_fetch(struct source *source, uint64_t from, char *at, size_t len)
{
    struct file *self = (struct file *)source;
    size_t used = 0;
    ssize_t got = 1;
    for (; used < len && got > 0; used += got > 0 ? (size_t)got : 0)
        got = read_at(self, at + used, len - used, from + used);
    if (got < 0)
        atomic_store(&self->fetch_errno, errno);
    return used;
}

static enum source_status file_read(struct source *source, int timeout_ms,
                                    logdoc_str *out, struct logdoc_error *error)
{
    struct file *self = (struct file *)source;
    (void)timeout_ms;
    if (atomic_load(&self->fetch_errno))
        return fail(self, atomic_load(&self->fetch_errno), error);
    source->fetches = source->fetches && self->done < self->total;
    if (source->fetches)
        return leave(self, out);
    if (!self->piece)
        self->piece = mem_alloc(PIECE_SIZE);
    ssize_t len = read_at(self, self->piece, PIECE_SIZE, self->done);
    if (len < 0)
        return fail(self, errno, error);
    if (len == 0)
        return SOURCE_END;
    self->done += (uint64_t)len;
    *out = (logdoc_str){ self->piece, (size_t)len };
    return SOURCE_DATA;
}

static void file_progress(const struct source *source, uint64_t *done, uint64_t *total)
{
    const struct file *self = (const struct file *)source;
    *done = self->done;
    *total = self->total;
}

const struct source_kind source_file = {
    .name = "file",
    .summary = "text in a regular file",
    .accepts = file_accepts,
    .open = file_open,
    .read = file_read,
    .fetch = file_fetch,
    .progress = file_progress,
    .close = file_close,
};
