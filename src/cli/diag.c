/* SPDX-License-Identifier: MIT
 * The only writer to standard error. */
#include "diag.h"

#include "escape.h"
#include "str.h"
#include "strbuf.h"

#include <stdarg.h>
#include <stdio.h>

#define LINE_CAP ((size_t)64 * 1024)
#define MESSAGE_CAP ((size_t)4096)

static char status_shown[256]; /* "" is none */

void diag_say(const char *format, ...)
{
    char plain[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(plain, sizeof(plain), format, arguments);
    va_end(arguments);

    struct strbuf message;
    strbuf_init(&message, MESSAGE_CAP);
    escape_terminal(&message, str_from(plain));
    diag_clear_status();
    fprintf(stderr, "logdoc: %s\n", message.at);
    strbuf_release(&message);
}

void diag_error(const struct logdoc_error *error)
{
    if (error->where[0])
        diag_say("%s: %s", error->where, error->text);
    else
        diag_say("%s", error->text);
}

void diag_print(const char *text)
{
    logdoc_str rest = str_from(text);
    diag_clear_status();
    while (rest.len > 0) {
        struct strbuf line;
        strbuf_init(&line, LINE_CAP);
        escape_terminal(&line, str_cut(&rest, '\n'));
        fprintf(stderr, "%s\n", line.at);
        strbuf_release(&line);
    }
}

void diag_status(const char *text)
{
    if (strcmp(status_shown, text) == 0)
        return;
    snprintf(status_shown, sizeof(status_shown), "%s", text);
    fprintf(stderr, "\r%s\033[K", status_shown);
    fflush(stderr);
}

void diag_clear_status(void)
{
    if (!status_shown[0])
        return;
    fputs("\r\033[K", stderr);
    fflush(stderr);
    status_shown[0] = '\0';
}
