/* SPDX-License-Identifier: MIT
 * Sources: where do bytes come from? Each is one const struct in one table. */
#ifndef LOGDOC_SOURCE_H
#define LOGDOC_SOURCE_H

#include <logdoc/types.h>

enum source_status {
    SOURCE_DATA, /* `out` holds bytes, lent until the next call */
    SOURCE_IDLE, /* nothing within the time-out; a live source only */
    SOURCE_END,
    SOURCE_GAP,   /* a live source was lost for `lost_seconds`, and is back */
    SOURCE_FAILED /* `error` is filled; no more data will come */
};

struct source;

struct source_kind {
    const char *name, *summary;
    /* Whether this kind opens `target`: "-", a path, a folder, … NULL, as `open`, of a
     * kind that is not in the table. */
    bool (*accepts)(const char *target);
    /* NULL with `error` filled. The caller owns the result. */
    struct source *(*open)(const char *target, struct logdoc_error *);
    bool unpacks; /* takes time of its own: is worth a thread that reads ahead */
    /* Waits at most `timeout_ms` (negative: for ever). At most 4 MiB a call, or 16 MiB of
     * a source that is alone. */
    enum source_status (*read)(struct source *, int timeout_ms, logdoc_str *out,
                               struct logdoc_error *);
    /* Bytes read of bytes there are, for progress; `total` 0 when unknown. */
    void (*progress)(const struct source *, uint64_t *done, uint64_t *total);
    void (*close)(struct source *); /* accepts NULL */
};

/* Every kind's `struct source` begins with this. `name` is what reports call it
 * ("crash.log", "old.zip/app.log", "standard input"); valid until close; it may change
 * when a source moves to the next file of an archive, which `serial` counts. */
struct source {
    const struct source_kind *kind;
    const char *name;
    uint32_t serial;
    bool alone; /* no other is read meanwhile; set before the first `read` */
    bool live;
    uint64_t lost_seconds; /* of the last SOURCE_GAP */
    bool lost_filled;      /* what was written meanwhile came afterwards */
};

extern const struct source_kind *const source_kinds[]; /* NULL at the end */

/* Opens `target` by the first kind that accepts it. */
struct source *source_open(const char *target, struct logdoc_error *);
void source_close(struct source *); /* accepts NULL */

/* Expands what the user named: a folder becomes the log-like files in it (not hidden
 * ones), sorted by name, not recursive; anything else stays. Paths are appended to `out`
 * by the callback. False with `error` when a folder cannot be read. */
bool source_expand(const char *target, void (*add)(void *user, const char *path),
                   void *user, struct logdoc_error *);

#endif
