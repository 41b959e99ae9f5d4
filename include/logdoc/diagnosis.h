/* SPDX-License-Identifier: MIT
 * What logdoc answers. Everything here is owned by the engine and lent: it is valid
 * until the next call on that engine. All strings are NUL-terminated valid UTF-8, never
 * NULL ("" is "not known"), with secrets already masked (unless masking was turned off),
 * but they are still text from a log: a renderer escapes them for where it writes. */
#ifndef LOGDOC_DIAGNOSIS_H
#define LOGDOC_DIAGNOSIS_H

#include <logdoc/dynos.h>
#include <logdoc/traffic.h>
#include <logdoc/types.h>

/* A line that was quoted. `line` is 1-based within the input. */
struct logdoc_evidence {
    uint32_t input; /* index into the report's inputs */
    uint64_t line;
    logdoc_time time;
    const char *source;  /* "app", "heroku", "" */
    const char *process; /* "web.1", "router", "" */
    const char *text;    /* the message, without its log prefix */
    bool decisive;       /* the line that proves the diagnosis */
};

/* What followed from the cause. */
struct logdoc_symptom {
    const char *code; /* "H10", "R14", "exit-3", "crashed" */
    uint64_t count;
    logdoc_time first_seen, last_seen;
};

/* A change of one file of the app. The operations:
 *   add-line      append `text` as a line, create the file when there is none
 *   replace-line  replace the line that equals `old` by `text`
 *   remove-line   remove the line that equals `old`
 *   create-file   write `text` as the whole file
 *   add-import    put `text` before the first import of a Python file
 *   remove-file   remove the file, when there is one */
struct logdoc_edit {
    const char *file, *op, *text, *old;
};

struct logdoc_fix {
    const char *summary, *detail;
    const char *const *commands; /* ready to paste: captures are shell-quoted */
    size_t command_count;
    const struct logdoc_edit *edits;
    size_t edit_count;
    enum logdoc_confidence confidence;
};

struct logdoc_diagnosis {
    const char *id;      /* the rule's id */
    const char *title;   /* one sentence, no full stop */
    const char *subject; /* the module, variable, table, command … at fault */
    const char *explanation;
    enum logdoc_severity severity;
    enum logdoc_status status;
    enum logdoc_confidence confidence;
    enum logdoc_fault fault;
    const char *explained_by; /* live: the title of what it turned out to be a symptom of,
                                 or NULL */
    bool cause_known;         /* false: the log shows what happened, but not why */
    uint64_t count;           /* of all occurrences, also those not quoted */
    logdoc_time first_seen, last_seen;
    const char *release; /* "v7" */
    const char *const *processes;
    size_t process_count;
    const struct logdoc_evidence *evidence; /* oldest first, capped */
    size_t evidence_count;
    const struct logdoc_symptom *symptoms;
    size_t symptom_count;
    const struct logdoc_fix *fixes; /* likeliest first */
    size_t fix_count;
    const char *const *docs;
    size_t doc_count;
};

/* Lines that the log itself says were lost (L10, L11, L12, L13), or that a live source
 * missed while its connection was gone ("reconnect"). */
struct logdoc_gap {
    const char *kind;
    uint64_t messages; /* 0: the log does not say how many */
    uint64_t seconds;  /* that a connection was gone; 0: not known */
    uint32_t input;
    uint64_t line;
};

struct logdoc_code {
    const char *code;
    uint64_t count;
};

struct logdoc_input {
    const char *name;
    uint64_t lines, bytes;
};

/* Counters of one run. `first_time` and `last_time` bound the log's own times. */
struct logdoc_stats {
    uint64_t lines, bytes, entries, requests, request_errors;
    uint64_t status_class[6]; /* [2] counts 2xx …; [0] counts lines without a status */
    logdoc_time first_time, last_time;
    uint64_t more; /* findings beyond the cap, counted but not kept */
};

struct logdoc_report {
    const struct logdoc_input *inputs;
    size_t input_count;
    const struct logdoc_diagnosis *diagnoses; /* ranked: [0] is what to do first */
    size_t diagnosis_count;
    const struct logdoc_code *codes; /* every Heroku code seen, known or not; sorted */
    size_t code_count;
    const struct logdoc_gap *gaps;
    size_t gap_count;
    struct logdoc_stats stats;
    const struct logdoc_traffic *traffic; /* NULL: was not counted */
    const struct logdoc_dynos *dynos;     /* NULL: were not followed */
};

#endif
