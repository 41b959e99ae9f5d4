/* SPDX-License-Identifier: MIT
 * The clock on the wall: the only place that reads it. */
#ifndef LOGDOC_WALL_CLOCK_H
#define LOGDOC_WALL_CLOCK_H

#include <logdoc/types.h>

logdoc_time wall_clock_now(void);
/* For measuring how long something took: never jumps, starts anywhere. */
logdoc_time wall_clock_steady(void);

#endif
