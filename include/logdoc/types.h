/* SPDX-License-Identifier: MIT
 * The words every other header uses. */
#ifndef LOGDOC_TYPES_H
#define LOGDOC_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes somebody else owns: not NUL-terminated, never freed through this view.
 * `at` may be NULL only when `len` is 0. */
typedef struct {
    const char *at;
    size_t len;
} logdoc_str;

/* Microseconds since the epoch, UTC. 0 is "unknown". */
typedef int64_t logdoc_time;

#define LOGDOC_SECOND ((logdoc_time)1000000)

/* Ordered: a larger value is worse. */
enum logdoc_severity { LOGDOC_INFO, LOGDOC_WARNING, LOGDOC_ERROR, LOGDOC_FATAL };

/* Ordered: a larger value is surer. */
enum logdoc_confidence { LOGDOC_LOW, LOGDOC_MEDIUM, LOGDOC_HIGH };

/* Whose move it is. */
enum logdoc_fault {
    LOGDOC_FAULT_UNKNOWN,
    LOGDOC_FAULT_APP,
    LOGDOC_FAULT_DEPENDENCY,
    LOGDOC_FAULT_PLATFORM,
    LOGDOC_FAULT_CLIENT
};

/* Resolved: the log itself shows that it is over. */
enum logdoc_status { LOGDOC_ACTIVE, LOGDOC_RESOLVED };

/* Why a call failed. Written only when the call says that it failed. One clause,
 * lower case, no full stop; `where` names the file, rule and key, or the input. */
struct logdoc_error {
    char where[192];
    char text[256];
};

/* The names used in rules, in JSON and in reports ("fatal", "high", "app", "active"). */
const char *logdoc_severity_name(enum logdoc_severity);
const char *logdoc_confidence_name(enum logdoc_confidence);
const char *logdoc_fault_name(enum logdoc_fault);
const char *logdoc_status_name(enum logdoc_status);

#endif
