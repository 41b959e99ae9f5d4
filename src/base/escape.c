/* SPDX-License-Identifier: MIT
 * Writes log text so that it stays text where it lands. */
#include "escape.h"

#include "ascii.h"
#include "str.h"
#include "utf8.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* Characters that act on the text around them without being seen. */
static const struct {
    uint32_t first, last;
} hidden_ranges[] = {
    { 0x00, 0x1F },       /* C0 */
    { 0x7F, 0x9F },       /* DEL, C1 */
    { 0xAD, 0xAD },       /* soft hyphen */
    { 0x61C, 0x61C },     /* Arabic letter mark */
    { 0x180E, 0x180E },   /* Mongolian vowel separator */
    { 0x200B, 0x200F },   /* zero width, left-to-right and right-to-left marks */
    { 0x2028, 0x202E },   /* line and paragraph separators, bidi embeddings, overrides */
    { 0x2060, 0x206F },   /* word joiner, invisible operators, bidi isolates */
    { 0xFEFF, 0xFEFF },   /* byte order mark */
    { 0xFFF9, 0xFFFB },   /* interlinear annotation */
    { 0xE0000, 0xE007F }, /* tags */
};

static bool is_hidden(uint32_t code_point)
{
    for (size_t i = 0; i < COUNT(hidden_ranges); i++)
        if (code_point >= hidden_ranges[i].first && code_point <= hidden_ranges[i].last)
            return true;
    return false;
}

enum glyph_kind { GLYPH_VISIBLE, GLYPH_HIDDEN, GLYPH_BAD_BYTE };

/* One character of the text: what it is and the bytes it takes. */
struct glyph {
    enum glyph_kind kind;
    uint32_t code_point; /* of a bad byte: the byte */
    logdoc_str bytes;
};

/* Takes the first glyph off `*rest`, which is not empty. */
static struct glyph take_glyph(logdoc_str *rest)
{
    struct glyph glyph = { .kind = GLYPH_BAD_BYTE };
    size_t used = utf8_decode(*rest, &glyph.code_point);

    if (used == 0) {
        used = 1;
        glyph.code_point = (unsigned char)rest->at[0];
    } else {
        glyph.kind = is_hidden(glyph.code_point) ? GLYPH_HIDDEN : GLYPH_VISIBLE;
    }
    glyph.bytes = (logdoc_str){ rest->at, used };
    *rest = str_from_offset(*rest, used);
    return glyph;
}

/* `backslash` is how the target writes one. */
static void add_visible(struct strbuf *out, struct glyph glyph, const char *backslash)
{
    if (glyph.kind == GLYPH_VISIBLE) {
        strbuf_add_str(out, glyph.bytes);
        return;
    }
    strbuf_add_text(out, backslash);
    if (glyph.kind == GLYPH_BAD_BYTE || glyph.code_point < 0x80)
        strbuf_add_format(out, "x%02X", (unsigned)glyph.code_point);
    else
        strbuf_add_format(out, "u{%04X}", (unsigned)glyph.code_point);
}

void escape_terminal(struct strbuf *out, logdoc_str s)
{
    while (s.len) {
        struct glyph glyph = take_glyph(&s);

        if (glyph.code_point == '\t')
            strbuf_add_char(out, '\t');
        else
            add_visible(out, glyph, "\\");
    }
}

static const char *html_entity(uint32_t code_point)
{
    switch (code_point) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void escape_html(struct strbuf *out, logdoc_str s)
{
    while (s.len) {
        struct glyph glyph = take_glyph(&s);
        const char *entity = html_entity(glyph.code_point);

        if (entity)
            strbuf_add_text(out, entity);
        else if (glyph.code_point == '\n' || glyph.code_point == '\t')
            strbuf_add_str(out, glyph.bytes);
        else
            add_visible(out, glyph, "\\");
    }
}

/* `=` at the start is expanded by zsh, `~` everywhere by most. */
static bool needs_quotes(logdoc_str s)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789_@%+=:,./-";

    if (s.len == 0 || s.at[0] == '=')
        return true;
    for (size_t i = 0; i < s.len; i++)
        if (s.at[i] == '\0' || !strchr(plain, s.at[i]))
            return true;
    return false;
}

void escape_shell(struct strbuf *out, logdoc_str s)
{
    if (!needs_quotes(s)) {
        strbuf_add_str(out, s);
        return;
    }
    strbuf_add_char(out, '\'');
    while (s.len) {
        struct glyph glyph = take_glyph(&s);

        if (glyph.code_point == '\'')
            strbuf_add_text(out, "'\\''");
        else if (glyph.kind == GLYPH_VISIBLE)
            strbuf_add_str(out, glyph.bytes);
    }
    strbuf_add_char(out, '\'');
}

/* A bullet or the digits of a numbered list mark a block, but only at the start of a
 * line: the length of what stands before the character that then needs a backslash. */
static size_t before_block_mark(logdoc_str s)
{
    size_t digits = 0;

    while (digits < s.len && ascii_is_digit(s.at[digits]))
        digits++;
    if (digits < s.len && s.at[digits] && strchr(digits ? ".)" : "-+=", s.at[digits]))
        return digits;
    return SIZE_MAX;
}

static bool is_one_of(const char *set, uint32_t code_point)
{
    return code_point && code_point < 0x80 && strchr(set, (int)code_point);
}

static void add_markdown(struct strbuf *out, struct glyph glyph)
{
    if (is_one_of("\n\r\t", glyph.code_point))
        strbuf_add_char(out, ' ');
    else if (is_one_of("<>&", glyph.code_point))
        strbuf_add_text(out, html_entity(glyph.code_point));
    else
        add_visible(out, glyph, "\\\\");
}

void escape_markdown(struct strbuf *out, logdoc_str s)
{
    const char *at = s.at;
    size_t mark = before_block_mark(s);

    while (s.len) {
        bool is_mark = (size_t)(s.at - at) == mark;
        struct glyph glyph = take_glyph(&s);

        if (is_mark || is_one_of("\\`*_[]#|~!", glyph.code_point))
            strbuf_add_char(out, '\\');
        add_markdown(out, glyph);
    }
}
