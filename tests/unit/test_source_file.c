/* SPDX-License-Identifier: MIT
 * Files that are mapped, read, cut short and appended to. */
#include "error.h"
#include "source.h"
#include "str.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <unistd.h>

#define MEGABYTE ((size_t)1024 * 1024)
#define SIZE (80 * MEGABYTE + 12345) /* several windows, and a rest */

static char name[64];

static char byte_at(size_t at)
{
    return (char)('a' + at % 23 + at / 1000 % 3);
}

static void write_bytes(int fd, size_t from, size_t to)
{
    static char bytes[1 << 16];
    for (size_t len; from < to; from += len) {
        len = to - from < sizeof(bytes) ? to - from : sizeof(bytes);
        for (size_t i = 0; i < len; i++)
            bytes[i] = byte_at(from + i);
        cr_assert_eq(pwrite(fd, bytes, len, (off_t)from), (ssize_t)len);
    }
}

static int make_file(void)
{
    (void)snprintf(name, sizeof(name), "/tmp/logdoc-source-XXXXXX");
    int fd = mkstemp(name);
    cr_assert_geq(fd, 0);
    write_bytes(fd, 0, SIZE);
    return fd;
}

static struct source *open_source(bool alone)
{
    struct logdoc_error error;
    struct source *source = source_open(name, &error);
    cr_assert_not_null(source);
    source->alone = alone;
    return source;
}

/* Reads on from `from`; returns where the file ended. */
static size_t read_rest(struct source *source, size_t from)
{
    struct logdoc_error error;
    logdoc_str bytes;
    while (source->kind->read(source, -1, &bytes, &error) == SOURCE_DATA)
        for (size_t i = 0; i < bytes.len; i++, from++)
            cr_assert_eq(bytes.at[i], byte_at(from), "byte %zu", from);
    return from;
}

/* Only one of two at a time is mapped. */
Test(source_file, gives_every_byte)
{
    int fd = make_file();
    struct source *first = open_source(true), *second = open_source(true),
                  *third = open_source(false);
    struct logdoc_error error;
    logdoc_str window, piece;
    cr_assert_eq(first->kind->read(first, -1, &window, &error), SOURCE_DATA);
    cr_expect_eq(window.len, 32 * MEGABYTE);
    cr_assert_eq(second->kind->read(second, -1, &piece, &error), SOURCE_DATA);
    cr_expect_lt(piece.len, MEGABYTE);
    cr_expect_eq(window.at[7 * MEGABYTE], byte_at(7 * MEGABYTE));
    cr_expect_eq(read_rest(second, piece.len), SIZE);
    cr_expect_eq(read_rest(third, 0), SIZE);
    write_bytes(fd, SIZE, SIZE + 5000);
    cr_expect_eq(read_rest(first, window.len), SIZE + 5000);
    source_close(first);
    source_close(second);
    source_close(third);
    close(fd);
    unlink(name);
}

/* Whole pages go, or the end of the last one. */
static void cut_short(int fd, size_t size, size_t left, size_t gone)
{
    struct logdoc_error error;
    logdoc_str window;
    cr_assert_eq(ftruncate(fd, 0), 0);
    write_bytes(fd, 0, size);
    struct source *source = open_source(true);
    cr_assert_eq(source->kind->read(source, -1, &window, &error), SOURCE_DATA);
    cr_assert_eq(ftruncate(fd, (off_t)left), 0);
    cr_expect_eq(window.at[left - 1], byte_at(left - 1));
    cr_expect_eq(window.at[gone], 0);
    cr_expect_eq(window.at[window.len - 1], 0);
    cr_expect_eq(source->kind->read(source, -1, &window, &error), SOURCE_FAILED);
    cr_expect(str_ends(str_from(error.text), STR("was cut short while it was read")),
              "%s", error.text);
    source_close(source);
}

Test(source_file, survives_a_file_that_is_cut_short)
{
    int fd = make_file();
    cut_short(fd, SIZE, MEGABYTE, 2 * MEGABYTE);
    cut_short(fd, 2 * MEGABYTE + 3000, 2 * MEGABYTE + 1000, 2 * MEGABYTE + 1001);
    close(fd);
    unlink(name);
}
