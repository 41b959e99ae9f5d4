/* SPDX-License-Identifier: MIT
 * A byte's class is looked up by its two halves: a bit that both halves' tables have is
 * the class. Vectors look up as many bytes at once as they are wide. */
#include "byte_marks.h"

#include "str.h"

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__ARM_NEON) && defined(__aarch64__)
#include <arm_neon.h>
#endif

#define STEP ((size_t)64)

/* As signed numbers: a blank is below zero, what is odd above. */
enum class_bit {
    CONTROL = 1,  /* 00 08 0D */
    ODD_B = 2,    /* 1B 2B 3B 5B */
    END = 0x40,   /* 0A */
    BLANK = 0x80, /* 20 */
    ODD = CONTROL | ODD_B | END
};

#define LOW_HALVES                                                                       \
    CONTROL | BLANK, 0, 0, 0, 0, 0, 0, 0, CONTROL, 0, END, ODD_B, 0, CONTROL, 0, 0
#define HIGH_HALVES                                                                      \
    CONTROL | END, ODD_B, ODD_B | BLANK, ODD_B, 0, ODD_B, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0

static const uint8_t low_halves[16] = { LOW_HALVES };
static const uint8_t high_halves[16] = { HIGH_HALVES };

typedef void step(struct byte_marks *, const char *at, size_t word);

static void step_bytewise(struct byte_marks *marks, const char *at, size_t word)
{
    uint64_t ends = 0, blanks = 0, odd = 0;
    for (size_t i = 0; i < STEP; i++) {
        unsigned char byte = (unsigned char)at[i];
        unsigned class = low_halves[byte & 15] & high_halves[byte >> 4];
        ends |= (uint64_t)((class & END) != 0) << i;
        blanks |= (uint64_t)((class & BLANK) != 0) << i;
        odd |= (uint64_t)((class & ODD) != 0) << i;
    }
    marks->ends[word] = ends;
    marks->blanks[word] = blanks;
    marks->odd[word] = odd;
}

/* The bytes that fill no whole step are marked from a copy. What comes behind the last
 * byte counts as a mark, so that a search needs no other end. */
static void mark_rest(struct byte_marks *marks, size_t from, step *take)
{
    char rest[STEP] = { 0 };
    size_t len = marks->bytes.len - from, word = from / STEP;
    uint64_t behind = ~(uint64_t)0 << len % STEP;
    if (len > 0) {
        memcpy(rest, marks->bytes.at + from, len);
        take(marks, rest, word);
        marks->ends[word] |= behind;
        marks->blanks[word] |= behind;
        marks->odd[word] |= behind;
        word++;
    }
    marks->ends[word] = marks->blanks[word] = marks->odd[word] = ~(uint64_t)0;
}

static void take_bytes(struct byte_marks *marks, logdoc_str bytes)
{
    marks->bytes = bytes;
    if (bytes.len > BYTE_MARKS_SIZE)
        marks->bytes.len = BYTE_MARKS_SIZE;
}

static void set_bytewise(struct byte_marks *marks, logdoc_str bytes)
{
    size_t at = 0;
    take_bytes(marks, bytes);
    for (; at + STEP <= marks->bytes.len; at += STEP)
        step_bytewise(marks, bytes.at + at, at / STEP);
    mark_rest(marks, at, step_bytewise);
}

#if defined(__x86_64__)

/* Bits of 32 bytes: of line feeds, blanks and odd bytes. */
struct bits {
    uint32_t ends, blanks, odd;
};

/* Sixteen bytes, as often as a vector holds them. */
__attribute__((target("avx2"))) static inline __m256i repeat(const uint8_t table[16])
{
    return _mm256_broadcastsi128_si256(
        _mm_loadu_si128((const __m128i *)(const void *)table));
}

/* The tables have nothing for bytes of 0x80 and more: a shuffle gives zero. */
__attribute__((target("avx2"))) static inline struct bits bits_of_32(const char *at)
{
    __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)at);
    __m256i high = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), _mm256_set1_epi8(15));
    __m256i class = _mm256_and_si256(_mm256_shuffle_epi8(repeat(low_halves), bytes),
                                     _mm256_shuffle_epi8(repeat(high_halves), high));
    __m256i odd = _mm256_cmpgt_epi8(class, _mm256_setzero_si256());
    /* movemask takes the sign of each byte. */
    return (struct bits){ (uint32_t)_mm256_movemask_epi8(_mm256_slli_epi16(class, 1)),
                          (uint32_t)_mm256_movemask_epi8(class),
                          (uint32_t)_mm256_movemask_epi8(odd) };
}

__attribute__((target("avx2"))) static void step_avx2(struct byte_marks *marks,
                                                      const char *at, size_t word)
{
    struct bits first = bits_of_32(at), second = bits_of_32(at + 32);
    marks->ends[word] = first.ends | (uint64_t)second.ends << 32;
    marks->blanks[word] = first.blanks | (uint64_t)second.blanks << 32;
    marks->odd[word] = first.odd | (uint64_t)second.odd << 32;
}

__attribute__((target("avx2"))) static void set_avx2(struct byte_marks *marks,
                                                     logdoc_str bytes)
{
    size_t at = 0;
    take_bytes(marks, bytes);
    for (; at + STEP <= marks->bytes.len; at += STEP)
        step_avx2(marks, bytes.at + at, at / STEP);
    mark_rest(marks, at, step_avx2);
}

#define WIDE __attribute__((target("avx512f,avx512bw")))

WIDE static void step_avx512(struct byte_marks *marks, const char *at, size_t word)
{
    __m512i low_table = _mm512_broadcast_i32x4(
        _mm_loadu_si128((const __m128i *)(const void *)low_halves));
    __m512i high_table = _mm512_broadcast_i32x4(
        _mm_loadu_si128((const __m128i *)(const void *)high_halves));
    __m512i bytes = _mm512_loadu_si512(at);
    __m512i high = _mm512_and_si512(_mm512_srli_epi16(bytes, 4), _mm512_set1_epi8(15));
    __m512i class = _mm512_and_si512(_mm512_shuffle_epi8(low_table, bytes),
                                     _mm512_shuffle_epi8(high_table, high));
    marks->ends[word] = _mm512_test_epi8_mask(class, _mm512_set1_epi8(END));
    marks->blanks[word] = _mm512_movepi8_mask(class);
    marks->odd[word] = _mm512_cmpgt_epi8_mask(class, _mm512_setzero_si512());
}

WIDE static void set_avx512(struct byte_marks *marks, logdoc_str bytes)
{
    size_t at = 0;
    take_bytes(marks, bytes);
    for (; at + STEP <= marks->bytes.len; at += STEP)
        step_avx512(marks, bytes.at + at, at / STEP);
    mark_rest(marks, at, step_avx512);
}

static bool has_avx512(void)
{
    return __builtin_cpu_supports("avx512bw");
}

static bool has_avx2(void)
{
    return __builtin_cpu_supports("avx2");
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

static void step_neon(struct byte_marks *marks, const char *at, size_t word)
{
    const uint8x16_t class[4] = { classes_of_16(at), classes_of_16(at + 16),
                                  classes_of_16(at + 32), classes_of_16(at + 48) };
    marks->ends[word] = bits_of_64(class, END);
    marks->blanks[word] = bits_of_64(class, BLANK);
    marks->odd[word] = bits_of_64(class, ODD);
}

static void set_neon(struct byte_marks *marks, logdoc_str bytes)
{
    size_t at = 0;
    take_bytes(marks, bytes);
    for (; at + STEP <= marks->bytes.len; at += STEP)
        step_neon(marks, bytes.at + at, at / STEP);
    mark_rest(marks, at, step_neon);
}

#endif

static bool is_always(void)
{
    return true;
}

const struct byte_marks_way byte_marks_ways[] = {
#if defined(__x86_64__)
    { "AVX-512", has_avx512, set_avx512 },
    { "AVX2", has_avx2, set_avx2 },
#elif defined(__ARM_NEON) && defined(__aarch64__)
    { "NEON", is_always, set_neon },
#endif
    { "bytes", is_always, set_bytewise },
    { NULL, NULL, NULL },
};

void byte_marks_set(struct byte_marks *marks, logdoc_str bytes)
{
    const struct byte_marks_way *way = byte_marks_ways;
    while (!way->is_available())
        way++;
    way->set(marks, bytes);
}
