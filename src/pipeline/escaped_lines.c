/* SPDX-License-Identifier: MIT
 * Unescapes quoted texts. Control characters do not come back to life: they are blanks.
 */
#include "escaped_lines.h"

#include "str.h"

#define TEXTS_CAP ((size_t)256 * 1024)

bool escaped_lines_are_in(logdoc_str message)
{
    size_t escape = str_find_char(message, '\\');
    if (escape == SIZE_MAX)
        return false;
    return message.at[0] == '{' || str_find(message, STR("=\"")) < escape;
}

static void add_code_point(struct strbuf *out, uint32_t code)
{
    if (code < 0x20)
        strbuf_add_char(out, ' ');
    else if (code < 0x80)
        strbuf_add_char(out, (char)code);
    else if (code < 0x800)
        strbuf_add(out,
                   (char[]){ (char)(0xC0 | code >> 6), (char)(0x80 | (code & 0x3F)) }, 2);
    else
        strbuf_add(out,
                   (char[]){ (char)(0xE0 | code >> 12), (char)(0x80 | (code >> 6 & 0x3F)),
                             (char)(0x80 | (code & 0x3F)) },
                   3);
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The four digits after \u; halves of a surrogate pair become a question mark each. */
static bool add_unicode(struct strbuf *out, logdoc_str *rest)
{
    uint32_t code = 0;
    for (size_t i = 0; i < 4; i++) {
        int digit = i < rest->len ? hex_digit(rest->at[i]) : -1;
        if (digit < 0)
            return false;
        code = code << 4 | (uint32_t)digit;
    }
    *rest = str_from_offset(*rest, 4);
    add_code_point(out, code >= 0xD800 && code < 0xE000 ? '?' : code);
    return true;
}

/* `rest` begins after the backslash. */
static void add_escape(struct strbuf *out, logdoc_str *rest)
{
    static const char letters[] = "nrtbf", meant[] = "\n \t  ";
    char letter = rest->at[0];
    *rest = str_from_offset(*rest, 1);
    const char *known = letter ? strchr(letters, letter) : NULL;
    if (known)
        strbuf_add_char(out, meant[known - letters]);
    else if (letter != 'u' || !add_unicode(out, rest))
        strbuf_add_char(out, letter);
}

/* `rest` begins after the quote that opens the text, and then after the one that closes
 * it. */
static void add_quoted(struct strbuf *out, logdoc_str *rest)
{
    while (rest->len > 0 && rest->at[0] != '"') {
        size_t plain = 0;
        while (plain < rest->len && rest->at[plain] != '"' && rest->at[plain] != '\\')
            plain++;
        strbuf_add(out, rest->at, plain);
        *rest = str_from_offset(*rest, plain);
        if (rest->len > 1 && rest->at[0] == '\\') {
            *rest = str_from_offset(*rest, 1);
            add_escape(out, rest);
        } else if (rest->len == 1 && rest->at[0] == '\\') {
            rest->len = 0;
        }
    }
    *rest = str_from_offset(*rest, rest->len > 0);
}

void escaped_lines_split(struct strbuf *out, logdoc_str message)
{
    struct strbuf text, texts;
    strbuf_init(&text, TEXTS_CAP);
    strbuf_init(&texts, TEXTS_CAP);
    while (message.len > 0) {
        size_t quote = str_find_char(message, '"');
        size_t plain = quote == SIZE_MAX ? message.len : quote + 1;
        strbuf_add(out, message.at, plain);
        message = str_from_offset(message, plain);
        if (quote == SIZE_MAX)
            break;
        strbuf_reset(&text);
        add_quoted(&text, &message);
        bool several = str_find_char(strbuf_str(&text), '\n') != SIZE_MAX;
        if (several)
            strbuf_add_char(&texts, '\n');
        strbuf_add_str(several ? &texts : out, strbuf_str(&text));
        strbuf_add_char(out, '"');
    }
    strbuf_add_str(out, strbuf_str(&texts));
    strbuf_release(&text);
    strbuf_release(&texts);
}
