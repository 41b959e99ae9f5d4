/* SPDX-License-Identifier: MIT
 * Any bytes through the whole engine, twice: at once, and cut in pieces with ticks. */
#include <logdoc/logdoc.h>

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct logdoc_ruleset *rules(void)
{
    static struct logdoc_ruleset *builtin;
    struct logdoc_error error;
    if (!builtin)
        builtin = logdoc_ruleset_new_builtin(&error);
    if (!builtin)
        abort();
    return builtin;
}

static size_t diagnose(const uint8_t *data, size_t size, size_t piece, bool ticks)
{
    struct logdoc_options options = { 0 };
    struct logdoc_engine *engine = logdoc_engine_new(rules(), &options);
    uint32_t input = logdoc_engine_open(engine, "fuzz");
    for (size_t at = 0; at < size; at += piece) {
        size_t len = size - at < piece ? size - at : piece;
        logdoc_engine_feed(engine, input, (logdoc_str){ (const char *)data + at, len },
                           0);
        if (ticks)
            logdoc_engine_tick(engine, LOGDOC_SECOND + (logdoc_time)at);
    }
    logdoc_engine_finish(engine);
    size_t count = logdoc_engine_report(engine)->diagnosis_count;
    logdoc_engine_free(engine);
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t whole = diagnose(data, size, size ? size : 1, false);
    size_t cut = diagnose(data, size, 13, false);
    if (whole != cut)
        abort();
    (void)diagnose(data, size, 40, true);
    return 0;
}
