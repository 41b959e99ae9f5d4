/* SPDX-License-Identifier: MIT
 * UTF-16 and byte order marks. */
#include "text_encoding.h"

#include "str.h"

static void add_code_point(struct strbuf *out, uint32_t code)
{
    if (code < 0x80) {
        strbuf_add_char(out, (char)code);
    } else if (code < 0x800) {
        strbuf_add_char(out, (char)(0xc0 | code >> 6));
        strbuf_add_char(out, (char)(0x80 | (code & 0x3f)));
    } else if (code < 0x10000) {
        strbuf_add_char(out, (char)(0xe0 | code >> 12));
        strbuf_add_char(out, (char)(0x80 | (code >> 6 & 0x3f)));
        strbuf_add_char(out, (char)(0x80 | (code & 0x3f)));
    } else {
        strbuf_add_char(out, (char)(0xf0 | code >> 18));
        strbuf_add_char(out, (char)(0x80 | (code >> 12 & 0x3f)));
        strbuf_add_char(out, (char)(0x80 | (code >> 6 & 0x3f)));
        strbuf_add_char(out, (char)(0x80 | (code & 0x3f)));
    }
}

static uint32_t unit_at(logdoc_str bytes, size_t at, bool big)
{
    uint32_t first = (unsigned char)bytes.at[at],
             second = (unsigned char)bytes.at[at + 1];
    return big ? first << 8 | second : second << 8 | first;
}

static void decode_utf16(struct strbuf *out, logdoc_str bytes, bool big)
{
    for (size_t at = 0; at + 1 < bytes.len; at += 2) {
        uint32_t unit = unit_at(bytes, at, big);
        uint32_t next = at + 3 < bytes.len ? unit_at(bytes, at + 2, big) : 0;
        if (unit >= 0xd800 && unit < 0xdc00 && next >= 0xdc00 && next < 0xe000) {
            add_code_point(out, 0x10000 + ((unit - 0xd800) << 10) + (next - 0xdc00));
            at += 2;
        } else {
            add_code_point(out, unit >= 0xd800 && unit < 0xe000 ? 0xfffd : unit);
        }
    }
}

enum text_encoding text_decode(struct strbuf *out, logdoc_str bytes)
{
    bool little = str_starts(bytes, STR("\xff\xfe"));
    bool big = str_starts(bytes, STR("\xfe\xff"));
    bool nul = str_find_char(bytes, '\0') != SIZE_MAX;
    if (!little && !big && nul && bytes.len % 2 == 0 && bytes.at[0] && !bytes.at[1])
        little = true;
    if (little || big) {
        bool marked = (unsigned char)bytes.at[0] >= 0xfe;
        decode_utf16(out, str_from_offset(bytes, marked ? 2 : 0), big);
        return big ? TEXT_UTF16_BE : TEXT_UTF16_LE;
    }
    if (nul)
        return TEXT_BINARY;
    bool marked = str_starts(bytes, STR("\xef\xbb\xbf"));
    strbuf_add_str(out, str_from_offset(bytes, marked ? 3 : 0));
    return marked ? TEXT_UTF8_MARK : TEXT_UTF8;
}
