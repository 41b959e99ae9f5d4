/* SPDX-License-Identifier: MIT
 * The time of day and the time that passes. */
#include "wall_clock.h"

#include <time.h>

static logdoc_time read_clock(clockid_t which)
{
    struct timespec time = { 0 };
    clock_gettime(which, &time);
    return (logdoc_time)time.tv_sec * LOGDOC_SECOND + time.tv_nsec / 1000;
}

logdoc_time wall_clock_now(void)
{
    return read_clock(CLOCK_REALTIME);
}

logdoc_time wall_clock_steady(void)
{
    return read_clock(CLOCK_MONOTONIC);
}
