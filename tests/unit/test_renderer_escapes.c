/* SPDX-License-Identifier: MIT
 * No text of a log leaves its place in what a renderer writes. */
#include "rendering.h"
#include "report_fixtures.h"

#include "str.h"

static void expect_harmless(const struct strbuf *out)
{
    for (size_t i = 0; i < out->len; i++) {
        unsigned char byte = (unsigned char)out->at[i];
        cr_assert((byte >= ' ' && byte != 0x7f) || byte == '\n' || byte == '\t',
                  "control %02x", byte);
        cr_assert_not(byte == 0xc2 && (unsigned char)out->at[i + 1] < 0xa0, "C1");
    }
    cr_assert_eq(str_find(strbuf_str(out), STR("\xe2\x80\xae")), SIZE_MAX);
}

Test(renderer_escapes, no_control_character_gets_out)
{
    static const char *const formats[] = { "text", "markdown", "html", "json", "ndjson" };
    for (size_t i = 0; i < COUNT_OF(formats); i++) {
        const struct render_options options = { .width = 80, .unicode = true };
        struct strbuf out = render(formats[i], &options, &hostile_report);
        cr_assert_gt(out.len, 100);
        expect_harmless(&out);
        strbuf_release(&out);
    }
}

Test(renderer_escapes, text_keeps_a_hostile_line_on_its_line)
{
    const struct render_options options = { .width = 80 };
    struct strbuf out = render("text", &options, &hostile_report);
    for (logdoc_str rest = strbuf_str(&out); rest.len > 0;) {
        logdoc_str line = str_cut(&rest, '\n');
        cr_assert_not(str_starts(line, STR("#")) || str_starts(line, STR("`")));
    }
    strbuf_release(&out);
}

static bool is_tag_of_ours(logdoc_str text)
{
    static const char *const names[] = {
        "main>", "article",   "header>",  "p>",         "p class=",  "h2>",
        "h3>",   "ol class=", "ol>",      "li>",        "li class=", "span>",
        "code>", "section",   "strong>",  "pre class=", "pre>",      "ins>",
        "del>",  "details",   "summary>", "ul>",        "ul class=", "a rel=",
        "a>",    "footer>",   "body>",    "html>"
    };
    if (str_starts(text, STR("/")))
        text = str_from_offset(text, 1);
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        if (str_starts(text, str_from(names[i])))
            return true;
    }
    return false;
}

Test(renderer_escapes, html_holds_no_tag_from_a_log)
{
    const struct render_options options = { .width = 80 };
    struct strbuf out = render("html", &options, &hostile_report);
    const char *body = strstr(out.at, "<body>");
    for (const char *at = strchr(body, '<'); at; at = strchr(at + 1, '<'))
        cr_assert(is_tag_of_ours(str_from(at + 1)), "%.60s", at);
    cr_assert_null(strstr(out.at, "<script"));
    cr_assert_null(strstr(out.at, "href=\"javascript"));
    cr_assert_null(strstr(out.at, "\" onclick"));
    cr_assert_null(strstr(out.at, "href"), "a link that is none");
    strbuf_release(&out);
}

static size_t fence_length(logdoc_str line)
{
    size_t length = 0;
    while (length < line.len && line.at[length] == '`')
        length++;
    return length >= 3 ? length : 0;
}

Test(renderer_escapes, markdown_fences_hold)
{
    const struct render_options options = { .width = 80 };
    struct strbuf out = render("markdown", &options, &hostile_report);
    size_t fence = 0, blocks = 0;
    for (logdoc_str rest = strbuf_str(&out); rest.len > 0;) {
        logdoc_str line = str_cut(&rest, '\n');
        size_t length = fence_length(line);
        if (fence == 0 && length > 0) {
            fence = length;
            blocks++;
        } else if (fence > 0 && length >= fence && length == line.len) {
            fence = 0;
        } else if (fence == 0) {
            cr_assert_eq(str_find(line, STR("<script")), SIZE_MAX);
            cr_assert_eq(str_find(line, STR("<img")), SIZE_MAX);
            cr_assert_not(str_starts(line, STR("# ")));
            cr_assert_eq(str_find(line, STR(" [a](")), SIZE_MAX);
        }
    }
    cr_assert_eq(fence, 0);
    cr_assert_eq(blocks, 3);
    strbuf_release(&out);
}
