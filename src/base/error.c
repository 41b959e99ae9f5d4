/* SPDX-License-Identifier: MIT
 * Fills a struct logdoc_error. */
#include "error.h"

#include <stdarg.h>
#include <stdio.h>

bool error_set(struct logdoc_error *error, const char *where, const char *format, ...)
{
    if (!error)
        return false;
    va_list list;
    va_start(list, format);
    (void)snprintf(error->where, sizeof(error->where), "%s", where);
    (void)vsnprintf(error->text, sizeof(error->text), format, list);
    va_end(list);
    return false;
}
