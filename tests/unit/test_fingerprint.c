/* SPDX-License-Identifier: MIT
 * Fingerprints: what is the same failure, and what is not. */
#include "fingerprint.h"
#include "str.h"

#include <criterion/criterion.h>

static void expect_normal(const char *text, const char *wanted)
{
    struct strbuf out;
    strbuf_init(&out, 1000);
    fingerprint_normalize(&out, str_from(text));
    cr_expect_str_eq(out.at, wanted, "%s: %s", text, out.at);
    strbuf_release(&out);
}

Test(fingerprint, numbers_and_ids_do_not_count)
{
    expect_normal("row 12 of 345", "row # of #");
    expect_normal("user 5f3a9c1e-11aa-4b3c is gone", "user # is gone");
    expect_normal("object at 0x7f3a9c1e88", "object at #");
    expect_normal("worker7 stopped", "worker# stopped");
    expect_normal("added beef", "added beef");
}

Test(fingerprint, quoted_values_do_not_count)
{
    expect_normal("no plant 'oak'", "no plant '…'");
    expect_normal("key \"a b\" and `c`", "key \"…\" and `…`");
    expect_normal("can't open it, isn't there", "can't open it, isn't there");
    expect_normal("an open 'quote", "an open 'quote");
    expect_normal("", "");
}
