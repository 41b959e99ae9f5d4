/* SPDX-License-Identifier: MIT
 * Colour, width and characters of a terminal. */
#include "terminal.h"

#include "str.h"

#include <sys/ioctl.h>
#include <unistd.h>

#define WIDTH_UNKNOWN 80
#define WIDTH_WIDEST 100 /* longer lines of prose are hard to read */
#define WIDTH_NARROWEST 40

static const char *environment(const char *name)
{
    const char *value = getenv(name);
    return value ? value : "";
}

bool terminal_is(int fd)
{
    return isatty(fd) && strcmp(environment("TERM"), "dumb") != 0;
}

unsigned terminal_width(int fd)
{
    struct winsize size = { 0 };
    if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    return WIDTH_UNKNOWN;
}

static unsigned readable_width(int fd)
{
    unsigned width = terminal_width(fd);
    if (width > WIDTH_WIDEST)
        return WIDTH_WIDEST;
    return width < WIDTH_NARROWEST ? WIDTH_NARROWEST : width;
}

static bool locale_is_utf8(void)
{
    static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        logdoc_str value = str_from(environment(names[i]));
        size_t dot = str_find_char(value, '.');
        if (value.len == 0)
            continue;
        logdoc_str charset =
            str_from_offset(value, dot == SIZE_MAX ? value.len : dot + 1);
        return str_equal_ignoring_case(charset, STR("utf-8")) ||
               str_equal_ignoring_case(charset, STR("utf8"));
    }
    return false;
}

static bool wants_color(const struct options *options, int fd)
{
    if (options->color != COLOR_AUTO)
        return options->color == COLOR_ALWAYS;
    return terminal_is(fd) && environment("NO_COLOR")[0] == '\0';
}

struct render_options terminal_render_options(const struct options *options, int fd)
{
    return (struct render_options){
        .width = options_given(options, "width") ? (unsigned)options->width
                 : isatty(fd)                    ? readable_width(fd)
                                                 : WIDTH_UNKNOWN,
        .color = wants_color(options, fd),
        .unicode = terminal_is(fd) && locale_is_utf8(),
        .stats = options->stats,
    };
}
