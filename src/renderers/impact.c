/* SPDX-License-Identifier: MIT
 * Words what a cause did to the app: one sentence from its symptoms, processes, release
 * and times. */
#include "phrases.h"

#include "str.h"
#include "strbuf.h"

enum { NAMES_SHOWN = 3, SYMPTOMS_SHOWN = 5 };

/* How much was stopped; the worst symptom decides. */
enum impact {
    IMPACT_UNKNOWN,
    IMPACT_REQUESTS,
    IMPACT_RUNNING,
    IMPACT_STARTING,
    IMPACT_RELEASE,
    IMPACT_DEPLOY
};

struct symptom_words {
    const char *code;
    enum impact impact;
    const char *one, *many; /* NULL: told by its code */
};

static const struct symptom_words symptom_table[] = {
    { "build-failed", IMPACT_DEPLOY, "failed build", "failed builds" },
    { "deps-failed", IMPACT_DEPLOY, "failed install", "failed installs" },
    { "push-rejected", IMPACT_DEPLOY, "rejected push", "rejected pushes" },
    { "release-failed", IMPACT_RELEASE, "failed release", "failed releases" },
    { "gunicorn-boot", IMPACT_STARTING, "failed gunicorn start",
      "failed gunicorn starts" },
    { "R10", IMPACT_STARTING, NULL, NULL },
    { "H20", IMPACT_STARTING, NULL, NULL },
    { "H10", IMPACT_RUNNING, NULL, NULL },
    { "crashed", IMPACT_RUNNING, "crash", "crashes" },
    { "http-500", IMPACT_REQUESTS, "failed request", "failed requests" },
    { "worker-timeout", IMPACT_REQUESTS, "worker timeout", "worker timeouts" },
    { "worker-killed", IMPACT_UNKNOWN, "killed worker", "killed workers" },
    { "collectstatic", IMPACT_UNKNOWN, "failed collectstatic", "failed collectstatics" },
    { "db-error", IMPACT_UNKNOWN, "database error", "database errors" },
    { "npm-failed", IMPACT_UNKNOWN, "npm failure", "npm failures" },
    { "exception", IMPACT_UNKNOWN, "exception", "exceptions" },
};

static const struct symptom_words *find_words(const char *code)
{
    for (size_t i = 0; i < sizeof symptom_table / sizeof *symptom_table; i++) {
        if (strcmp(symptom_table[i].code, code) == 0)
            return &symptom_table[i];
    }
    return NULL;
}

static bool has_words(const char *code)
{
    const struct symptom_words *words = find_words(code);
    return words && words->one;
}

/* The status of "exit-3", or NULL. */
static const char *exit_status(const char *code)
{
    return strncmp(code, "exit-", 5) == 0 ? code + 5 : NULL;
}

static enum impact impact_of_code(const char *code)
{
    const struct symptom_words *words = find_words(code);
    if (words)
        return words->impact;
    if (exit_status(code) || strcmp(code, "exit") == 0)
        return IMPACT_RUNNING;
    bool router = code[0] == 'H' && code[1] >= '0' && code[1] <= '9';
    return router ? IMPACT_REQUESTS : IMPACT_UNKNOWN;
}

static enum impact impact_of(const struct logdoc_diagnosis *diagnosis)
{
    enum impact worst = IMPACT_UNKNOWN;
    for (size_t i = 0; i < diagnosis->symptom_count; i++) {
        enum impact impact = impact_of_code(diagnosis->symptoms[i].code);
        if (impact > worst)
            worst = impact;
    }
    return worst;
}

/* The router reports what dynos did: it is never what is at fault. */
static bool is_named(const char *process)
{
    return *process && strcmp(process, "router") != 0;
}

static size_t count_named(const struct logdoc_diagnosis *diagnosis)
{
    size_t count = 0;
    for (size_t i = 0; i < diagnosis->process_count; i++)
        count += is_named(diagnosis->processes[i]);
    return count;
}

/* "web.1", "web.1 and web.2", "web.1, web.2, web.3 and 5 more", or `otherwise`. */
static void add_processes(struct strbuf *out, const struct logdoc_diagnosis *diagnosis,
                          const char *otherwise)
{
    size_t named = count_named(diagnosis), told = 0;
    if (named == 0)
        strbuf_add_text(out, otherwise);
    for (size_t i = 0; i < diagnosis->process_count && told < NAMES_SHOWN; i++) {
        if (!is_named(diagnosis->processes[i]))
            continue;
        bool last = told + 1 == named;
        if (told > 0)
            strbuf_add_text(out, last ? " and " : ", ");
        strbuf_add_text(out, diagnosis->processes[i]);
        told++;
    }
    if (named > told)
        strbuf_add_format(out, " and %zu more", named - told);
}

static void add_since(struct strbuf *out, const struct logdoc_diagnosis *diagnosis)
{
    bool over = diagnosis->status == LOGDOC_RESOLVED;
    if (*diagnosis->release)
        strbuf_add_format(out, over ? " in release %s" : " since release %s",
                          diagnosis->release);
}

/* "once", "twice", "3 times" */
static void add_how_often(struct strbuf *out, uint64_t count)
{
    if (count <= 2)
        strbuf_add_text(out, count == 2 ? "twice" : "once");
    else
        phrase_count(out, count, "time", "times");
}

static void add_seen(struct strbuf *out, const struct logdoc_diagnosis *diagnosis)
{
    strbuf_add_text(out, "Seen ");
    add_how_often(out, diagnosis->count);
    if (count_named(diagnosis) > 0) {
        strbuf_add_text(out, " in ");
        add_processes(out, diagnosis, "");
    }
    add_since(out, diagnosis);
}

static void add_stopped(struct strbuf *out, const struct logdoc_diagnosis *diagnosis,
                        const char *what)
{
    bool over = diagnosis->status == LOGDOC_RESOLVED;
    if (diagnosis->severity == LOGDOC_FATAL) {
        strbuf_add_text(out, over                  ? "It kept "
                             : *diagnosis->release ? "It has kept "
                                                   : "It keeps ");
        add_processes(out, diagnosis, "the app");
        strbuf_add_format(out, " from %s", what);
    } else {
        strbuf_add_text(out, "It crashed ");
        add_processes(out, diagnosis, "the app");
    }
    add_since(out, diagnosis);
}

static void add_failed_requests(struct strbuf *out,
                                const struct logdoc_diagnosis *diagnosis)
{
    strbuf_add_text(out, "It made requests ");
    if (count_named(diagnosis) > 0) {
        strbuf_add_text(out, "to ");
        add_processes(out, diagnosis, "");
        strbuf_add_char(out, ' ');
    }
    strbuf_add_text(out, "fail");
    add_since(out, diagnosis);
    if (diagnosis->count > 1) {
        strbuf_add_text(out, ": seen ");
        add_how_often(out, diagnosis->count);
    }
}

static void add_repeated(struct strbuf *out, const struct logdoc_diagnosis *diagnosis)
{
    if (diagnosis->count > 1) {
        strbuf_add_char(out, ' ');
        add_how_often(out, diagnosis->count);
    }
}

/* Adds the clause; returns what joins it with the list of symptoms, NULL where the list
 * would say nothing more. */
static const char *add_clause(struct strbuf *out,
                              const struct logdoc_diagnosis *diagnosis)
{
    switch (impact_of(diagnosis)) {
    case IMPACT_DEPLOY:
        strbuf_add_text(out, "It stopped the deploy");
        add_repeated(out, diagnosis);
        return NULL;
    case IMPACT_RELEASE:
        strbuf_add_format(out, "It stopped %s%s",
                          *diagnosis->release ? "release " : "the release",
                          diagnosis->release);
        add_repeated(out, diagnosis);
        return NULL;
    case IMPACT_STARTING:
        add_stopped(out, diagnosis, "starting");
        return ": ";
    case IMPACT_RUNNING:
        add_stopped(out, diagnosis, "running");
        return ": ";
    case IMPACT_REQUESTS:
        if (diagnosis->severity < LOGDOC_ERROR)
            break;
        add_failed_requests(out, diagnosis);
        return diagnosis->count > 1 ? ", " : ": ";
    case IMPACT_UNKNOWN:
        break;
    }
    add_seen(out, diagnosis);
    return ", with ";
}

static bool has_crashes(const struct logdoc_diagnosis *diagnosis)
{
    for (size_t i = 0; i < diagnosis->symptom_count; i++) {
        if (strcmp(diagnosis->symptoms[i].code, "crashed") == 0)
            return true;
    }
    return false;
}

/* " (exit status 3, 137)" behind the crashes. */
static void add_exits(struct strbuf *out, const struct logdoc_diagnosis *diagnosis)
{
    const char *separator = " (exit status ", *end = "";
    for (size_t i = 0; i < diagnosis->symptom_count; i++) {
        const char *status = exit_status(diagnosis->symptoms[i].code);
        if (!status)
            continue;
        strbuf_add_format(out, "%s%s", separator, status);
        separator = ", ";
        end = ")";
    }
    strbuf_add_text(out, end);
}

static void add_symptom(struct strbuf *out, const struct wording *wording,
                        const struct logdoc_symptom *symptom)
{
    const struct symptom_words *words = find_words(symptom->code);
    const char *status = exit_status(symptom->code);
    if (words && words->one) {
        phrase_count(out, symptom->count, words->one, words->many);
    } else if (status) {
        phrase_count(out, symptom->count, "exit", "exits");
        strbuf_add_format(out, " with status %s", status);
    } else {
        phrase_number(out, symptom->count);
        strbuf_add_format(out, "%s%s%s%s", wording->blank, wording->unicode ? "×" : "x",
                          wording->blank, symptom->code);
    }
}

void phrase_symptom(struct strbuf *out, const struct wording *wording,
                    const struct logdoc_symptom *symptom)
{
    add_symptom(out, wording, symptom);
    if (symptom->first_seen || symptom->last_seen)
        strbuf_add_text(out, ", ");
    phrase_times(out, wording, symptom->first_seen, symptom->last_seen);
}

/* Exits are told with the crashes, when there are any. */
static bool is_told(const struct logdoc_diagnosis *diagnosis, const char *code)
{
    return !((exit_status(code) || strcmp(code, "exit") == 0) && has_crashes(diagnosis));
}

/* What has words of its own is told before bare codes. */
static void add_symptoms(struct strbuf *out, const struct wording *wording,
                         const struct logdoc_diagnosis *diagnosis)
{
    size_t told = 0, left = 0;
    for (size_t i = 0; i < 2 * diagnosis->symptom_count; i++) {
        bool worded = i < diagnosis->symptom_count;
        const struct logdoc_symptom *symptom =
            &diagnosis->symptoms[i % diagnosis->symptom_count];
        if (has_words(symptom->code) != worded || !is_told(diagnosis, symptom->code))
            continue;
        if (told == SYMPTOMS_SHOWN) {
            left++;
            continue;
        }
        if (told++ > 0)
            strbuf_add_text(out, ", ");
        add_symptom(out, wording, symptom);
        if (strcmp(symptom->code, "crashed") == 0)
            add_exits(out, diagnosis);
    }
    if (left > 0)
        strbuf_add_format(out, " and %zu more kinds", left);
}

static void widen(logdoc_time *first, logdoc_time *last, logdoc_time from, logdoc_time to)
{
    if (from && (!*first || from < *first))
        *first = from;
    if (to > *last)
        *last = to;
}

static void add_time_span(struct strbuf *out, const struct wording *wording,
                          const struct logdoc_diagnosis *diagnosis, bool listed)
{
    logdoc_time first = diagnosis->first_seen, last = diagnosis->last_seen;
    for (size_t i = 0; i < diagnosis->symptom_count; i++) {
        widen(&first, &last, diagnosis->symptoms[i].first_seen,
              diagnosis->symptoms[i].last_seen);
    }
    bool moment = first / LOGDOC_SECOND == last / LOGDOC_SECOND;
    if (first || last)
        strbuf_add_text(out, moment && !listed ? " " : ", ");
    phrase_times(out, wording, first, last);
}

static void add_over(struct strbuf *out, const struct logdoc_diagnosis *diagnosis)
{
    if (diagnosis->status != LOGDOC_RESOLVED)
        return;
    const char *what = count_named(diagnosis) > 0 ? "start" : "try";
    if (impact_of(diagnosis) >= IMPACT_RELEASE)
        what = "deploy";
    strbuf_add_format(out, " Over: a later %s got past it.", what);
}

/* One line without a time or a process, as in the output of a build; or a rule that is
 * explained, with no occurrence at all. */
static bool says_nothing(const struct logdoc_diagnosis *diagnosis)
{
    bool placed = count_named(diagnosis) > 0 || *diagnosis->release ||
                  diagnosis->first_seen || diagnosis->status == LOGDOC_RESOLVED;
    return diagnosis->symptom_count == 0 &&
           (diagnosis->count == 0 || (diagnosis->count == 1 && !placed));
}

void phrase_impact(struct strbuf *out, const struct wording *wording,
                   const struct logdoc_diagnosis *diagnosis)
{
    if (says_nothing(diagnosis))
        return;
    const char *joint = add_clause(out, diagnosis);
    bool listed = joint && diagnosis->symptom_count > 0;
    if (listed) {
        strbuf_add_text(out, joint);
        add_symptoms(out, wording, diagnosis);
    }
    add_time_span(out, wording, diagnosis, listed);
    strbuf_add_char(out, '.');
    add_over(out, diagnosis);
}
