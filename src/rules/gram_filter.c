/* SPDX-License-Identifier: MIT
 * No way has a branch on what a place says: nobody could foretell it. */
#include "gram_filter.h"

#include "cpu.h"

#if defined(__x86_64__)
#include <immintrin.h>
#if !defined(__OPTIMIZE__)
/* Without optimisation a gather is a macro, which converts a mask. */
#pragma GCC diagnostic ignored "-Wsign-conversion"
#endif
#endif

static size_t list_one_by_one(const gram_filter filter, const char *at, size_t count,
                              uint32_t list[GRAM_BATCH + GRAM_SPARE])
{
    size_t passing = 0;
    for (size_t place = 0; place < count; place += GRAM_STRIDE) {
        list[passing] = (uint32_t)place;
        passing += gram_filter_passes(filter, at + place);
    }
    return passing;
}

#if defined(__x86_64__)

#define LANES ((size_t)16)
#define LANES_AVX2 ((size_t)8)

_Static_assert(GRAM_STRIDE == 3, "the places of the lanes are written out");

#define AT_EACH(lane) 3 * (lane), 3 * (lane) + 1, 3 * (lane) + 2, 3 * (lane) + 3
#define AT_FOUR(lane)                                                                    \
    AT_EACH(lane), AT_EACH((lane) + 1), AT_EACH((lane) + 2), AT_EACH((lane) + 3)

CPU_AVX2 static inline __m256i bit_of_avx2(__m256i hash, unsigned from)
{
    __m256i number =
        _mm256_and_si256(_mm256_srli_epi32(hash, (int)from), _mm256_set1_epi32(31));
    return _mm256_sllv_epi32(_mm256_set1_epi32(1), number);
}

/* Which of the grams of the lanes pass. */
CPU_AVX2 static inline uint32_t find_passing_avx2(const gram_filter filter, __m256i grams)
{
    __m256i hash = _mm256_mullo_epi32(grams, _mm256_set1_epi32((int)GRAM_FACTOR));
    __m256i words =
        _mm256_i32gather_epi32((const int *)(const void *)filter,
                               _mm256_srli_epi32(hash, 32 - GRAM_FILTER_BITS), 4);
    __m256i wanted = _mm256_or_si256(bit_of_avx2(hash, GRAM_FIRST_BIT),
                                     bit_of_avx2(hash, GRAM_SECOND_BIT));
    __m256i passes = _mm256_cmpeq_epi32(_mm256_and_si256(words, wanted), wanted);
    return (uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(passes));
}

/* Eight places at once, of which each half of a vector has four. */
CPU_AVX2 static size_t list_avx2(const gram_filter filter, const char *at, size_t count,
                                 uint32_t list[GRAM_BATCH + GRAM_SPARE])
{
    const __m256i order = _mm256_setr_epi8(AT_FOUR(0), AT_FOUR(0));
    const __m256i steps = _mm256_set1_epi32(GRAM_STRIDE);
    size_t passing = 0, from = 0;
    for (; count - from > LANES_AVX2 * GRAM_STRIDE; from += LANES_AVX2 * GRAM_STRIDE) {
        const char *here = at + from, *half = here + LANES_AVX2 / 2 * GRAM_STRIDE;
        __m256i grams =
            _mm256_shuffle_epi8(_mm256_loadu2_m128i((const __m128i *)(const void *)half,
                                                    (const __m128i *)(const void *)here),
                                order);
        uint32_t hits = find_passing_avx2(filter, grams);
        uint64_t bytes = _pdep_u64(hits, UINT64_C(0x0101010101010101)) * 0xFF;
        __m256i lanes = _mm256_cvtepu8_epi32(
            _mm_cvtsi64_si128((int64_t)_pext_u64(UINT64_C(0x0706050403020100), bytes)));
        _mm256_storeu_si256((__m256i *)(void *)(list + passing),
                            _mm256_add_epi32(_mm256_mullo_epi32(lanes, steps),
                                             _mm256_set1_epi32((int)from)));
        passing += (size_t)_mm_popcnt_u32(hits);
    }
    for (; from < count; from += GRAM_STRIDE) {
        list[passing] = (uint32_t)from;
        passing += gram_filter_passes(filter, at + from);
    }
    return passing;
}

CPU_AVX512 static inline __m512i bit_of(__m512i hash, unsigned from)
{
    __m512i number =
        _mm512_and_si512(_mm512_srli_epi32(hash, from), _mm512_set1_epi32(31));
    return _mm512_sllv_epi32(_mm512_set1_epi32(1), number);
}

/* Which of the grams of the lanes pass. */
CPU_AVX512 static inline __mmask16 find_passing(const gram_filter filter, __m512i grams,
                                                __mmask16 lanes)
{
    __m512i hash = _mm512_mullo_epi32(grams, _mm512_set1_epi32((int)GRAM_FACTOR));
    __m512i words = _mm512_mask_i32gather_epi32(
        _mm512_setzero_si512(), lanes, _mm512_srli_epi32(hash, 32 - GRAM_FILTER_BITS),
        filter, 4);
    __m512i wanted =
        _mm512_or_si512(bit_of(hash, GRAM_FIRST_BIT), bit_of(hash, GRAM_SECOND_BIT));
    return _mm512_cmpeq_epi32_mask(_mm512_and_si512(words, wanted), wanted);
}

/* Sixteen places at once. */
CPU_AVX512 static size_t list_avx512(const gram_filter filter, const char *at,
                                     size_t count, uint32_t list[GRAM_BATCH + GRAM_SPARE])
{
    static const uint8_t order[64] = { AT_FOUR(0), AT_FOUR(4), AT_FOUR(8), AT_FOUR(12) };
    __m512i places = _mm512_mullo_epi32(
        _mm512_set1_epi32(3),
        _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
    size_t passing = 0;
    for (size_t from = 0; from < count; from += LANES * GRAM_STRIDE) {
        size_t left = count - from;
        uint64_t readable = _bzhi_u64(
            ~UINT64_C(0), left + GRAM - 1 < 64 ? (unsigned)left + GRAM - 1 : 64);
        __mmask16 lanes =
            left > LANES * GRAM_STRIDE
                ? UINT16_MAX
                : (__mmask16)_bzhi_u32(UINT16_MAX, ((unsigned)left + 2) / GRAM_STRIDE);
        __m512i bytes = _mm512_maskz_loadu_epi8(readable, at + from);
        __m512i grams = _mm512_permutexvar_epi8(_mm512_loadu_si512(order), bytes);
        __mmask16 hits = find_passing(filter, grams, lanes);
        __m512i here = _mm512_add_epi32(places, _mm512_set1_epi32((int)from));
        _mm512_storeu_si512(list + passing, _mm512_maskz_compress_epi32(hits, here));
        passing += (size_t)_mm_popcnt_u32(hits);
    }
    return passing;
}

#endif

const struct gram_filter_way gram_filter_ways[] = {
#if defined(__x86_64__)
    { "AVX-512", cpu_has_avx512, list_avx512 },
    { "AVX2", cpu_has_avx2, list_avx2 },
#endif
    { "one by one", cpu_is_any, list_one_by_one },
    { NULL, NULL, NULL },
};

gram_filter_list *gram_filter_lister(void)
{
    const struct gram_filter_way *way = gram_filter_ways;
    while (!way->is_available())
        way++;
    return way->list;
}
