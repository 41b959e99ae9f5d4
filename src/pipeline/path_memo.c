/* SPDX-License-Identifier: MIT
 * By vectors of sixteen bytes, of which a compiler makes what the machine has, or of 64.
 */
#include "path_memo.h"

#include "cpu.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

static inline struct path_slot *slot_of(struct path_memo *memo, uint64_t first,
                                        uint64_t last)
{
    static const uint64_t factor = UINT64_C(0x9E3779B97F4A7C15);
    uint64_t hash = (first * factor ^ last) * factor;
    return &memo->slots[hash >> (64 - PATH_MEMO_BITS)];
}

static inline sixteen_bytes blank_digits(const char *at)
{
    sixteen_bytes here = sixteen_read(at);
    sixteen_bytes digits = (sixteen_bytes)(here - '0' < 10);
    sixteen_bytes kept = (sixteen_bytes)(sixteen_read(at - 1) == 'v') |
                         (sixteen_bytes)(sixteen_read(at - 2) == 'v');
    return here & (~digits | kept);
}

/* A bit for each question mark among 32 bytes. */
static inline uint64_t question_marks(const char *at)
{
    return sixteen_bits((sixteen_bytes)(sixteen_read(at) == '?')) |
           sixteen_bits((sixteen_bytes)(sixteen_read(at + 16) == '?')) << 16;
}

#define USUAL ((size_t)32) /* bytes that most paths do not have more of */

static struct path_slot *find_by_sixteen(struct path_memo *memo, logdoc_str path)
{
    struct path_slot key = { .count = NULL };
    uint64_t ends = question_marks(path.at) | (uint64_t)1 << path.len;
    if (path.len > USUAL)
        ends |= question_marks(path.at + USUAL) << USUAL;
    key.len = (size_t)__builtin_ctzll(ends);
    key.text[0] = blank_digits(path.at) & sixteen_mask(key.len, 0);
    key.text[1] = blank_digits(path.at + 16) & sixteen_mask(key.len, 16);
    if (key.len > USUAL) {
        key.text[2] = blank_digits(path.at + 32) & sixteen_mask(key.len, 32);
        key.text[3] = blank_digits(path.at + 48) & sixteen_mask(key.len, 48);
    }
    struct sixteen_words words =
        sixteen_words((key.text[0] ^ (key.text[1] + key.text[1])) +
                      (key.text[2] ^ (key.text[3] + key.text[3])));
    struct path_slot *slot = slot_of(memo, words.first ^ key.len, words.last);
    sixteen_bytes differ = (key.text[0] ^ slot->text[0]) | (key.text[1] ^ slot->text[1]) |
                           (key.text[2] ^ slot->text[2]) | (key.text[3] ^ slot->text[3]);
    if (slot->len != key.len || sixteen_any(differ))
        *slot = key;
    return slot;
}

#if defined(__x86_64__)

/* Two words that depend on all. */
CPU_AVX512 static inline struct sixteen_words fold(__m512i text)
{
    __m256i half =
        _mm256_add_epi64(_mm512_castsi512_si256(text),
                         _mm256_slli_epi64(_mm512_extracti64x4_epi64(text, 1), 1));
    __m128i quarter = _mm_add_epi64(_mm256_castsi256_si128(half),
                                    _mm_slli_epi64(_mm256_extracti128_si256(half, 1), 3));
    return sixteen_words((sixteen_bytes)quarter);
}

CPU_AVX512 static struct path_slot *find_by_64(struct path_memo *memo, logdoc_str path)
{
    __m512i here = _mm512_loadu_si512(path.at);
    uint64_t marks = _mm512_cmpeq_epi8_mask(here, _mm512_set1_epi8('?'));
    uint64_t versions = _mm512_cmpeq_epi8_mask(here, _mm512_set1_epi8('v'));
    uint64_t digits = _mm512_cmplt_epu8_mask(_mm512_sub_epi8(here, _mm512_set1_epi8('0')),
                                             _mm512_set1_epi8(10));
    size_t len = (size_t)_tzcnt_u64(marks | (uint64_t)1 << path.len);
    uint64_t kept = ~digits | versions << 1 | versions << 2;
    __m512i text = _mm512_maskz_mov_epi8(_bzhi_u64(kept, (unsigned)len), here);
    struct sixteen_words words = fold(text);
    struct path_slot *slot = slot_of(memo, words.first ^ len, words.last);
    if (slot->len != len ||
        _mm512_cmpneq_epi64_mask(text, _mm512_loadu_si512(slot->text)) != 0) {
        _mm512_storeu_si512(slot->text, text);
        slot->len = len;
        slot->count = NULL;
    }
    return slot;
}

#endif

const struct path_memo_way path_memo_ways[] = {
#if defined(__x86_64__)
    { "AVX-512", cpu_has_avx512, find_by_64 },
#endif
    { "by sixteen", cpu_is_any, find_by_sixteen },
    { NULL, NULL, NULL },
};

path_memo_find *path_memo_finder(void)
{
    const struct path_memo_way *way = path_memo_ways;
    while (!way->is_available())
        way++;
    return way->find;
}
