/* SPDX-License-Identifier: MIT
 * Templates: one small reader cuts the text in pieces, for checking and for filling in.
 */
#include "template.h"

#include "ascii.h"
#include "escape.h"
#include "str.h"

enum piece_kind { PIECE_END, PIECE_TEXT, PIECE_NAME, PIECE_BAD };

struct piece {
    enum piece_kind kind;
    logdoc_str text; /* literal text, or the name */
    logdoc_str fallback;
    bool has_fallback;
    bool upper; /* "{name:upper}" */
};

static bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '_';
}

static bool is_name(logdoc_str text)
{
    if (text.len == 0 || (text.at[0] >= '0' && text.at[0] <= '9'))
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (!is_name_char(text.at[i]))
            return false;
    return true;
}

static struct piece next_name(logdoc_str *rest)
{
    size_t end = str_find_char(*rest, '}');
    if (end == SIZE_MAX)
        return (struct piece){ .kind = PIECE_BAD };
    logdoc_str inside = { rest->at + 1, end - 1 };
    *rest = str_from_offset(*rest, end + 1);
    size_t bar = str_find_char(inside, '|');
    struct piece piece = { .kind = PIECE_NAME, .text = inside };
    if (bar != SIZE_MAX) {
        piece.has_fallback = true;
        piece.fallback = str_from_offset(inside, bar + 1);
        piece.text.len = bar;
    }
    piece.upper = str_ends(piece.text, STR(":upper"));
    if (piece.upper)
        piece.text.len -= STR(":upper").len;
    if (!is_name(piece.text))
        piece.kind = PIECE_BAD;
    return piece;
}

static struct piece next_text(logdoc_str *rest)
{
    size_t brace = str_find_char(*rest, '{');
    logdoc_str text = { rest->at, brace == SIZE_MAX ? rest->len : brace };
    *rest = str_from_offset(*rest, text.len);
    return (struct piece){ .kind = PIECE_TEXT, .text = text };
}

static struct piece next_piece(logdoc_str *rest)
{
    if (rest->len == 0)
        return (struct piece){ .kind = PIECE_END };
    if (rest->at[0] != '{')
        return next_text(rest);
    if (!str_starts(*rest, STR("{{")))
        return next_name(rest);
    logdoc_str brace = { rest->at, 1 };
    *rest = str_from_offset(*rest, 2);
    return (struct piece){ .kind = PIECE_TEXT, .text = brace };
}

static bool add_value(struct strbuf *out, const struct piece *piece,
                      enum template_quoting quoting, template_find *find, void *user)
{
    logdoc_str value = find(user, piece->text);
    if (!value.at && !piece->has_fallback)
        return false;
    size_t begin = out->len;
    if (!value.at)
        strbuf_add_str(out, piece->fallback);
    else if (quoting == TEMPLATE_SHELL)
        escape_shell(out, value);
    else
        strbuf_add_str(out, value);
    if (value.at && piece->upper)
        for (char *at = out->at + begin; at < out->at + out->len; at++)
            *at = ascii_upper(*at);
    return true;
}

bool template_render(struct strbuf *out, const char *text, enum template_quoting quoting,
                     template_find *find, void *user)
{
    logdoc_str rest = str_from(text);
    for (;;) {
        struct piece piece = next_piece(&rest);
        if (piece.kind == PIECE_END)
            return true;
        if (piece.kind == PIECE_BAD)
            return false;
        if (piece.kind == PIECE_TEXT)
            strbuf_add_str(out, piece.text);
        else if (!add_value(out, &piece, quoting, find, user))
            return false;
    }
}

bool template_names(const char *text,
                    bool (*each)(void *user, logdoc_str name, bool has_fallback),
                    void *user)
{
    logdoc_str rest = str_from(text);
    for (;;) {
        struct piece piece = next_piece(&rest);
        if (piece.kind == PIECE_END)
            return true;
        if (piece.kind == PIECE_BAD)
            return false;
        if (piece.kind == PIECE_NAME && !each(user, piece.text, piece.has_fallback))
            return false;
    }
}
