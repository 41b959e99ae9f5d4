/* SPDX-License-Identifier: MIT
 * A flag that handlers set. */
#include "signals.h"

#include <signal.h>
#include <stddef.h>

static volatile sig_atomic_t stop_asked;

static void ask_to_stop(int number)
{
    (void)number;
    stop_asked = 1;
}

static void handle(int number, void (*handler)(int))
{
    struct sigaction old;
    struct sigaction action = { .sa_handler = handler, .sa_flags = (int)SA_RESETHAND };
    if (sigaction(number, NULL, &old) == 0 && old.sa_handler == SIG_IGN)
        return;
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, NULL);
}

void signals_install(void)
{
    struct sigaction ignore = { .sa_handler = SIG_IGN };
    sigaction(SIGPIPE, &ignore, NULL);
    handle(SIGINT, ask_to_stop);
    handle(SIGTERM, ask_to_stop);
    handle(SIGHUP, ask_to_stop);
}

bool signals_stop_asked(void)
{
    return stop_asked != 0;
}
