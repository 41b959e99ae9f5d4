/* SPDX-License-Identifier: MIT
 * Any bytes as a rule file. */
#include "rules_json.h"

#include <logdoc/logdoc.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct logdoc_error error;
    struct logdoc_ruleset *set = logdoc_ruleset_new_builtin(&error);
    logdoc_str json = { (const char *)data, size };
    (void)rules_json_load(set, "fuzz.json", json, &error);
    logdoc_ruleset_free(set);
    return 0;
}
