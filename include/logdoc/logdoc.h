/* SPDX-License-Identifier: MIT
 * The public face of logdoc. A whole program:
 *
 *     struct logdoc_error error;
 *     struct logdoc_ruleset *rules = logdoc_ruleset_new_builtin(&error);
 *     struct logdoc_options options = { 0 };
 *     struct logdoc_engine *engine = logdoc_engine_new(rules, &options);
 *     uint32_t input = logdoc_engine_open(engine, "crash.log");
 *     logdoc_engine_feed(engine, input, (logdoc_str){ bytes, length }, 0);
 *     logdoc_engine_finish(engine);
 *     const struct logdoc_report *report = logdoc_engine_report(engine);
 *     for (size_t i = 0; i < report->diagnosis_count; i++)
 *         puts(report->diagnoses[i].title);
 *     logdoc_engine_free(engine);
 *     logdoc_ruleset_free(rules);
 */
#ifndef LOGDOC_H
#define LOGDOC_H

#include <logdoc/diagnosis.h>
#include <logdoc/engine.h>
#include <logdoc/ruleset.h>
#include <logdoc/types.h>

#endif
