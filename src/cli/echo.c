/* SPDX-License-Identifier: MIT
 * Bytes in, whole lines out. */
#include "echo.h"

#include "escape.h"
#include "redact.h"
#include "str.h"

#define LINE_CAP ((size_t)256 * 1024)
#define TEXT_CAP ((size_t)4 * 1024 * 1024)
#define WRITE_SIZE ((size_t)64 * 1024)

void echo_init(struct echo *echo, struct output *output, bool for_terminal,
               bool keep_secrets)
{
    *echo = (struct echo){ .output = output,
                           .for_terminal = for_terminal,
                           .keep_secrets = keep_secrets };
    strbuf_init(&echo->line, LINE_CAP);
    strbuf_init(&echo->text, TEXT_CAP);
}

void echo_release(struct echo *echo)
{
    strbuf_release(&echo->line);
    strbuf_release(&echo->text);
}

static void write_text(struct echo *echo)
{
    output_write(echo->output, strbuf_str(&echo->text));
    strbuf_reset(&echo->text);
}

static void add_line(struct echo *echo, logdoc_str line)
{
    struct strbuf masked;
    strbuf_init(&masked, TEXT_CAP);
    if (echo->for_terminal && str_ends(line, STR("\r")))
        line.len--;
    if (!echo->keep_secrets) {
        redact_add(&masked, line);
        line = strbuf_str(&masked);
    }
    if (echo->for_terminal)
        escape_terminal(&echo->text, line);
    else
        strbuf_add_str(&echo->text, line);
    strbuf_add_char(&echo->text, '\n');
    strbuf_release(&masked);
    if (echo->text.len >= WRITE_SIZE)
        write_text(echo);
}

void echo_feed(struct echo *echo, logdoc_str bytes)
{
    if (!echo->output)
        return;
    while (bytes.len > 0) {
        size_t end = str_find_char(bytes, '\n');
        logdoc_str part = { bytes.at, end == SIZE_MAX ? bytes.len : end };
        bytes = str_from_offset(bytes, part.len + 1);
        if (end != SIZE_MAX && echo->line.len == 0) {
            add_line(echo, part);
            continue;
        }
        strbuf_add_str(&echo->line, part);
        if (end != SIZE_MAX || echo->line.truncated) {
            add_line(echo, strbuf_str(&echo->line));
            strbuf_reset(&echo->line);
        }
    }
    write_text(echo);
}

void echo_flush(struct echo *echo)
{
    if (!echo->output)
        return;
    if (echo->line.len > 0)
        add_line(echo, strbuf_str(&echo->line));
    strbuf_reset(&echo->line);
    write_text(echo);
}
