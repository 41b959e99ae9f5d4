/* SPDX-License-Identifier: MIT
 * A source that is read ahead gives what it would give by itself. */
#include "error.h"
#include "mem.h"
#include "read_ahead.h"
#include "str.h"
#include "strbuf.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#define CALLS 50U
#define PIECE 4096U

/* Overwrites what it lent, and its name, as soon as it may. */
struct scripted {
    struct source base;
    char piece[PIECE];
    char name[20];
    unsigned calls;
    bool fails;
    uint64_t total;
    bool *closed;
};

static enum source_status scripted_read(struct source *source, int timeout_ms,
                                        logdoc_str *out, struct logdoc_error *error)
{
    struct scripted *self = (struct scripted *)source;
    cr_assert_lt(timeout_ms, 0);
    if (self->calls == CALLS && self->fails) {
        error_set(error, "", "broken");
        return SOURCE_FAILED;
    }
    if (self->calls == CALLS)
        return SOURCE_END;
    memset(self->piece, 'a' + (int)(self->calls % 26), PIECE);
    *out = (logdoc_str){ self->piece, 1 + self->calls * 7 % PIECE };
    (void)snprintf(self->name, sizeof(self->name), "member %u", self->calls / 10);
    self->base.serial = self->calls / 10;
    self->calls++;
    return SOURCE_DATA;
}

static void scripted_progress(const struct source *source, uint64_t *done,
                              uint64_t *total)
{
    const struct scripted *self = (const struct scripted *)source;
    *done = self->calls;
    *total = self->total;
}

static void scripted_close(struct source *source)
{
    struct scripted *self = (struct scripted *)source;
    *self->closed = true;
    free(self);
}

static const struct source_kind scripted_kind = { .name = "scripted",
                                                  .read = scripted_read,
                                                  .progress = scripted_progress,
                                                  .close = scripted_close };

static struct source *scripted_open(uint64_t total, bool fails, bool *closed)
{
    struct scripted *self = mem_zeroed(1, sizeof(*self));
    self->base = (struct source){ .kind = &scripted_kind, .name = self->name };
    (void)snprintf(self->name, sizeof(self->name), "first");
    self->total = total;
    self->fails = fails;
    self->closed = closed;
    *closed = false;
    return &self->base;
}

struct ahead_case {
    bool fails;
};

static struct ahead_case cases[] = { { false }, { true } };

ParameterizedTestParameters(read_ahead, same)
{
    return cr_make_param_array(struct ahead_case, cases,
                               sizeof(cases) / sizeof(cases[0]));
}

static void expect_piece(const struct source *source, unsigned call, logdoc_str bytes)
{
    char name[20];
    (void)snprintf(name, sizeof(name), "member %u", call / 10);
    cr_expect_str_eq(source->name, name);
    cr_expect_eq(source->serial, call / 10);
    cr_assert_eq(bytes.len, 1 + call * 7 % PIECE);
    for (size_t i = 0; i < bytes.len; i++)
        cr_assert_eq(bytes.at[i], 'a' + (int)(call % 26), "call %u, byte %zu", call, i);
}

ParameterizedTest(struct ahead_case *row, read_ahead, same)
{
    bool closed;
    uint64_t done = 0, total = 0;
    struct logdoc_error error = { 0 };
    logdoc_str bytes = { NULL, 0 };
    struct source *source = read_ahead(scripted_open(UINT64_MAX, row->fails, &closed));
    cr_expect_str_eq(source->name, "first");
    for (unsigned call = 0; call < CALLS; call++) {
        cr_assert_eq(source->kind->read(source, -1, &bytes, &error), SOURCE_DATA);
        expect_piece(source, call, bytes);
        source->kind->progress(source, &done, &total);
        cr_expect_eq(done, call + 1);
        cr_expect_eq(total, UINT64_MAX);
    }
    enum source_status end = row->fails ? SOURCE_FAILED : SOURCE_END;
    for (int again = 0; again < 2; again++)
        cr_expect_eq(source->kind->read(source, -1, &bytes, &error), end);
    cr_expect_str_eq(error.text, row->fails ? "broken" : "");
    source_close(source);
    cr_expect(closed);
}

Test(read_ahead, may_be_closed_at_any_time)
{
    for (unsigned reads = 0; reads < 6; reads++) {
        bool closed;
        logdoc_str bytes;
        struct logdoc_error error;
        struct source *source = read_ahead(scripted_open(UINT64_MAX, false, &closed));
        for (unsigned i = 0; i < reads; i++)
            cr_assert_eq(source->kind->read(source, -1, &bytes, &error), SOURCE_DATA);
        source_close(source);
        cr_expect(closed);
    }
}

Test(read_ahead, leaves_a_short_source_alone)
{
    bool closed;
    struct source *source = scripted_open(1000, false, &closed);
    cr_expect_eq(read_ahead(source), source);
    source_close(source);
}
