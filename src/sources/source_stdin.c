/* SPDX-License-Identifier: MIT
 * Standard input, pipes and devices. */
#define _GNU_SOURCE /* F_SETPIPE_SZ */

#include "source_stdin.h"

#include "error.h"
#include "mem.h"
#include "source_archive.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE_SIZE ((size_t)128 * 1024)
#define PIPE_SIZE (1024 * 1024)

struct stream {
    struct source base;
    char *name;
    char *piece;
    int fd;
    bool started;
    uint64_t done, total;
    struct source *packed; /* takes over when the first bytes say so */
};

static bool stream_accepts(const char *target)
{
    struct stat status;
    if (strcmp(target, "-") == 0)
        return true;
    return stat(target, &status) == 0 && !S_ISREG(status.st_mode) &&
           !S_ISDIR(status.st_mode);
}

static void stream_close(struct source *source)
{
    struct stream *self = (struct stream *)source;
    if (!self)
        return;
    source_close(self->packed);
    if (self->fd != STDIN_FILENO)
        close(self->fd);
    free(self->piece);
    free(self->name);
    free(self);
}

/* Who writes gets further ahead; where that is not allowed the pipe stays as it is. */
static void widen_pipe(int fd)
{
#ifdef F_SETPIPE_SZ
    (void)fcntl(fd, F_SETPIPE_SZ, PIPE_SIZE);
#else
    (void)fd;
#endif
}

static struct source *stream_open(const char *target, struct logdoc_error *error)
{
    struct stat status;
    bool standard = strcmp(target, "-") == 0;
    const char *name = standard ? "standard input" : target;
    /* Not blocking, because a pipe without a writer would hold up the open itself. */
    int fd = standard ? STDIN_FILENO : open(target, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &status) != 0) {
        error_set(error, "", "unable to open '%.160s': %s", name, strerror(errno));
        if (fd > STDIN_FILENO)
            close(fd);
        return NULL;
    }
    if (S_ISFIFO(status.st_mode))
        widen_pipe(fd);
    struct stream *self = mem_zeroed(1, sizeof(*self));
    self->fd = fd;
    self->total = S_ISREG(status.st_mode) ? (uint64_t)status.st_size : 0;
    self->name = mem_copy_text(name, strlen(name));
    self->piece = mem_alloc(PIECE_SIZE);
    self->base = (struct source){ .kind = &source_stdin,
                                  .name = self->name,
                                  .live = !S_ISREG(status.st_mode) };
    return &self->base;
}

static enum source_status packed_read(struct stream *self, int timeout_ms,
                                      logdoc_str *out, struct logdoc_error *error)
{
    enum source_status result =
        self->packed->kind->read(self->packed, timeout_ms, out, error);
    self->base.name = self->packed->name;
    self->base.serial = self->packed->serial;
    return result;
}

static enum source_status take_over(struct stream *self, logdoc_str head, logdoc_str *out,
                                    struct logdoc_error *error)
{
    self->packed = archive_open_stream(self->fd, head, self->name, error);
    if (!self->packed)
        return SOURCE_FAILED;
    self->base.live = false;
    return packed_read(self, 0, out, error);
}

/* The number of bytes; 0 at the end; -1 with errno, where EAGAIN and EINTR mean that
 * there is nothing yet. */
static ssize_t read_some(struct stream *self, int timeout_ms)
{
    struct pollfd waiting = { .fd = self->fd, .events = POLLIN };
    int ready = poll(&waiting, 1, timeout_ms);
    if (ready == 0)
        errno = EAGAIN;
    return ready <= 0 ? -1 : read(self->fd, self->piece, PIECE_SIZE);
}

static enum source_status stream_read(struct source *source, int timeout_ms,
                                      logdoc_str *out, struct logdoc_error *error)
{
    struct stream *self = (struct stream *)source;
    if (self->packed)
        return packed_read(self, timeout_ms, out, error);
    ssize_t len = read_some(self, timeout_ms);
    if (len < 0 && (errno == EAGAIN || errno == EINTR))
        return SOURCE_IDLE;
    if (len < 0) {
        error_set(error, "", "unable to read '%.160s': %s", self->name, strerror(errno));
        return SOURCE_FAILED;
    }
    if (len == 0)
        return SOURCE_END;
    logdoc_str bytes = { self->piece, (size_t)len };
    bool first = !self->started;
    self->started = true;
    self->done += bytes.len;
    if (first && archive_detects(bytes))
        return take_over(self, bytes, out, error);
    *out = bytes;
    return SOURCE_DATA;
}

static void stream_progress(const struct source *source, uint64_t *done, uint64_t *total)
{
    const struct stream *self = (const struct stream *)source;
    *done = self->done;
    *total = self->total;
    if (self->packed)
        self->packed->kind->progress(self->packed, done, &(uint64_t){ 0 });
}

const struct source_kind source_stdin = {
    .name = "stdin",
    .summary = "standard input, pipes and devices, as they are written",
    .accepts = stream_accepts,
    .open = stream_open,
    .read = stream_read,
    .progress = stream_progress,
    .close = stream_close,
};
