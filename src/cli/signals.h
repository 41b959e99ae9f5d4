/* SPDX-License-Identifier: MIT
 * Being asked to stop: SIGINT, SIGTERM, SIGHUP. The second time ends the program at once.
 */
#ifndef LOGDOC_SIGNALS_H
#define LOGDOC_SIGNALS_H

#include <stdbool.h>

/* A reader that went away is seen as EPIPE, not as a signal. */
void signals_install(void);
bool signals_stop_asked(void);

#endif
