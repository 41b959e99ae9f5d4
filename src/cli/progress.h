/* SPDX-License-Identifier: MIT
 * The line at the bottom of the terminal that says how far logdoc is, or that it listens.
 * Nothing is shown when standard error is no terminal. */
#ifndef LOGDOC_PROGRESS_H
#define LOGDOC_PROGRESS_H

#include "inputs.h"

struct progress {
    bool enabled;
    logdoc_time started, shown;
};

void progress_init(struct progress *, bool enabled);
/* To be called often: it shows something at most ten times a second, and of files only
 * when they take long. */
void progress_show(struct progress *, const struct inputs *, bool live);

#endif
