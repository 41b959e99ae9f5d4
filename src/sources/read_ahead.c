/* SPDX-License-Identifier: MIT
 * A ring of pieces between the thread that reads and the one that asks. */
#include "read_ahead.h"

#include "mem.h"
#include "str.h"
#include "strbuf.h"

#include <pthread.h>
#include <signal.h>

#define PIECES 4
#define LEAST ((uint64_t)1024 * 1024)
#define PIECE_CAP ((size_t)4 * 1024 * 1024)
#define NAME_CAP ((size_t)8192)

/* What one call of the source answered. */
struct piece {
    enum source_status status;
    struct strbuf bytes, name;
    uint32_t serial;
    uint64_t done, total;
    struct logdoc_error error;
};

struct ahead {
    struct source base;
    struct source *inner; /* the thread's alone, until it has ended */
    char *name;           /* before the first piece */
    pthread_t thread;
    pthread_mutex_t lock; /* of the numbers below */
    pthread_cond_t changed;
    size_t filled, taken; /* how many pieces, ever */
    bool closing;
    struct piece pieces[PIECES];
    const struct piece *lent; /* NULL before the first */
};

static void fill(struct ahead *self, struct piece *piece)
{
    struct source *inner = self->inner;
    logdoc_str bytes = { NULL, 0 };
    piece->status = inner->kind->read(inner, -1, &bytes, &piece->error);
    strbuf_reset(&piece->bytes);
    strbuf_add_str(&piece->bytes, bytes);
    strbuf_reset(&piece->name);
    strbuf_add_text(&piece->name, inner->name);
    piece->serial = inner->serial;
    inner->kind->progress(inner, &piece->done, &piece->total);
}

/* False: nobody wants more. */
static bool wait_for_room(struct ahead *self)
{
    pthread_mutex_lock(&self->lock);
    while (!self->closing && self->filled - self->taken == PIECES - 1)
        pthread_cond_wait(&self->changed, &self->lock);
    bool wanted = !self->closing;
    pthread_mutex_unlock(&self->lock);
    return wanted;
}

static void *read_all(void *user)
{
    struct ahead *self = user;
    enum source_status status = SOURCE_IDLE;
    while (status != SOURCE_END && status != SOURCE_FAILED && wait_for_room(self)) {
        struct piece *piece = &self->pieces[self->filled % PIECES];
        fill(self, piece);
        status = piece->status;
        pthread_mutex_lock(&self->lock);
        self->filled++;
        pthread_cond_broadcast(&self->changed);
        pthread_mutex_unlock(&self->lock);
    }
    return NULL;
}

/* The piece that is lent stays untouched until the next is asked for. */
static const struct piece *next_piece(struct ahead *self)
{
    pthread_mutex_lock(&self->lock);
    while (self->filled == self->taken)
        pthread_cond_wait(&self->changed, &self->lock);
    const struct piece *piece = &self->pieces[self->taken++ % PIECES];
    pthread_cond_broadcast(&self->changed);
    pthread_mutex_unlock(&self->lock);
    return piece;
}

static enum source_status ahead_read(struct source *source, int timeout_ms,
                                     logdoc_str *out, struct logdoc_error *error)
{
    struct ahead *self = (struct ahead *)source;
    (void)timeout_ms;
    const struct piece *piece = self->lent;
    if (!piece || (piece->status != SOURCE_END && piece->status != SOURCE_FAILED))
        piece = next_piece(self);
    self->lent = piece;
    self->base.name = piece->name.at;
    self->base.serial = piece->serial;
    *out = strbuf_str(&piece->bytes);
    if (piece->status == SOURCE_FAILED)
        *error = piece->error;
    return piece->status;
}

static void ahead_progress(const struct source *source, uint64_t *done, uint64_t *total)
{
    const struct ahead *self = (const struct ahead *)source;
    if (!self->lent)
        return;
    *done = self->lent->done;
    *total = self->lent->total;
}

static void release(struct ahead *self)
{
    for (size_t i = 0; i < PIECES; i++) {
        strbuf_release(&self->pieces[i].bytes);
        strbuf_release(&self->pieces[i].name);
    }
    pthread_mutex_destroy(&self->lock);
    pthread_cond_destroy(&self->changed);
    free(self->name);
    free(self);
}

static void ahead_close(struct source *source)
{
    struct ahead *self = (struct ahead *)source;
    if (!self)
        return;
    pthread_mutex_lock(&self->lock);
    self->closing = true;
    pthread_cond_broadcast(&self->changed);
    pthread_mutex_unlock(&self->lock);
    pthread_join(self->thread, NULL);
    source_close(self->inner);
    release(self);
}

static const struct source_kind ahead_kind = {
    .name = "ahead",
    .summary = "another source, read in advance",
    .read = ahead_read,
    .progress = ahead_progress,
    .close = ahead_close,
};

/* Signals are for the thread that asks. */
static bool start(struct ahead *self)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool started = pthread_create(&self->thread, NULL, read_all, self) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}

struct source *read_ahead(struct source *inner)
{
    uint64_t done = 0, total = 0;
    inner->kind->progress(inner, &done, &total);
    if (total < LEAST)
        return inner;
    struct ahead *self = mem_zeroed(1, sizeof(*self));
    self->name = mem_copy_text(inner->name, strlen(inner->name));
    self->base = (struct source){ .kind = &ahead_kind, .name = self->name };
    self->base.serial = inner->serial;
    self->inner = inner;
    pthread_mutex_init(&self->lock, NULL);
    pthread_cond_init(&self->changed, NULL);
    for (size_t i = 0; i < PIECES; i++) {
        strbuf_init(&self->pieces[i].bytes, PIECE_CAP + 1);
        strbuf_init(&self->pieces[i].name, NAME_CAP);
    }
    if (start(self))
        return &self->base;
    release(self);
    return inner;
}
