/* SPDX-License-Identifier: MIT
 * Arena, strbuf, hashmap, vec: who owns what, and what the caps hold back. */
#include "arena.h"
#include "hashmap.h"
#include "mem.h"
#include "str.h"
#include "strbuf.h"
#include "vec.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdint.h>
#include <stdlib.h>

Test(mem, size_zero_is_memory_too)
{
    void *memory = mem_alloc(0), *zeroed = mem_zeroed(0, 8),
         *resized = mem_resize(NULL, 0, 1);

    cr_assert(memory && zeroed && resized);
    free(memory);
    free(zeroed);
    free(resized);
}

Test(mem, an_overflowing_product_ends_the_program, .exit_code = 2)
{
    free(mem_resize(NULL, SIZE_MAX / 2, 3));
}

Test(mem, copies_are_terminated)
{
    char *copy = mem_copy_text("abcdef", 3), *empty = mem_copy_text(NULL, 0);

    cr_assert_str_eq(copy, "abc");
    cr_assert_str_eq(empty, "");
    free(copy);
    free(empty);
}

Test(arena, of_zeros_can_be_released)
{
    struct arena arena = { 0 };

    arena_release(&arena);
    cr_assert_null(arena.blocks);
}

Test(arena, objects_are_aligned_zeroed_and_apart)
{
    struct arena arena;
    unsigned char *objects[200];

    arena_init(&arena);
    for (size_t i = 0; i < 200; i++) {
        objects[i] = arena_alloc(&arena, i * 7);
        cr_assert_eq((uintptr_t)objects[i] % _Alignof(max_align_t), 0);
        for (size_t at = 0; at < i * 7; at++)
            cr_assert_eq(objects[i][at], 0);
        memset(objects[i], (int)i, i * 7);
    }
    for (size_t i = 1; i < 200; i++)
        cr_assert(objects[i][0] == i && objects[i][i * 7 - 1] == i);
    cr_assert_geq(arena.used, 199 * 200 / 2 * 7);
    arena_release(&arena);
}

Test(arena, is_empty_and_zeroed_after_reset)
{
    struct arena arena;

    arena_init(&arena);
    memset(arena_alloc(&arena, 100), 'x', 100);
    memset(arena_alloc(&arena, 100000), 'x', 100000);
    memset(arena_alloc(&arena, 100), 'x', 100);
    arena_reset(&arena);
    cr_assert_eq(arena.used, 0);
    for (size_t i = 0; i < 1000; i++)
        cr_assert_eq(*(char *)arena_alloc(&arena, 100), 0);
    arena_release(&arena);
}

Test(arena, texts_are_copies)
{
    struct arena arena;
    char original[] = "web.1 crashed";
    char *text, *formatted;
    logdoc_str view;

    arena_init(&arena);
    text = arena_text(&arena, (logdoc_str){ original, 5 });
    view = arena_str(&arena, str_from(original));
    formatted = arena_format(&arena, "%s-%d", "exit", 3);
    original[0] = '#';
    cr_assert_str_eq(text, "web.1");
    cr_assert_str_eq(view.at, "web.1 crashed");
    cr_assert_eq(view.len, strlen("web.1 crashed"));
    cr_assert_str_eq(formatted, "exit-3");
    cr_assert_str_eq(arena_text(&arena, (logdoc_str){ NULL, 0 }), "");
    arena_release(&arena);
}

Test(arena, an_overflowing_array_does_not_come_back, .exit_code = 2)
{
    struct arena arena;

    arena_init(&arena);
    arena_array(&arena, SIZE_MAX / 2, 3);
}

Test(strbuf, is_terminated_from_birth)
{
    struct strbuf buf, zeros = { 0 };

    strbuf_init(&buf, 10);
    cr_assert_str_eq(buf.at, "");
    strbuf_reset(&buf);
    strbuf_remove_front(&buf, 3);
    cr_assert_eq(strbuf_str(&buf).len, 0);
    strbuf_release(&buf);
    strbuf_release(&zeros);
}

struct cap_case {
    size_t cap;
    const char *first, *second, *wanted;
    bool truncated;
};

ParameterizedTestParameters(strbuf, drops_what_does_not_fit)
{
    static const struct cap_case cases[] = {
        { 0, "", "", "", false },
        { 0, "a", "", "", true },
        { 5, "abc", "de", "abcde", false },
        { 5, "abc", "def", "abcde", true },
        { 5, "abcdefghij", "k", "abcde", true },
        { 63, "abc", "def", "abcdef", false },
        { 1000, "abc", "", "abc", false },
    };

    return cr_make_param_array(const struct cap_case, cases,
                               sizeof(cases) / sizeof(*cases));
}

ParameterizedTest(const struct cap_case *given, strbuf, drops_what_does_not_fit)
{
    struct strbuf buf, formatted;

    strbuf_init(&buf, given->cap);
    strbuf_init(&formatted, given->cap);
    strbuf_add_text(&buf, given->first);
    strbuf_add_text(&buf, given->second);
    strbuf_add_format(&formatted, "%s%s", given->first, given->second);
    cr_expect_str_eq(buf.at, given->wanted);
    cr_expect_eq(buf.truncated, given->truncated);
    cr_expect_str_eq(formatted.at, given->wanted);
    cr_expect_eq(formatted.truncated, given->truncated);
    strbuf_release(&buf);
    strbuf_release(&formatted);
}

Test(strbuf, grows_to_its_cap_and_not_beyond)
{
    struct strbuf buf;

    strbuf_init(&buf, 100000);
    for (size_t i = 0; i < 200000; i++)
        strbuf_add_char(&buf, (char)('a' + i % 26));
    cr_assert_eq(buf.len, 100000);
    cr_assert(buf.truncated);
    cr_assert_leq(buf.size, 100001);
    cr_assert_eq(buf.at[99999], (char)('a' + 99999 % 26));
    cr_assert_eq(buf.at[100000], '\0');
    strbuf_release(&buf);
}

Test(strbuf, front_goes_and_the_rest_stays)
{
    struct strbuf buf;

    strbuf_init(&buf, 100);
    strbuf_add_str(&buf, STR("one two"));
    strbuf_remove_front(&buf, 4);
    cr_assert_str_eq(buf.at, "two");
    strbuf_add_text(&buf, "!");
    cr_assert_str_eq(buf.at, "two!");
    strbuf_remove_front(&buf, 99);
    cr_assert_str_eq(buf.at, "");
    strbuf_release(&buf);
}

Test(strbuf, take_gives_the_text_away)
{
    struct strbuf buf;
    size_t len;
    char *text, *nothing;

    strbuf_init(&buf, 100);
    nothing = strbuf_take(&buf, NULL);
    strbuf_add(&buf, "a\0b", 3);
    text = strbuf_take(&buf, &len);
    cr_assert_eq(len, 3);
    cr_assert_arr_eq(text, "a\0b", 4);
    cr_assert_str_eq(nothing, "");
    cr_assert_str_eq(buf.at, "");
    strbuf_add_text(&buf, "again");
    cr_assert_str_eq(buf.at, "again");
    free(text);
    free(nothing);
    strbuf_release(&buf);
}

Test(hashmap, finds_what_was_set_and_nothing_else)
{
    struct hashmap map;
    char name[32];
    int values[1000];

    hashmap_init(&map);
    cr_assert_null(hashmap_find(&map, STR("web.1")));
    for (size_t i = 0; i < 1000; i++) {
        snprintf(name, sizeof(name), "worker.%zu", i);
        hashmap_set(&map, str_from(name), &values[i]);
    }
    cr_assert_eq(map.count, 1000);
    for (size_t i = 0; i < 1000; i++) {
        snprintf(name, sizeof(name), "worker.%zu", i);
        cr_assert_eq(hashmap_find(&map, str_from(name)), &values[i]);
        cr_assert_str_eq(map.entries[i].key.at, name);
    }
    cr_assert_null(hashmap_find(&map, STR("worker.1000")));
    cr_assert_null(hashmap_find(&map, STR("")));
    hashmap_release(&map);
}

Test(hashmap, keys_are_bytes_and_values_are_replaced)
{
    struct hashmap map;
    int one, two;

    hashmap_init(&map);
    hashmap_set(&map, (logdoc_str){ "a\0b", 3 }, &one);
    hashmap_set(&map, (logdoc_str){ "a\0c", 3 }, &two);
    hashmap_set(&map, (logdoc_str){ NULL, 0 }, &one);
    cr_assert_eq(hashmap_find(&map, (logdoc_str){ "a\0b", 3 }), &one);
    cr_assert_eq(hashmap_find(&map, (logdoc_str){ "a\0c", 3 }), &two);
    cr_assert_null(hashmap_find(&map, STR("a")));
    hashmap_set(&map, STR(""), &two);
    cr_assert_eq(hashmap_find(&map, STR("")), &two);
    cr_assert_eq(map.count, 3);
    hashmap_release(&map);
}

Test(vec, keeps_its_items_while_it_grows)
{
    VEC(size_t) numbers = { 0 };

    for (size_t i = 0; i < 100; i++)
        *vec_push(&numbers) = i;
    cr_assert_eq(numbers.count, 100);
    for (size_t i = 0; i < 100; i++)
        cr_assert_eq(numbers.items[i], i);
    vec_release(&numbers);
    cr_assert_eq(numbers.count, 0);
}
