/* SPDX-License-Identifier: MIT
 * Regular files. */
#include "source_file.h"

#include "error.h"
#include "file_window.h"
#include "mem.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE_SIZE ((size_t)256 * 1024)
#define WINDOW_SIZE ((uint64_t)32 * 1024 * 1024) /* a multiple of any page size */
#define LEAST_WINDOW ((uint64_t)1024 * 1024)     /* less is quicker read than mapped */

struct file {
    struct source base;
    char *name;
    char *piece;
    logdoc_str window; /* what is lent of a mapped file; empty: nothing */
    int fd;
    uint64_t done, total;
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
    if (self->window.len > 0)
        file_window_close(self->window);
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

/* Lends what comes next of what the file had when it was opened, and has the disk fetch
 * what comes after it. */
static bool open_window(struct file *self)
{
    uint64_t left = self->total > self->done ? self->total - self->done : 0;
    size_t len = (size_t)(left < WINDOW_SIZE ? left : WINDOW_SIZE);
    if (!self->base.alone || len < LEAST_WINDOW || self->done % WINDOW_SIZE != 0 ||
        !file_window_open(&self->window, self->fd, self->done, len))
        return false;
    self->done += len;
    posix_fadvise(self->fd, (off_t)self->done, (off_t)WINDOW_SIZE, POSIX_FADV_WILLNEED);
    return true;
}

/* False: the file has become shorter, or cannot be read any more. */
static bool close_window(struct file *self, struct logdoc_error *error)
{
    struct stat status;
    if (self->window.len == 0)
        return true;
    bool is_whole = file_window_close(self->window);
    self->window.len = 0;
    if (fstat(self->fd, &status) == 0 && (uint64_t)status.st_size < self->done)
        return error_set(error, "", "'%.160s' was cut short while it was read",
                         self->name);
    return is_whole ||
           error_set(error, "", "unable to read '%.160s': %s", self->name, strerror(EIO));
}

static ssize_t read_next(struct file *self)
{
    ssize_t got;
    do
        got = pread(self->fd, self->piece, PIECE_SIZE, (off_t)self->done);
    while (got < 0 && errno == EINTR);
    return got;
}

static enum source_status file_read(struct source *source, int timeout_ms,
                                    logdoc_str *out, struct logdoc_error *error)
{
    struct file *self = (struct file *)source;
    (void)timeout_ms;
    if (!close_window(self, error))
        return SOURCE_FAILED;
    if (open_window(self)) {
        *out = self->window;
        return SOURCE_DATA;
    }
    if (!self->piece)
        self->piece = mem_alloc(PIECE_SIZE);
    ssize_t len = read_next(self);
    if (len < 0) {
        error_set(error, "", "unable to read '%.160s': %s", self->name, strerror(errno));
        return SOURCE_FAILED;
    }
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
    .progress = file_progress,
    .close = file_close,
};
