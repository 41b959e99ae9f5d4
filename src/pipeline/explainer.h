/* SPDX-License-Identifier: MIT
 * Which run is the cause of which: the judgement of the correlator. */
#ifndef LOGDOC_EXPLAINER_H
#define LOGDOC_EXPLAINER_H

#include "correlator.h"

/* Fills what problem.h calls "set by settling", anew each time. */
void explainer_run(struct correlator *, const struct lifecycle *);

#endif
