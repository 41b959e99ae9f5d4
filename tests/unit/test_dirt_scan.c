/* SPDX-License-Identifier: MIT
 * The scan by vectors, held to the one byte by byte. */
#include "dirt_scan.h"

#include <criterion/criterion.h>
#include <string.h>

/* Every byte value at every place of every length around the sizes of vectors. */
Test(dirt_scan, agrees_with_bytewise)
{
    char bytes[200];
    for (size_t len = 0; len <= 140; len++)
        for (size_t place = 0; place < len; place++)
            for (int value = 0; value < 256; value++) {
                memset(bytes, 'a', sizeof(bytes));
                bytes[place + 1] = (char)value;
                logdoc_str text = { bytes + 1, len };
                cr_assert_eq(dirt_scan(text), dirt_scan_bytewise(text), "%zu %zu %d", len,
                             place, value);
            }
}

Test(dirt_scan, looks_at_nothing_outside)
{
    char bytes[96];
    memset(bytes, ';', sizeof(bytes));
    memset(bytes + 1, 'a', 94);
    cr_expect_not(dirt_scan((logdoc_str){ bytes + 1, 94 }));
    cr_expect(dirt_scan((logdoc_str){ bytes, 95 }));
    cr_expect(dirt_scan((logdoc_str){ bytes + 1, 95 }));
    cr_expect_not(dirt_scan((logdoc_str){ NULL, 0 }));
}

static int count_found(const char *list)
{
    int found = 0;
    for (size_t i = 0; i < 5; i++)
        found += dirt_scan((logdoc_str){ list + i, 1 });
    return found;
}

Test(dirt_scan, knows_its_five)
{
    cr_expect_eq(count_found("\r\x1B\b\0;"), 5);
    cr_expect_eq(count_found("\n\t a["), 0);
}
