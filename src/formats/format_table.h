/* SPDX-License-Identifier: MIT
 * The members of the table in formats.c. */
#ifndef LOGDOC_FORMAT_TABLE_H
#define LOGDOC_FORMAT_TABLE_H

#include "format.h"

extern const struct format format_heroku, format_syslog, format_papertrail,
    format_prefixed, format_build, format_plain;

#endif
