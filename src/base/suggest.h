/* SPDX-License-Identifier: MIT
 * "Did you mean …?" */
#ifndef LOGDOC_SUGGEST_H
#define LOGDOC_SUGGEST_H

#include <stddef.h>

/* Gives the candidates in turn, NULL at the end; "" is passed over. */
typedef const char *suggest_candidate(size_t index);

/* The candidate that `word` most probably stands for, or NULL when none is near. */
const char *suggest(const char *word, suggest_candidate *candidate);

/* How many letters must be changed, added, left out or swapped with their neighbour;
 * words are compared up to 63 bytes. */
size_t suggest_distance(const char *, const char *);

#endif
