/* SPDX-License-Identifier: MIT
 * Functions that do not compile here: they have no length, no cap, or hidden state.
 * Forced into every file of the project by the build. */
#ifndef LOGDOC_BANNED_H
#define LOGDOC_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#undef strcpy
#define strcpy(a, b) banned_strcpy
#undef strcat
#define strcat(a, b) banned_strcat
#undef strncpy
#define strncpy(a, b, n) banned_strncpy
#undef strncat
#define strncat(a, b, n) banned_strncat
#undef sprintf
#define sprintf banned_sprintf
#undef vsprintf
#define vsprintf banned_vsprintf
#undef strtok
#define strtok(a, b) banned_strtok
#undef gets
#define gets(a) banned_gets
#undef atoi
#define atoi(a) banned_atoi
#undef localtime
#define localtime(a) banned_localtime
#undef gmtime
#define gmtime(a) banned_gmtime
#undef asctime
#define asctime(a) banned_asctime
#undef ctime
#define ctime(a) banned_ctime

#endif
