/* SPDX-License-Identifier: MIT
 * Marks by vectors, held to the ones byte by byte, and those to their definition. */
#include "byte_marks.h"

#include <criterion/criterion.h>
#include <string.h>

static struct byte_marks marks, bytewise;
static char text[BYTE_MARKS_SIZE + 100];

static void expect_same(const char *name, logdoc_str bytes)
{
    size_t words = bytes.len < BYTE_MARKS_SIZE ? bytes.len / 64 + 1 : BYTE_MARKS_WORDS;
    cr_assert_eq(marks.bytes.len, bytewise.bytes.len, "%s", name);
    cr_assert_arr_eq(marks.all, bytewise.all, words * sizeof(uint64_t), "%s", name);
    cr_assert_arr_eq(marks.before, bytewise.before, words * sizeof(uint16_t), "%s", name);
    size_t places = byte_marks_place(&bytewise, bytewise.bytes.len) + BYTE_MARKS_BEHIND;
    cr_assert_arr_eq(marks.places, bytewise.places, places * sizeof(uint16_t), "%s",
                     name);
    cr_assert_arr_eq(marks.odd, bytewise.odd, words * sizeof(uint64_t), "%s", name);
}

/* The last way looks at single bytes. */
static void compare_ways(logdoc_str bytes)
{
    const struct byte_marks_way *last = byte_marks_ways;
    while (last[1].name)
        last++;
    last->set(&bytewise, bytes);
    for (const struct byte_marks_way *way = byte_marks_ways; way < last; way++) {
        if (!way->is_available())
            continue;
        way->set(&marks, bytes);
        expect_same(way->name, bytes);
    }
}

/* Every byte value at every place of every length around the sizes of vectors. */
Test(byte_marks, agree_with_bytewise)
{
    for (size_t len = 0; len <= 140; len++)
        for (size_t place = 0; place < len; place++)
            for (int value = 0; value < 256; value++) {
                memset(text, 'a', 200);
                text[place + 1] = (char)value;
                compare_ways((logdoc_str){ text + 1, len });
            }
}

Test(byte_marks, agree_on_whole_sizes)
{
    for (size_t i = 0; i < sizeof(text); i++)
        text[i] = (char)(i * 2654435761U >> 13);
    for (size_t len = BYTE_MARKS_SIZE - 65; len < BYTE_MARKS_SIZE + 66; len++)
        compare_ways((logdoc_str){ text, len });
    byte_marks_set(&marks, (logdoc_str){ text, sizeof(text) });
    cr_expect_eq(marks.bytes.len, BYTE_MARKS_SIZE);
}

static bool is_next(const byte_mark mark, const char *list, size_t list_len, size_t from,
                    size_t len)
{
    size_t next = from;
    while (next < len && !memchr(list, text[next], list_len))
        next++;
    size_t found = byte_marks_next(mark, from);
    return next == len ? found >= len : found == next;
}

Test(byte_marks, mean_what_they_say)
{
    for (size_t i = 0; i < 1000; i++)
        text[i] = (char)(i * 2654435761U >> 11);
    for (size_t len = 900; len < 1000; len++) {
        byte_marks_set(&marks, (logdoc_str){ text, len });
        for (size_t from = 0; from <= len; from++) {
            size_t end = byte_marks_line_end(&marks, from);
            const char *feed = memchr(text + from, '\n', len - from);
            cr_assert(feed ? end == (size_t)(feed - text) : end >= len);
            cr_assert(is_next(marks.all, " \0\b\r\x1B;+[\\\n", 10, from, len));
            size_t next = byte_marks_next(marks.all, from);
            size_t place = marks.places[byte_marks_place(&marks, from)];
            cr_assert_eq(place, next < len ? next : BYTE_MARKS_NONE);
            cr_assert(is_next(marks.odd, "\0\b\r\x1B;+[\\\n", 9, from, len));
        }
    }
}
