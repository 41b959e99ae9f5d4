/* SPDX-License-Identifier: MIT
 * What libarchive can unpack. */
#include "source_archive.h"

#include "error.h"
#include "late_library.h"
#include "mem.h"
#include "str.h"
#include "strbuf.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK_SIZE ((size_t)64 * 1024)
#define PIECE_SIZE ((size_t)256 * 1024)
#define NAME_CAP ((size_t)4096)
#define HEAD_SIZE 512
#define DEPTH_CAP 2

/* clang-format off */
#define LIBARCHIVE_FUNCTIONS(F)                                                    \
    F(archive_, entry_filetype) F(archive_, entry_is_encrypted)                    \
    F(archive_, entry_pathname) F(archive_, entry_pathname_utf8)                   \
    F(archive_, error_string) F(archive_, filter_bytes) F(archive_, format)        \
    F(archive_, read_data_block) F(archive_, read_free) F(archive_, read_new)      \
    F(archive_, read_next_header) F(archive_, read_open) F(archive_, read_open_fd) \
    F(archive_, read_support_filter_bzip2) F(archive_, read_support_filter_gzip)   \
    F(archive_, read_support_filter_lz4) F(archive_, read_support_filter_xz)       \
    F(archive_, read_support_filter_zstd) F(archive_, read_support_format_7zip)    \
    F(archive_, read_support_format_empty) F(archive_, read_support_format_raw)    \
    F(archive_, read_support_format_tar) F(archive_, read_support_format_zip)      \
    F(archive_, set_error)
/* clang-format on */
static struct {
    LIBARCHIVE_FUNCTIONS(LATE_MEMBER)
} libarchive;
static const char *const libarchive_names[] = { LIBARCHIVE_FUNCTIONS(LATE_NAME) };

static bool load(struct logdoc_error *error)
{
    return late_library_load(ARCHIVE_LIBRARY, libarchive_names, &libarchive,
                             sizeof(libarchive), error);
}

struct packed {
    struct source base;
    struct archive *archive;
    char *target;
    struct strbuf member; /* "old.zip/app.log" */
    int fd;
    bool owns_fd;
    uint64_t total;
    bool in_member, ended;
    bool fresh;           /* the member's first block is still to come */
    logdoc_str rest;      /* of the block that libarchive lends */
    struct source *inner; /* of a member that is packed itself */
    uint32_t members;     /* the serial when `inner` was opened */
    int depth;            /* of archives in archives */
    char *head;           /* of a stream: what was read before, then a buffer */
    size_t head_len;
    /* The first trouble is told at the end, when all that can be read was. */
    bool failed;
    struct logdoc_error failure;
};

struct magic {
    size_t at;
    logdoc_str bytes;
};

bool archive_detects(logdoc_str head)
{
    static const struct magic magics[] = {
        { 0, { "\x1f\x8b\x08", 3 } },       { 0, { "\3757zXZ", 6 } },
        { 0, { "\x28\xb5\x2f\xfd", 4 } },   { 4, { "1AY&SY", 6 } },
        { 0, { "\x04\x22\x4d\x18", 4 } },   { 0, { "PK\x03\x04", 4 } },
        { 0, { "7z\xbc\xaf\x27\x1c", 6 } }, { 257, { "ustar", 5 } },
    };
    for (size_t i = 0; i < sizeof(magics) / sizeof(magics[0]); i++) {
        if (str_starts(str_from_offset(head, magics[i].at), magics[i].bytes))
            return true;
    }
    return false;
}

static bool packed_accepts(const char *target)
{
    struct stat status;
    char head[HEAD_SIZE];
    if (stat(target, &status) != 0 || !S_ISREG(status.st_mode))
        return false;
    int fd = open(target, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    ssize_t len = read(fd, head, sizeof(head));
    close(fd);
    return len > 0 && archive_detects((logdoc_str){ head, (size_t)len });
}

static enum source_status packed_read(struct source *, int timeout_ms, logdoc_str *out,
                                      struct logdoc_error *);

static void packed_close(struct source *source)
{
    struct packed *self = (struct packed *)source;
    if (!self)
        return;
    source_close(self->inner);
    libarchive.read_free(self->archive);
    if (self->owns_fd)
        close(self->fd);
    strbuf_release(&self->member);
    free(self->head);
    free(self->target);
    free(self);
}

static void note_failure(struct packed *self, const char *what)
{
    if (self->failed)
        return;
    self->failed = true;
    error_set(&self->failure, "", "unable to read '%.120s': %.100s", self->base.name,
              what ? what : "the data is damaged");
}

static bool is_hidden(const char *path)
{
    const char *slash = strrchr(path, '/');
    return (slash ? slash[1] : path[0]) == '.' || strncmp(path, "__MACOSX/", 9) == 0;
}

/* The name to show; for a file that is compressed and no more, its own name. */
static void name_member(struct packed *self, struct archive_entry *entry)
{
    if (libarchive.format(self->archive) == ARCHIVE_FORMAT_RAW)
        return;
    const char *path = libarchive.entry_pathname_utf8(entry);
    if (!path)
        path = libarchive.entry_pathname(entry);
    strbuf_reset(&self->member);
    strbuf_add_format(&self->member, "%s/%s", self->target, path ? path : "?");
    self->base.name = self->member.at;
}

static bool wants_member(struct packed *self, struct archive_entry *entry)
{
    if (libarchive.format(self->archive) == ARCHIVE_FORMAT_RAW)
        return true;
    const char *path = libarchive.entry_pathname_utf8(entry);
    if (libarchive.entry_filetype(entry) != AE_IFREG || (path && is_hidden(path)))
        return false;
    if (!libarchive.entry_is_encrypted(entry))
        return true;
    name_member(self, entry);
    note_failure(self, "it is protected by a password");
    return false;
}

/* Goes to the next file of the archive. */
static void next_member(struct packed *self)
{
    while (!self->ended) {
        struct archive_entry *entry = NULL;
        int result = libarchive.read_next_header(self->archive, &entry);
        if (result == ARCHIVE_RETRY)
            continue;
        if (result != ARCHIVE_OK && result != ARCHIVE_WARN) {
            self->ended = true;
            if (result != ARCHIVE_EOF)
                note_failure(self, libarchive.error_string(self->archive));
        } else if (wants_member(self, entry)) {
            name_member(self, entry);
            self->base.serial++;
            self->in_member = self->fresh = true;
            return;
        }
    }
}

/* Fetches the next block of the file that is being read; at its end goes on to the next.
 */
static void next_block(struct packed *self)
{
    const void *at = NULL;
    size_t len = 0;
    la_int64_t offset = 0;
    int result = libarchive.read_data_block(self->archive, &at, &len, &offset);
    if (result < ARCHIVE_OK && result != ARCHIVE_RETRY)
        note_failure(self, libarchive.error_string(self->archive));
    if (result == ARCHIVE_FATAL)
        self->ended = true;
    if (result == ARCHIVE_OK || result == ARCHIVE_WARN)
        self->rest = (logdoc_str){ at, len };
    else if (result != ARCHIVE_RETRY)
        self->in_member = false;
}

static struct packed *packed_new(int fd, const char *target)
{
    struct packed *self = mem_zeroed(1, sizeof(*self));
    self->fd = fd;
    self->target = mem_copy_text(target, strlen(target));
    strbuf_init(&self->member, NAME_CAP);
    self->base = (struct source){ .kind = &source_archive, .name = self->target };
    self->archive = libarchive.read_new();
    if (!self->archive)
        return self;
    libarchive.read_support_filter_gzip(self->archive);
    libarchive.read_support_filter_xz(self->archive);
    libarchive.read_support_filter_zstd(self->archive);
    libarchive.read_support_filter_bzip2(self->archive);
    libarchive.read_support_filter_lz4(self->archive);
    libarchive.read_support_format_tar(self->archive);
    libarchive.read_support_format_zip(self->archive);
    libarchive.read_support_format_7zip(self->archive);
    libarchive.read_support_format_raw(self->archive);
    libarchive.read_support_format_empty(self->archive);
    return self;
}

static int open_stream(struct packed *self, archive_read_callback *next, void *user)
{
    return self->archive ? libarchive.read_open(self->archive, user, NULL, next, NULL)
                         : ARCHIVE_FATAL;
}

/* Reads the first header, so that what cannot be read is refused when it is opened. */
static struct source *packed_started(struct packed *self, int opened,
                                     struct logdoc_error *error)
{
    if (opened != ARCHIVE_OK)
        note_failure(self, self->archive ? libarchive.error_string(self->archive) : NULL);
    else
        next_member(self);
    if (self->failed && !self->in_member) {
        *error = self->failure;
        packed_close(&self->base);
        return NULL;
    }
    self->base.serial = 0;
    return &self->base;
}

/* libarchive reads a member that is packed itself from the archive around it. */
static la_ssize_t member_next(struct archive *archive, void *user, const void **out)
{
    struct packed *outer = user;
    (void)archive;
    while (outer->rest.len == 0 && outer->in_member && !outer->ended)
        next_block(outer);
    *out = outer->rest.at;
    la_ssize_t len = (la_ssize_t)outer->rest.len;
    outer->rest.len = 0;
    return len;
}

static void keep_inner_failure(struct packed *self, const struct logdoc_error *error)
{
    if (!self->failed)
        self->failure = *error;
    self->failed = true;
}

static void open_inner(struct packed *self)
{
    struct logdoc_error error;
    self->fresh = false;
    if (libarchive.format(self->archive) == ARCHIVE_FORMAT_RAW ||
        self->depth == DEPTH_CAP || !archive_detects(self->rest))
        return;
    struct packed *inner = packed_new(-1, self->base.name);
    inner->depth = self->depth + 1;
    self->members = self->base.serial;
    self->inner = packed_started(inner, open_stream(inner, member_next, self), &error);
    if (self->inner)
        return;
    keep_inner_failure(self, &error);
    self->in_member = false;
    self->rest.len = 0;
}

static enum source_status read_inner(struct packed *self, logdoc_str *out)
{
    struct logdoc_error error;
    enum source_status status = packed_read(self->inner, 0, out, &error);
    if (status == SOURCE_DATA) {
        strbuf_reset(&self->member);
        strbuf_add_text(&self->member, self->inner->name);
        self->base.name = self->member.at;
        self->base.serial = self->members + self->inner->serial;
        return SOURCE_DATA;
    }
    if (status == SOURCE_FAILED)
        keep_inner_failure(self, &error);
    source_close(self->inner);
    self->inner = NULL;
    self->in_member = false;
    self->rest.len = 0;
    return status;
}

static enum source_status give(struct packed *self, logdoc_str *out)
{
    size_t len = self->rest.len < PIECE_SIZE ? self->rest.len : PIECE_SIZE;
    *out = (logdoc_str){ self->rest.at, len };
    self->rest = str_from_offset(self->rest, len);
    return SOURCE_DATA;
}

static enum source_status packed_read(struct source *source, int timeout_ms,
                                      logdoc_str *out, struct logdoc_error *error)
{
    struct packed *self = (struct packed *)source;
    (void)timeout_ms;
    while (!self->ended || self->inner || self->rest.len > 0) {
        if (self->inner && read_inner(self, out) == SOURCE_DATA)
            return SOURCE_DATA;
        if (self->rest.len > 0)
            return give(self, out);
        if (!self->in_member)
            next_member(self);
        else
            next_block(self);
        if (self->fresh && self->rest.len > 0)
            open_inner(self);
    }
    if (!self->failed)
        return SOURCE_END;
    *error = self->failure;
    return SOURCE_FAILED;
}

static struct source *packed_open(const char *target, struct logdoc_error *error)
{
    struct stat status;
    if (!load(error))
        return NULL;
    int fd = open(target, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &status) != 0) {
        error_set(error, "", "unable to open '%.160s': %s", target, strerror(errno));
        if (fd >= 0)
            close(fd);
        return NULL;
    }
    struct packed *self = packed_new(fd, target);
    self->owns_fd = true;
    self->total = (uint64_t)status.st_size;
    return packed_started(self, libarchive.read_open_fd(self->archive, fd, BLOCK_SIZE),
                          error);
}

static la_ssize_t stream_next(struct archive *archive, void *user, const void **out)
{
    struct packed *self = user;
    struct pollfd waiting = { .fd = self->fd, .events = POLLIN };
    *out = self->head;
    if (self->head_len > 0) {
        size_t len = self->head_len;
        self->head_len = 0;
        return (la_ssize_t)len;
    }
    ssize_t len = poll(&waiting, 1, -1);
    if (len > 0)
        len = read(self->fd, self->head, BLOCK_SIZE);
    if (len < 0)
        libarchive.set_error(archive, errno, "%s", strerror(errno));
    return len;
}

struct source *archive_open_stream(int fd, logdoc_str head, const char *name,
                                   struct logdoc_error *error)
{
    if (!load(error))
        return NULL;
    struct packed *self = packed_new(fd, name);
    self->head = mem_alloc(head.len > BLOCK_SIZE ? head.len : BLOCK_SIZE);
    memcpy(self->head, head.at, head.len);
    self->head_len = head.len;
    return packed_started(self, open_stream(self, stream_next, self), error);
}

static void packed_progress(const struct source *source, uint64_t *done, uint64_t *total)
{
    const struct packed *self = (const struct packed *)source;
    *done = (uint64_t)libarchive.filter_bytes(self->archive, -1);
    *total = self->total;
}

const struct source_kind source_archive = {
    .name = "archive",
    .summary = "compressed files and archives",
    .unpacks = true,
    .accepts = packed_accepts,
    .open = packed_open,
    .read = packed_read,
    .progress = packed_progress,
    .close = packed_close,
};
