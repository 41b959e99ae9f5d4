/* SPDX-License-Identifier: MIT
 * A byte's class is looked up by its two halves: a bit that both halves' tables have is
 * the class. Vectors look up as many bytes at once as they are wide. */
#include "byte_marks.h"

#include "cpu.h"
#include "str.h"

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__ARM_NEON) && defined(__aarch64__)
#include <arm_neon.h>
#endif

#define STEP ((size_t)64)

/* As signed numbers: a blank is below zero, what is odd above. */
enum class_bit {
    CONTROL = 1,   /* 00 08 0A 0D */
    ODD_B = 2,     /* 1B 2B 3B 5B */
    BACKSLASH = 4, /* 5C */
    BLANK = 0x80,  /* 20 */
    ODD = CONTROL | ODD_B | BACKSLASH
};

#define LOW_HALVES                                                                       \
    CONTROL | BLANK, 0, 0, 0, 0, 0, 0, 0, CONTROL, 0, CONTROL, ODD_B, BACKSLASH,         \
        CONTROL, 0, 0
#define HIGH_HALVES                                                                      \
    CONTROL, ODD_B, ODD_B | BLANK, ODD_B, 0, ODD_B | BACKSLASH, 0, 0, 0, 0, 0, 0, 0, 0,  \
        0, 0

static const uint8_t low_halves[16] = { LOW_HALVES };
static const uint8_t high_halves[16] = { HIGH_HALVES };

/* What a step finds in its bytes. */
struct found {
    uint64_t odd, all;
};

typedef struct found finder(const char *at);

static struct found find_bytewise(const char *at)
{
    struct found found = { 0, 0 };
    for (size_t i = 0; i < STEP; i++) {
        unsigned char byte = (unsigned char)at[i];
        unsigned class = low_halves[byte & 15] & high_halves[byte >> 4];
        found.odd |= (uint64_t)((class & ODD) != 0) << i;
        found.all |= (uint64_t)(class != 0) << i;
    }
    return found;
}

/* Notes a step at `from`, of which all before have been; returns how many places there
 * are by now. */
typedef size_t noter(struct byte_marks *, size_t from, size_t places, struct found);

static inline __attribute__((always_inline)) size_t
note_word(struct byte_marks *marks, size_t from, size_t places, struct found found)
{
    size_t word = from / STEP;
    marks->odd[word] = found.odd;
    marks->all[word] = found.all;
    marks->before[word] = (uint16_t)places;
    return places + (size_t)__builtin_popcountll(found.all);
}

static size_t note_found(struct byte_marks *marks, size_t from, size_t places,
                         struct found found)
{
    uint16_t *out = marks->places + places;
    for (uint64_t bits = found.all; bits; bits &= bits - 1)
        *out++ = (uint16_t)(from + (size_t)__builtin_ctzll(bits));
    return note_word(marks, from, places, found);
}

/* The bytes that fill no whole step are marked from a copy. What comes behind the last
 * byte counts as a mark, so that a search needs no other end. */
static void mark_rest(struct byte_marks *marks, size_t from, size_t places, finder *find)
{
    char rest[STEP] = { 0 };
    size_t len = marks->bytes.len - from, word = from / STEP;
    uint64_t behind = ~(uint64_t)0 << len % STEP;
    if (len > 0) {
        memcpy(rest, marks->bytes.at + from, len);
        struct found found = find(rest);
        found.all &= ~behind;
        places = note_found(marks, from, places, found);
        marks->odd[word] |= behind;
        marks->all[word] |= behind;
        word++;
    }
    marks->odd[word] = marks->all[word] = ~(uint64_t)0;
    marks->before[word] = (uint16_t)places;
    for (size_t i = places; i < places + BYTE_MARKS_BEHIND; i++)
        marks->places[i] = BYTE_MARKS_NONE;
}

static void take_bytes(struct byte_marks *marks, logdoc_str bytes)
{
    marks->bytes = bytes;
    marks->readable = bytes.len;
    if (bytes.len > BYTE_MARKS_SIZE)
        marks->bytes.len = BYTE_MARKS_SIZE;
}

/* All bytes, by whole steps and the rest; inlined, so that it is made of the vectors that
 * its caller may use. */
static inline __attribute__((always_inline)) void
mark_all(struct byte_marks *marks, logdoc_str bytes, finder *find, noter *note)
{
    size_t at = 0, places = 0;
    take_bytes(marks, bytes);
    for (; at + STEP <= marks->bytes.len; at += STEP)
        places = note(marks, at, places, find(bytes.at + at));
    mark_rest(marks, at, places, find);
}

static void set_bytewise(struct byte_marks *marks, logdoc_str bytes)
{
    mark_all(marks, bytes, find_bytewise, note_found);
}

#if defined(__x86_64__)

/* Sixteen bytes, as often as a vector holds them. */
CPU_AVX2 static inline __m256i repeat(const uint8_t table[16])
{
    return _mm256_broadcastsi128_si256(
        _mm_loadu_si128((const __m128i *)(const void *)table));
}

/* The tables have nothing for bytes of 0x80 and more: a shuffle gives zero. movemask
 * takes the sign of each byte. */
CPU_AVX2 static inline struct found find_32(const char *at)
{
    __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)at);
    __m256i high = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), _mm256_set1_epi8(15));
    __m256i class = _mm256_and_si256(_mm256_shuffle_epi8(repeat(low_halves), bytes),
                                     _mm256_shuffle_epi8(repeat(high_halves), high));
    __m256i odd = _mm256_cmpgt_epi8(class, _mm256_setzero_si256());
    uint32_t odd_bits = (uint32_t)_mm256_movemask_epi8(odd);
    return (struct found){ odd_bits, odd_bits | (uint32_t)_mm256_movemask_epi8(class) };
}

CPU_AVX2 static inline struct found find_avx2(const char *at)
{
    struct found first = find_32(at), second = find_32(at + 32);
    return (struct found){ first.odd | second.odd << 32, first.all | second.all << 32 };
}

/* Writes some places behind those that there are instead of counting: most words have no
 * more than six. */
CPU_AVX2 static inline size_t note_avx2(struct byte_marks *marks, size_t from,
                                        size_t places, struct found found)
{
    uint16_t *out = marks->places + places;
    for (uint64_t bits = found.all; bits; out += 6)
        for (size_t i = 0; i < 6; i++, bits = _blsr_u64(bits))
            out[i] = (uint16_t)(from + _tzcnt_u64(bits));
    return note_word(marks, from, places, found);
}

CPU_AVX2 static void set_avx2(struct byte_marks *marks, logdoc_str bytes)
{
    mark_all(marks, bytes, find_avx2, note_avx2);
}

CPU_AVX512 static inline struct found find_avx512(const char *at)
{
    __m512i low_table = _mm512_broadcast_i32x4(
        _mm_loadu_si128((const __m128i *)(const void *)low_halves));
    __m512i high_table = _mm512_broadcast_i32x4(
        _mm_loadu_si128((const __m128i *)(const void *)high_halves));
    __m512i bytes = _mm512_loadu_si512(at);
    __m512i high = _mm512_and_si512(_mm512_srli_epi16(bytes, 4), _mm512_set1_epi8(15));
    __m512i class = _mm512_and_si512(_mm512_shuffle_epi8(low_table, bytes),
                                     _mm512_shuffle_epi8(high_table, high));
    return (struct found){ _mm512_cmpgt_epi8_mask(class, _mm512_setzero_si512()),
                           _mm512_test_epi8_mask(class, class) };
}

/* The numbers of the bytes that are marked are moved together, all at once. */
CPU_AVX512 static inline size_t note_avx512(struct byte_marks *marks, size_t from,
                                            size_t places, struct found found)
{
    static const uint8_t numbers[STEP] = { 0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10,
                                           11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
                                           22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32,
                                           33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
                                           44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54,
                                           55, 56, 57, 58, 59, 60, 61, 62, 63 };
    uint16_t *out = marks->places + places;
    __m512i listed = _mm512_maskz_compress_epi8(found.all, _mm512_loadu_si512(numbers));
    __m512i base = _mm512_set1_epi16((short)from);
    size_t now = note_word(marks, from, places, found);
    _mm512_storeu_si512(
        out,
        _mm512_add_epi16(_mm512_cvtepu8_epi16(_mm512_castsi512_si256(listed)), base));
    if (now - places > 32)
        _mm512_storeu_si512(
            out + 32,
            _mm512_add_epi16(_mm512_cvtepu8_epi16(_mm512_extracti64x4_epi64(listed, 1)),
                             base));
    return now;
}

CPU_AVX512 static void set_avx512(struct byte_marks *marks, logdoc_str bytes)
{
    mark_all(marks, bytes, find_avx512, note_avx512);
}

#elif defined(__ARM_NEON) && defined(__aarch64__)

static uint8x16_t classes_of_16(const char *at)
{
    uint8x16_t bytes = vld1q_u8((const uint8_t *)at);
    uint8x16_t low = vqtbl1q_u8(vld1q_u8(low_halves), vandq_u8(bytes, vdupq_n_u8(15)));
    return vandq_u8(low, vqtbl1q_u8(vld1q_u8(high_halves), vshrq_n_u8(bytes, 4)));
}

/* One bit for each of 64 bytes: does it have a class of `wanted`? */
static uint64_t bits_of_64(const uint8x16_t class[4], uint8_t wanted)
{
    static const uint8_t weights[16] = { 1, 2, 4, 8, 16, 32, 64, 128,
                                         1, 2, 4, 8, 16, 32, 64, 128 };
    uint8x16_t weight = vld1q_u8(weights), want = vdupq_n_u8(wanted), part[4];
    for (size_t i = 0; i < 4; i++)
        part[i] = vandq_u8(vtstq_u8(class[i], want), weight);
    uint8x16_t sum = vpaddq_u8(vpaddq_u8(part[0], part[1]), vpaddq_u8(part[2], part[3]));
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sum, sum)), 0);
}

static struct found find_neon(const char *at)
{
    const uint8x16_t class[4] = { classes_of_16(at), classes_of_16(at + 16),
                                  classes_of_16(at + 32), classes_of_16(at + 48) };
    return (struct found){ bits_of_64(class, ODD), bits_of_64(class, ODD | BLANK) };
}

static void set_neon(struct byte_marks *marks, logdoc_str bytes)
{
    mark_all(marks, bytes, find_neon, note_found);
}

#endif

const struct byte_marks_way byte_marks_ways[] = {
#if defined(__x86_64__)
    { "AVX-512", cpu_has_avx512, set_avx512 },
    { "AVX2", cpu_has_avx2, set_avx2 },
#elif defined(__ARM_NEON) && defined(__aarch64__)
    { "NEON", cpu_is_any, set_neon },
#endif
    { "bytes", cpu_is_any, set_bytewise },
    { NULL, NULL, NULL },
};

void byte_marks_set(struct byte_marks *marks, logdoc_str bytes)
{
    const struct byte_marks_way *way = byte_marks_ways;
    while (!way->is_available())
        way++;
    way->set(marks, bytes);
}
