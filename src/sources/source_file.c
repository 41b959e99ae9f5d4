/* SPDX-License-Identifier: MIT
 * Regular files. */
#include "source_file.h"

#include "error.h"
#include "mem.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE_SIZE ((size_t)1024 * 1024)
#define LARGE_PIECE_SIZE (4 * PIECE_SIZE) /* for several threads */

struct file {
    struct source base;
    char *name;
    char *pieces[SOURCE_KEEP + 1]; /* in turn; NULL until they are needed */
    unsigned turn;
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
    close(self->fd);
    for (size_t i = 0; i <= SOURCE_KEEP; i++)
        free(self->pieces[i]);
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

static size_t piece_size(const struct file *self)
{
    return self->base.keep > 0 ? LARGE_PIECE_SIZE : PIECE_SIZE;
}

static char *next_piece(struct file *self)
{
    char **piece = &self->pieces[self->turn++ % (self->base.keep + 1)];
    if (!*piece)
        *piece = mem_alloc(piece_size(self));
    return *piece;
}

static enum source_status file_read(struct source *source, int timeout_ms,
                                    logdoc_str *out, struct logdoc_error *error)
{
    struct file *self = (struct file *)source;
    (void)timeout_ms;
    ssize_t len;
    char *piece = next_piece(self);
    do
        len = read(self->fd, piece, piece_size(self));
    while (len < 0 && errno == EINTR);
    if (len < 0) {
        error_set(error, "", "unable to read '%.160s': %s", self->name, strerror(errno));
        return SOURCE_FAILED;
    }
    if (len == 0)
        return SOURCE_END;
    self->done += (uint64_t)len;
    *out = (logdoc_str){ piece, (size_t)len };
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
    .keeps = true,
    .open = file_open,
    .read = file_read,
    .progress = file_progress,
    .close = file_close,
};
