/* SPDX-License-Identifier: MIT
 * Renders a report in a test. */
#ifndef LOGDOC_RENDERING_H
#define LOGDOC_RENDERING_H

#include "renderer.h"
#include "strbuf.h"

#include <criterion/criterion.h>

/* The caller releases the result. */
static inline struct strbuf render(const char *format,
                                   const struct render_options *options,
                                   const struct logdoc_report *report)
{
    struct strbuf out;
    strbuf_init(&out, (size_t)1 << 24);
    renderer_find(format)->report(&out, options, report);
    cr_assert_not(out.truncated);
    return out;
}

static inline void expect_rendered(const char *format,
                                   const struct render_options *options,
                                   const struct logdoc_report *report,
                                   const char *expected)
{
    struct strbuf out = render(format, options, report);
    cr_assert_str_eq(out.at, expected);
    strbuf_release(&out);
}

#endif
