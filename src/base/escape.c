/* SPDX-License-Identifier: MIT
 * One function for each place that hostile text can go. */
#include "escape.h"

#include <stdio.h>
#include <string.h>

/* Length of the character at `at`; 1 for a byte that begins none. */
static size_t character_len(logdoc_str s, size_t at, uint32_t *character)
{
    unsigned char lead = (unsigned char)s.at[at];
    size_t len = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    *character = lead;
    if (len == 1 || len > s.len - at)
        return 1;
    *character = lead & (0xFFu >> (len + 1));
    for (size_t i = 1; i < len; i++)
        *character = *character << 6 | ((unsigned char)s.at[at + i] & 0x3Fu);
    return len;
}

/* Controls, and what turns or hides the text around it. */
static bool is_dangerous(uint32_t c)
{
    return (c < 0x20 && c != '\t') || (c >= 0x7F && c <= 0x9F) ||
           (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || c == 0x061C || c == 0xFEFF ||
           (c >= 0xE0000 && c <= 0xE007F) || c == 0x2028 || c == 0x2029;
}

void escape_terminal(struct strbuf *out, logdoc_str s)
{
    uint32_t character;
    for (size_t at = 0, len; at < s.len; at += len) {
        len = character_len(s, at, &character);
        if (!is_dangerous(character))
            strbuf_add(out, s.at + at, len);
        else if (character < 0x80 || len == 1)
            strbuf_add_format(out, "\\x%02X", (unsigned)character);
        else
            strbuf_add_format(out, "\\u{%04X}", (unsigned)character);
    }
}

void escape_html(struct strbuf *out, logdoc_str s)
{
    for (size_t i = 0; i < s.len; i++)
        switch (s.at[i]) {
        case '<':
            strbuf_add_text(out, "&lt;");
            break;
        case '>':
            strbuf_add_text(out, "&gt;");
            break;
        case '&':
            strbuf_add_text(out, "&amp;");
            break;
        case '"':
            strbuf_add_text(out, "&quot;");
            break;
        case '\'':
            strbuf_add_text(out, "&#39;");
            break;
        default:
            strbuf_add_char(out, s.at[i]);
        }
}

static bool is_bare_word(logdoc_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!plain && (c == '\0' || !strchr("_./:@%+,-", c)))
            return false;
    }
    return s.len != 0 && s.at[0] != '-';
}

void escape_shell(struct strbuf *out, logdoc_str s)
{
    if (is_bare_word(s)) {
        strbuf_add_str(out, s);
        return;
    }
    strbuf_add_char(out, '\'');
    uint32_t character;
    for (size_t at = 0, len; at < s.len; at += len) {
        len = character_len(s, at, &character);
        if (character == '\'')
            strbuf_add_text(out, "'\\''");
        else if (character != '\t' && !is_dangerous(character))
            strbuf_add(out, s.at + at, len);
    }
    strbuf_add_char(out, '\'');
}

void escape_markdown(struct strbuf *out, logdoc_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        if (c == '<' || c == '>' || c == '&') {
            escape_html(out, (logdoc_str){ s.at + i, 1 });
            continue;
        }
        if (c == '\n' || c == '\r') {
            strbuf_add_char(out, ' ');
            continue;
        }
        if (c != '\0' && strchr("\\`*_[]#|~!", c))
            strbuf_add_char(out, '\\');
        strbuf_add_char(out, c);
    }
}
