/* SPDX-License-Identifier: MIT
 * --echo: the log's own lines, as they come. Secrets are masked, and on a terminal
 * control characters are made visible. */
#ifndef LOGDOC_ECHO_H
#define LOGDOC_ECHO_H

#include "output.h"
#include "strbuf.h"

struct echo {
    struct output *output; /* borrowed; NULL: no echo */
    bool for_terminal, keep_secrets;
    struct strbuf line; /* begun, its end not yet here */
    struct strbuf text;
};

void echo_init(struct echo *, struct output *, bool for_terminal, bool keep_secrets);
void echo_release(struct echo *);
void echo_feed(struct echo *, logdoc_str bytes);
/* Prints what stands without an end of line. */
void echo_flush(struct echo *);

#endif
