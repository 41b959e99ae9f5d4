/* SPDX-License-Identifier: MIT
 * Whom does a line call? Nearly all lines call nobody: they are only counted when their
 * turn has come. Asked of many entries at once, as their texts lie one behind the
 * other, it costs little more than reading them. */
#ifndef LOGDOC_ENTRY_CALLS_H
#define LOGDOC_ENTRY_CALLS_H

#include "packed_entries.h"
#include "ruleset.h"

/* Of an entry alone. Facts are noted in `facts`, by index in the ruleset's, if it does
 * not call rules; if it does, they may be: who looks for the rules notes them. */
enum entry_calls entry_calls_of(const struct logdoc_ruleset *, const struct entry *,
                                bool *facts);
/* Of those from `from` on of which it is not known; the hits of those that call rules are
 * noted, if they are not very many. Several threads may ask, each with
 * facts of its own. */
void entry_calls_note(const struct logdoc_ruleset *, struct packed_entries *, size_t from,
                      bool *facts);

#endif
