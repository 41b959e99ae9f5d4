/* SPDX-License-Identifier: MIT
 * The names of the public enumerations, as rules, JSON and reports write them. */
#include <assert.h>
#include <logdoc/types.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

const char *logdoc_severity_name(enum logdoc_severity severity)
{
    static const char *const names[] = {
        [LOGDOC_INFO] = "info",
        [LOGDOC_WARNING] = "warning",
        [LOGDOC_ERROR] = "error",
        [LOGDOC_FATAL] = "fatal",
    };

    assert((size_t)severity < COUNT(names));
    return names[severity];
}

const char *logdoc_confidence_name(enum logdoc_confidence confidence)
{
    static const char *const names[] = {
        [LOGDOC_LOW] = "low",
        [LOGDOC_MEDIUM] = "medium",
        [LOGDOC_HIGH] = "high",
    };

    assert((size_t)confidence < COUNT(names));
    return names[confidence];
}

const char *logdoc_fault_name(enum logdoc_fault fault)
{
    static const char *const names[] = {
        [LOGDOC_FAULT_UNKNOWN] = "unknown",       [LOGDOC_FAULT_APP] = "app",
        [LOGDOC_FAULT_DEPENDENCY] = "dependency", [LOGDOC_FAULT_PLATFORM] = "platform",
        [LOGDOC_FAULT_CLIENT] = "client",
    };

    assert((size_t)fault < COUNT(names));
    return names[fault];
}

const char *logdoc_status_name(enum logdoc_status status)
{
    static const char *const names[] = {
        [LOGDOC_ACTIVE] = "active",
        [LOGDOC_RESOLVED] = "resolved",
    };

    assert((size_t)status < COUNT(names));
    return names[status];
}
