/* SPDX-License-Identifier: MIT
 * dlopen, for tables of functions. */
#include "late_library.h"

#include "error.h"

#include <dlfcn.h>
#include <string.h>

static bool is_set(const void *functions)
{
    void *first;
    memcpy(&first, functions, sizeof(first));
    return first != NULL;
}

/* The first one last: it says that all are set. */
static bool set_all(void *library, const char *const *names, char *functions,
                    size_t count)
{
    while (count-- > 0) {
        void *function = dlsym(library, names[count]);
        if (!function)
            return false;
        memcpy(functions + count * sizeof(function), &function, sizeof(function));
    }
    return true;
}

bool late_library_load(const char *file, const char *const *names, void *functions,
                       size_t size, struct logdoc_error *error)
{
    if (is_set(functions))
        return true;
    void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
    if (library && set_all(library, names, functions, size / sizeof(void *)))
        return true;
    const char *why = dlerror();
    return error_set(error, "", "unable to load the library %s: %s", file,
                     why ? why : "it is not the one that logdoc was built with");
}
