/* SPDX-License-Identifier: MIT
 * What the processor can do, asked at run time. A module that has several ways to do one
 * thing lists them with one of these functions each, the fastest first; a function that
 * needs more than the compiler may count on says so with the macro. */
#ifndef LOGDOC_CPU_H
#define LOGDOC_CPU_H

#include <stdbool.h>

#if defined(__x86_64__)
/* Processors since Haswell (2013), and since Ice Lake (2019) or Zen 4. */
#define CPU_AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt")))
#define CPU_AVX512                                                                       \
    __attribute__((target("avx512f,avx512bw,avx512vbmi,avx512vbmi2,bmi,bmi2,popcnt")))

bool cpu_has_avx2(void);
bool cpu_has_avx512(void);
#endif

/* Nothing that is not always there. */
bool cpu_is_any(void);

#endif
