/* SPDX-License-Identifier: MIT
 * The names of the public enumerations. */
#include <logdoc/types.h>

const char *logdoc_severity_name(enum logdoc_severity severity)
{
    static const char *const names[] = { "info", "warning", "error", "fatal" };
    return names[severity];
}

const char *logdoc_confidence_name(enum logdoc_confidence confidence)
{
    static const char *const names[] = { "low", "medium", "high" };
    return names[confidence];
}

const char *logdoc_fault_name(enum logdoc_fault fault)
{
    static const char *const names[] = { "unknown", "app", "dependency", "platform", "client" };
    return names[fault];
}

const char *logdoc_status_name(enum logdoc_status status)
{
    static const char *const names[] = { "active", "resolved" };
    return names[status];
}
