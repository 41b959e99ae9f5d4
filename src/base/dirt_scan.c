/* SPDX-License-Identifier: MIT
 * Dirty bytes by AVX2, SSE2 or NEON: the same loop over blocks for each, the rest byte by
 * byte. */
#include "dirt_scan.h"

#include "str.h"

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__ARM_NEON) && defined(__aarch64__)
#include <arm_neon.h>
#endif

bool dirt_scan_bytewise(logdoc_str bytes)
{
    bool found = false;
    for (size_t i = 0; i < bytes.len && !found; i++) {
        char c = bytes.at[i];
        found = c == '\r' || c == '\x1B' || c == '\b' || c == '\0' || c == ';';
    }
    return found;
}

#if defined(__x86_64__)

__attribute__((target("avx2"))) static inline __m256i dirt_of_32(const char *at)
{
    __m256i block = _mm256_loadu_si256((const __m256i *)(const void *)at);
    __m256i found = _mm256_cmpeq_epi8(block, _mm256_set1_epi8('\r'));
    found = _mm256_or_si256(found, _mm256_cmpeq_epi8(block, _mm256_set1_epi8('\x1B')));
    found = _mm256_or_si256(found, _mm256_cmpeq_epi8(block, _mm256_set1_epi8('\b')));
    found = _mm256_or_si256(found, _mm256_cmpeq_epi8(block, _mm256_setzero_si256()));
    return _mm256_or_si256(found, _mm256_cmpeq_epi8(block, _mm256_set1_epi8(';')));
}

__attribute__((target("avx2"))) static bool scan_avx2(logdoc_str bytes)
{
    size_t at = 0;
    for (; at + 64 <= bytes.len; at += 64) {
        __m256i found =
            _mm256_or_si256(dirt_of_32(bytes.at + at), dirt_of_32(bytes.at + at + 32));
        if (_mm256_movemask_epi8(found))
            return true;
    }
    return dirt_scan_bytewise(str_from_offset(bytes, at));
}

static bool scan_sse2(logdoc_str bytes)
{
    size_t at = 0;
    for (; at + 16 <= bytes.len; at += 16) {
        __m128i block = _mm_loadu_si128((const __m128i *)(const void *)(bytes.at + at));
        __m128i found = _mm_cmpeq_epi8(block, _mm_set1_epi8('\r'));
        found = _mm_or_si128(found, _mm_cmpeq_epi8(block, _mm_set1_epi8('\x1B')));
        found = _mm_or_si128(found, _mm_cmpeq_epi8(block, _mm_set1_epi8('\b')));
        found = _mm_or_si128(found, _mm_cmpeq_epi8(block, _mm_setzero_si128()));
        found = _mm_or_si128(found, _mm_cmpeq_epi8(block, _mm_set1_epi8(';')));
        if (_mm_movemask_epi8(found))
            return true;
    }
    return dirt_scan_bytewise(str_from_offset(bytes, at));
}

bool dirt_scan(logdoc_str bytes)
{
    return __builtin_cpu_supports("avx2") ? scan_avx2(bytes) : scan_sse2(bytes);
}

#elif defined(__ARM_NEON) && defined(__aarch64__)

bool dirt_scan(logdoc_str bytes)
{
    size_t at = 0;
    for (; at + 16 <= bytes.len; at += 16) {
        uint8x16_t block = vld1q_u8((const uint8_t *)bytes.at + at);
        uint8x16_t found = vceqq_u8(block, vdupq_n_u8('\r'));
        found = vorrq_u8(found, vceqq_u8(block, vdupq_n_u8(0x1B)));
        found = vorrq_u8(found, vceqq_u8(block, vdupq_n_u8('\b')));
        found = vorrq_u8(found, vceqzq_u8(block));
        found = vorrq_u8(found, vceqq_u8(block, vdupq_n_u8(';')));
        if (vmaxvq_u8(found))
            return true;
    }
    return dirt_scan_bytewise(str_from_offset(bytes, at));
}

#else

bool dirt_scan(logdoc_str bytes)
{
    return dirt_scan_bytewise(bytes);
}

#endif
