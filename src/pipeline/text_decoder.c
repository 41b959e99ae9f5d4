/* SPDX-License-Identifier: MIT
 * The encoding of an input. */
#include "text_decoder.h"

#include "str.h"

#include <assert.h>

#define REPLACEMENT 0xFFFDU
#define DECODED_SIZE 4096

struct mark {
    logdoc_str bytes;
    enum text_encoding encoding;
};

static const struct mark marks[] = {
    { { "\xEF\xBB\xBF", 3 }, TEXT_BYTES },
    { { "\xFF\xFE", 2 }, TEXT_UTF16_LE },
    { { "\xFE\xFF", 2 }, TEXT_UTF16_BE },
};

static void give_pending(struct text_decoder *decoder, text_sink *sink, void *user)
{
    size_t count = decoder->pending_count;
    decoder->pending_count = 0;
    decoder->encoding = TEXT_BYTES;
    if (count > 0)
        sink(user, (logdoc_str){ (const char *)decoder->pending, count });
}

/* Is what came so far a mark, or the start of one? */
static bool may_be_mark(struct text_decoder *decoder)
{
    logdoc_str seen = { (const char *)decoder->pending, decoder->pending_count };
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
        if (!str_starts(marks[i].bytes, seen))
            continue;
        if (marks[i].bytes.len == seen.len) {
            decoder->encoding = marks[i].encoding;
            decoder->pending_count = 0;
        }
        return true;
    }
    return false;
}

static logdoc_str decide(struct text_decoder *decoder, logdoc_str bytes, text_sink *sink,
                         void *user)
{
    while (decoder->encoding == TEXT_UNDECIDED && bytes.len > 0) {
        decoder->pending[decoder->pending_count++] = (unsigned char)bytes.at[0];
        bytes = str_from_offset(bytes, 1);
        if (!may_be_mark(decoder))
            give_pending(decoder, sink, user);
    }
    return bytes;
}

struct decoded {
    char at[DECODED_SIZE];
    size_t len;
};

static void add_continuation(struct decoded *out, uint32_t code, unsigned shift)
{
    out->at[out->len++] = (char)(0x80U | ((code >> shift) & 0x3FU));
}

static void add_code(struct decoded *out, uint32_t code)
{
    if (code < 0x80U) {
        out->at[out->len++] = (char)code;
    } else if (code < 0x800U) {
        out->at[out->len++] = (char)(0xC0U | (code >> 6));
        add_continuation(out, code, 0);
    } else if (code < 0x10000U) {
        out->at[out->len++] = (char)(0xE0U | (code >> 12));
        add_continuation(out, code, 6);
        add_continuation(out, code, 0);
    } else {
        out->at[out->len++] = (char)(0xF0U | (code >> 18));
        add_continuation(out, code, 12);
        add_continuation(out, code, 6);
        add_continuation(out, code, 0);
    }
}

static void add_unit(struct text_decoder *decoder, uint32_t unit, struct decoded *out)
{
    bool high = unit >= 0xD800U && unit < 0xDC00U;
    bool low = unit >= 0xDC00U && unit < 0xE000U;
    if (low && decoder->high) {
        add_code(out, 0x10000U + ((decoder->high - 0xD800U) << 10) + (unit - 0xDC00U));
        decoder->high = 0;
        return;
    }
    if (decoder->high)
        add_code(out, REPLACEMENT);
    decoder->high = high ? unit : 0;
    if (!high)
        add_code(out, low ? REPLACEMENT : unit);
}

static void decode_utf16(struct text_decoder *decoder, logdoc_str bytes, text_sink *sink,
                         void *user)
{
    struct decoded out = { .len = 0 };
    unsigned first = decoder->encoding == TEXT_UTF16_LE ? 0 : 1;
    for (size_t i = 0; i < bytes.len; i++) {
        decoder->pending[decoder->pending_count++] = (unsigned char)bytes.at[i];
        if (decoder->pending_count < 2)
            continue;
        decoder->pending_count = 0;
        add_unit(decoder,
                 (uint32_t)decoder->pending[first] | (uint32_t)decoder->pending[1 - first]
                                                         << 8,
                 &out);
        if (out.len + 8 > sizeof(out.at)) {
            sink(user, (logdoc_str){ out.at, out.len });
            out.len = 0;
        }
    }
    if (out.len > 0)
        sink(user, (logdoc_str){ out.at, out.len });
}

void text_decoder_push(struct text_decoder *decoder, logdoc_str bytes, text_sink *sink,
                       void *user)
{
    bytes = decide(decoder, bytes, sink, user);
    if (bytes.len == 0)
        return;
    assert(decoder->encoding != TEXT_UNDECIDED);
    if (decoder->encoding == TEXT_BYTES)
        sink(user, bytes);
    else
        decode_utf16(decoder, bytes, sink, user);
}

void text_decoder_end(struct text_decoder *decoder, text_sink *sink, void *user)
{
    if (decoder->encoding == TEXT_UNDECIDED)
        give_pending(decoder, sink, user);
}
