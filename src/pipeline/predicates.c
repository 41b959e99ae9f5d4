/* SPDX-License-Identifier: MIT
 * The conditions that rules name, one small function each. */
#include "predicates.h"

#include "str.h"

static logdoc_str top_of(const struct predicate_question *question)
{
    logdoc_str module = question->module;
    return module.len ? str_cut(&module, '.') : module;
}

void predicate_context_init(struct predicate_context *context,
                            struct logdoc_ruleset *rules,
                            const struct lifecycle *lifecycle)
{
    *context = (struct predicate_context){
        .rules = rules,
        .lifecycle = lifecycle,
        .stdlib = ruleset_table(rules, "stdlib"),
        .never_package = ruleset_table(rules, "never-package"),
        .import_package = ruleset_table(rules, "import-package"),
        .same_name_package = ruleset_table(rules, "same-name-package"),
    };
}

static bool in_table(const struct table *table, logdoc_str word)
{
    return word.len && table_find(table, word);
}

static bool stdlib_module(const struct predicate_context *context,
                          const struct predicate_question *question)
{
    return in_table(context->stdlib, top_of(question));
}

static bool never_package(const struct predicate_context *context,
                          const struct predicate_question *question)
{
    return in_table(context->never_package, top_of(question));
}

static bool known_package(const struct predicate_context *context,
                          const struct predicate_question *question)
{
    logdoc_str module = question->module, top = top_of(question);
    return in_table(context->import_package, module) ||
           (top.len != module.len && in_table(context->import_package, top)) ||
           in_table(context->same_name_package, top);
}

static bool dotted(const struct predicate_context *context,
                   const struct predicate_question *question)
{
    (void)context;
    logdoc_str module = question->module;
    return module.len && str_find_char(module, '.') != SIZE_MAX;
}

/* Where `name` follows `before` in `text` as a whole word, followed by '/' or '.py'. */
static bool names_path(logdoc_str text, logdoc_str before, logdoc_str name)
{
    for (size_t at = 0; name.len && at < text.len;) {
        logdoc_str rest = str_from_offset(text, at);
        size_t hit = str_find(rest, before);
        if (hit == SIZE_MAX)
            return false;
        logdoc_str tail = str_from_offset(rest, hit + before.len);
        logdoc_str after = str_from_offset(tail, name.len);
        if (str_starts(tail, name) &&
            (str_starts(after, STR("/")) || str_starts(after, STR(".py"))))
            return true;
        at += hit + before.len;
    }
    return false;
}

/* The command names the module as what to run: "gunicorn app.wsgi:application". */
static bool is_target(logdoc_str command, logdoc_str name)
{
    for (size_t at = 0; name.len && at + name.len <= command.len;) {
        size_t hit = str_find(str_from_offset(command, at), name);
        if (hit == SIZE_MAX)
            return false;
        hit += at;
        bool starts =
            hit > 0 && (command.at[hit - 1] == ' ' || command.at[hit - 1] == '=');
        size_t end = hit + name.len;
        if (starts && (end == command.len || strchr(":. '\"", command.at[end])))
            return true;
        at = hit + 1;
    }
    return false;
}

static logdoc_str start_command(const struct predicate_context *context,
                                const struct predicate_question *question)
{
    const struct dyno *dyno =
        lifecycle_find(context->lifecycle, question->event->process);
    return str_from(dyno ? dyno->command : "");
}

static bool start_target(const struct predicate_context *context,
                         const struct predicate_question *question)
{
    logdoc_str command = start_command(context, question);
    return is_target(command, question->module) || is_target(command, top_of(question));
}

static bool own_module(const struct predicate_context *context,
                       const struct predicate_question *question)
{
    return names_path(question->event->text, STR("\"/app/"), top_of(question)) ||
           start_target(context, question);
}

static bool parent_installed(const struct predicate_context *context,
                             const struct predicate_question *question)
{
    (void)context;
    logdoc_str text = question->event->text;
    return names_path(text, STR("site-packages/"), top_of(question)) ||
           names_path(text, STR("dist-packages/"), top_of(question)) ||
           names_path(text, STR("node_modules/"), top_of(question));
}

/* The frame that raised what the decisive line says; NULL without one. */
static const struct trace_part *raising_frame(const struct predicate_question *question,
                                              bool skip_frozen)
{
    const struct event *event = question->event;
    const struct trace_part *last = NULL;
    for (size_t i = 0; i < event->part_count && event->parts[i].line <= question->line;
         i++) {
        logdoc_str file = event_span(event, event->parts[i].file_type);
        bool import = str_find(file, STR("/importlib/")) != SIZE_MAX ||
                      str_starts(file, STR("<frozen"));
        if (event->parts[i].role == TRACE_FRAME && !(skip_frozen && import))
            last = &event->parts[i];
    }
    return last;
}

static bool is_foreign(const struct event *event, const struct trace_part *frame)
{
    struct regex_match match;
    return regex_search(event->grammar->foreign, event_span(event, frame->file_type), 0,
                        &match) == REGEX_YES;
}

static bool imported_by_package(const struct predicate_context *context,
                                const struct predicate_question *question)
{
    (void)context;
    const struct trace_part *frame = raising_frame(question, true);
    return frame && is_foreign(question->event, frame);
}

static bool raised_in_own_code(const struct predicate_context *context,
                               const struct predicate_question *question)
{
    (void)context;
    const struct trace_part *frame = raising_frame(question, false);
    return frame && !is_foreign(question->event, frame);
}

static bool stopping(const struct predicate_context *context,
                     const struct predicate_question *question)
{
    return lifecycle_was_stopping(context->lifecycle, question->event->process,
                                  question->event->lines[question->line].sequence);
}

static bool in_trace(const struct predicate_context *context,
                     const struct predicate_question *question)
{
    (void)context;
    return raising_frame(question, false) != NULL;
}

typedef bool ask(const struct predicate_context *, const struct predicate_question *);

static ask *const asks[PREDICATE_COUNT] = {
    [PREDICATE_STDLIB_MODULE] = stdlib_module,
    [PREDICATE_NEVER_PACKAGE] = never_package,
    [PREDICATE_KNOWN_PACKAGE] = known_package,
    [PREDICATE_OWN_MODULE] = own_module,
    [PREDICATE_START_TARGET] = start_target,
    [PREDICATE_PARENT_INSTALLED] = parent_installed,
    [PREDICATE_IMPORTED_BY_PACKAGE] = imported_by_package,
    [PREDICATE_RAISED_IN_OWN_CODE] = raised_in_own_code,
    [PREDICATE_DOTTED] = dotted,
    [PREDICATE_IN_TRACE] = in_trace,
    [PREDICATE_STOPPING] = stopping,
};

bool predicate_holds(enum rule_predicate predicate,
                     const struct predicate_context *context,
                     const struct predicate_question *question)
{
    return asks[predicate](context, question);
}
