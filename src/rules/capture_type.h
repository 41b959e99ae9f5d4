/* SPDX-License-Identifier: MIT
 * Whether hostile text looks like what a rule says it is (a module, a package, a path …).
 */
#ifndef LOGDOC_CAPTURE_TYPE_H
#define LOGDOC_CAPTURE_TYPE_H

#include "rule.h"

bool capture_fits(logdoc_str value, enum capture_type);

#endif
