/* SPDX-License-Identifier: MIT
 * Writing, checked. */
#include "output.h"

#include "commands.h"
#include "diag.h"
#include "error.h"
#include "mem.h"
#include "str.h"
#include "strbuf.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_CAP ((size_t)8192)

static const char *output_name(const struct output *output)
{
    return output->path ? output->path : "standard output";
}

static void keep_failure(struct output *output)
{
    if (!output->failed)
        error_set(&output->error, "", "unable to write '%.160s': %s", output_name(output),
                  strerror(errno));
    output->failed = true;
}

/* The mode of a file that is replaced, or of one that is new. */
static mode_t mode_for(const char *path)
{
    struct stat status;
    if (stat(path, &status) == 0)
        return status.st_mode & 07777;
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

static bool open_temporary(struct output *output, const char *path)
{
    struct strbuf name;
    char *real = realpath(path, NULL); /* a link stays and its file is replaced */
    if (!real)
        real = mem_copy_text(path, strlen(path));
    strbuf_init(&name, PATH_CAP);
    strbuf_add_format(&name, "%s.XXXXXX", real);
    output->fd = mkstemp(name.at);
    if (output->fd < 0 || fchmod(output->fd, mode_for(real)) != 0) {
        free(real);
        strbuf_release(&name);
        return false;
    }
    output->path = real;
    output->temporary = strbuf_take(&name, NULL);
    return true;
}

static bool is_replaceable(const char *path)
{
    struct stat status;
    return stat(path, &status) != 0 || S_ISREG(status.st_mode);
}

bool output_open(struct output *output, const char *path, bool streaming,
                 struct logdoc_error *error)
{
    *output = (struct output){ .fd = STDOUT_FILENO };
    if (!path || strcmp(path, "-") == 0)
        return true;
    if (!streaming && is_replaceable(path)) {
        if (open_temporary(output, path))
            return true;
    } else {
        output->fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
        if (output->fd >= 0) {
            output->path = mem_copy_text(path, strlen(path));
            return true;
        }
    }
    return error_set(error, "", "unable to write '%.160s': %s", path, strerror(errno));
}

/* False when writing is over, with errno. */
static bool wait_for_room(int fd)
{
    struct pollfd waiting = { .fd = fd, .events = POLLOUT };
    if (errno == EAGAIN)
        poll(&waiting, 1, -1);
    return errno == EAGAIN || errno == EINTR;
}

void output_write(struct output *output, logdoc_str bytes)
{
    while (bytes.len > 0 && !output->failed && !output->reader_gone) {
        ssize_t len = write(output->fd, bytes.at, bytes.len);
        if (len >= 0)
            bytes = str_from_offset(bytes, (size_t)len);
        else if (errno == EPIPE)
            output->reader_gone = true;
        else if (!wait_for_room(output->fd))
            keep_failure(output);
    }
}

bool output_finish(struct output *output, struct logdoc_error *error)
{
    if (output->path && !output->failed) {
        if (close(output->fd) != 0)
            keep_failure(output);
        output->fd = -1;
        if (!output->failed && output->temporary &&
            rename(output->temporary, output->path) != 0)
            keep_failure(output);
        if (!output->failed) {
            free(output->temporary);
            output->temporary = NULL;
        }
    }
    if (output->failed)
        *error = output->error;
    return !output->failed;
}

void output_release(struct output *output)
{
    if (output->path && output->fd >= 0)
        close(output->fd);
    if (output->temporary)
        unlink(output->temporary);
    free(output->temporary);
    free(output->path);
    *output = (struct output){ .fd = -1 };
}

int output_print(logdoc_str text)
{
    struct output output;
    struct logdoc_error error;
    int status = STATUS_FINE;
    output_open(&output, NULL, false, &error);
    output_write(&output, text);
    if (!output_finish(&output, &error)) {
        diag_error(&error);
        status = STATUS_TROUBLE;
    }
    output_release(&output);
    return status;
}
