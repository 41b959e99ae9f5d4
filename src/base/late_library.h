/* SPDX-License-Identifier: MIT
 * Libraries that few runs need are loaded when one does: libcurl and libmicrohttpd bring
 * forty others with them, which would take every start longer than all of logdoc's rules.
 *
 *     #define CURL_FUNCTIONS(F) F(curl_, easy_init) F(curl_, easy_cleanup)
 *     static struct { CURL_FUNCTIONS(LATE_MEMBER) } curl;
 *     static const char *const curl_names[] = { CURL_FUNCTIONS(LATE_NAME) };
 *     …
 *     if (late_library_load(CURL_LIBRARY, curl_names, &curl, sizeof(curl), error))
 *         easy = curl.easy_init();
 */
#ifndef LOGDOC_LATE_LIBRARY_H
#define LOGDOC_LATE_LIBRARY_H

#include <logdoc/types.h>

/* Of the type that the library's own header declares. */
#define LATE_MEMBER(prefix, name) __typeof__(prefix##name) *name;
#define LATE_NAME(prefix, name) #prefix #name,

/* Loads `file` and sets the members of `functions`, in the order of `names`; `size`: of
 * both. It stays loaded. Not for two threads at once on the same functions; nothing is
 * done when they are set. False: the library or a function of it is missing. */
bool late_library_load(const char *file, const char *const *names, void *functions,
                       size_t size, struct logdoc_error *error);

#endif
