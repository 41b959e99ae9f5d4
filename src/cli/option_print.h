/* SPDX-License-Identifier: MIT
 * What is printed from the tables of options and commands. */
#ifndef LOGDOC_OPTION_PRINT_H
#define LOGDOC_OPTION_PRINT_H

#include "strbuf.h"

/* --help, of one command; of all for COMMAND_ANALYZE. */
void option_print_help(struct strbuf *, unsigned command);
/* The options as the manual page lists them, in mdoc. */
void option_print_manual(struct strbuf *);
/* What a shell needs to complete the command line. */
void option_print_completion(struct strbuf *);

#endif
