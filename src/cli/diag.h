/* SPDX-License-Identifier: MIT
 * What logdoc says about itself, on standard error and nowhere else. Control characters
 * in a message are made visible: names of files are hostile too. */
#ifndef LOGDOC_DIAG_H
#define LOGDOC_DIAG_H

#include <logdoc/types.h>

/* "logdoc: …" */
void diag_say(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* "logdoc: WHERE: TEXT", or the text alone when it says all. */
void diag_error(const struct logdoc_error *);

/* Lines of text, without the program's name in front. */
void diag_print(const char *text);

/* One line, of logdoc's own words, that the next one or the next message replaces; for a
 * terminal only. */
void diag_status(const char *text);
void diag_clear_status(void);

#endif
