/* SPDX-License-Identifier: MIT
 * Patterns over PCRE2. The names of the groups are read from the pattern's text, because
 * asking PCRE2 means to compile; regex_compile() holds the reading to what PCRE2 says. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "regex.h"

#include "error.h"
#include "mem.h"
#include "str.h"
#include "wanted_bytes.h"

#include <pcre2.h>
#include <stdlib.h>

/* A search takes at most `steps` backtracking steps over all starts; a single start gets
 * its share, but never less than one ".*" over a long line of Heroku (10 kB) needs. */
#define TOTAL_STEPS ((size_t)50 * 1000 * 1000)
#define LEAST_STEPS ((size_t)12 * 1000)
#define MOST_STEPS ((size_t)500 * 1000)
#define DEPTH_LIMIT 20000
#define HEAP_LIMIT_KIB 8192
#define FIRST_STACK ((size_t)32 * 1024)
#define STACK_LIMIT ((size_t)512 * 1024)

struct regex {
    const char *pattern;
    pcre2_code *code;    /* NULL until it is needed */
    pcre2_code *counted; /* the same with callouts; NULL until it is needed */
    pcre2_match_data *match;
    pcre2_match_context *limits;
    pcre2_jit_stack *stack; /* NULL until PCRE2's own is too small */
    uint32_t steps;         /* the limit that was set last; 0: none */
    uint64_t turn;          /* of the last search; 0: none, or without one */
    logdoc_str subject;     /* that was searched in it, */
    int found;              /* and what PCRE2 said; `match` has the groups */
    bool broken;
    bool compiled; /* to machine code: no checks before each match */
    struct wanted_bytes wanted;
    bool knows_wanted;
    size_t group_count;
    logdoc_str names[]; /* then their texts, each with a NUL behind it */
};

/* Where a pattern is read. */
struct group_scan {
    logdoc_str pattern;
    size_t i;
    logdoc_str names[REGEX_GROUPS];
    size_t group_count;
    const char *problem; /* NULL: none */
};

static bool at(const struct group_scan *scan, logdoc_str text)
{
    return str_starts(str_from_offset(scan->pattern, scan->i), text);
}

static void skip_behind(struct group_scan *scan, logdoc_str end)
{
    size_t found = str_find(str_from_offset(scan->pattern, scan->i), end);
    scan->i = found == SIZE_MAX ? scan->pattern.len : scan->i + found + end.len;
}

static void skip_escape(struct group_scan *scan)
{
    if (at(scan, STR("\\Q")))
        skip_behind(scan, STR("\\E"));
    else
        scan->i += 2;
}

static void skip_class(struct group_scan *scan)
{
    scan->i += at(scan, STR("[^")) ? 2 : 1;
    if (at(scan, STR("]")))
        scan->i++;
    while (scan->i < scan->pattern.len && !at(scan, STR("]"))) {
        if (at(scan, STR("\\")))
            skip_escape(scan);
        else if (at(scan, STR("[:")))
            skip_behind(scan, STR(":]"));
        else
            scan->i++;
    }
    scan->i++;
}

static bool is_group_name(logdoc_str name)
{
    if (name.len == 0 || name.len > 32 || (name.at[0] >= '0' && name.at[0] <= '9'))
        return false;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.at[i];
        char lower = (char)(c | 0x20);
        if ((lower < 'a' || lower > 'z') && (c < '0' || c > '9') && c != '_')
            return false;
    }
    return true;
}

static size_t add_group(struct group_scan *scan)
{
    if (scan->group_count == REGEX_GROUPS) {
        scan->problem = "the pattern has too many groups";
        return 0;
    }
    return scan->group_count++;
}

static bool is_taken(const struct group_scan *scan, logdoc_str name)
{
    for (size_t i = 1; i < scan->group_count; i++)
        if (str_equal(scan->names[i], name))
            return true;
    return false;
}

/* At the first byte of a name that ends at `end`. */
static void read_name(struct group_scan *scan, char end)
{
    logdoc_str rest = str_from_offset(scan->pattern, scan->i);
    logdoc_str name = { rest.at, str_find_char(rest, end) };
    if (name.len == SIZE_MAX || !is_group_name(name)) {
        scan->problem = "the pattern has a malformed group name";
        return;
    }
    if (is_taken(scan, name)) {
        scan->problem = "the pattern has two groups of one name";
        return;
    }
    scan->names[add_group(scan)] = name;
    scan->i += name.len + 1;
}

/* "(?(": the condition itself is no group, unless it is an assertion. */
static void read_condition(struct group_scan *scan)
{
    scan->i += 2;
    if (!at(scan, STR("(?")) && !at(scan, STR("(*")))
        skip_behind(scan, STR(")"));
}

/* Behind "(?". */
static void read_special(struct group_scan *scan)
{
    static const struct {
        logdoc_str start;
        char end;
    } named[] = { { { "P<", 2 }, '>' }, { { "<", 1 }, '>' }, { { "'", 1 }, '\'' } };

    if (at(scan, STR("<=")) || at(scan, STR("<!")))
        return;
    for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++) {
        if (!at(scan, named[i].start))
            continue;
        scan->i += named[i].start.len;
        read_name(scan, named[i].end);
        return;
    }
    if (at(scan, STR("#")))
        skip_behind(scan, STR(")"));
    else if (at(scan, STR("|")))
        scan->problem = "the pattern has a branch reset (?|, which is not supported";
}

static void read_parenthesis(struct group_scan *scan)
{
    if (at(scan, STR("(?("))) {
        read_condition(scan);
    } else if (at(scan, STR("(?"))) {
        scan->i += 2;
        read_special(scan);
    } else {
        if (!at(scan, STR("(*")))
            add_group(scan);
        scan->i++;
    }
}

static void read_groups(struct group_scan *scan)
{
    while (scan->i < scan->pattern.len && !scan->problem) {
        if (at(scan, STR("\\")))
            skip_escape(scan);
        else if (at(scan, STR("[")))
            skip_class(scan);
        else if (at(scan, STR("(")))
            read_parenthesis(scan);
        else
            scan->i += strcspn(scan->pattern.at + scan->i, "\\[(");
    }
}

static size_t text_size(const struct group_scan *scan)
{
    size_t size = 0;
    for (size_t i = 1; i < scan->group_count; i++)
        size += scan->names[i].at ? scan->names[i].len + 1 : 0;
    return size;
}

/* One block for all: there are many patterns, and most are never compiled. */
static struct regex *new_regex(const struct group_scan *scan)
{
    size_t name_size = scan->group_count * sizeof(logdoc_str);
    struct regex *regex = mem_zeroed(1, sizeof(*regex) + name_size + text_size(scan));
    char *text = (char *)(regex->names + scan->group_count);
    regex->pattern = scan->pattern.at;
    regex->group_count = scan->group_count;
    for (size_t i = 1; i < scan->group_count; i++) {
        logdoc_str name = scan->names[i];
        if (!name.at)
            continue;
        regex->names[i] = (logdoc_str){ memcpy(text, name.at, name.len), name.len };
        text += name.len + 1;
    }
    return regex;
}

struct regex *regex_new(const char *pattern, const char *where,
                        struct logdoc_error *error)
{
    struct group_scan scan = { .pattern = str_from(pattern), .group_count = 1 };
    read_groups(&scan);
    if (!scan.problem)
        return new_regex(&scan);
    error_set(error, where, "%s", scan.problem);
    return NULL;
}

void regex_free(struct regex *regex)
{
    if (!regex)
        return;
    pcre2_jit_stack_free(regex->stack);
    pcre2_match_context_free(regex->limits);
    pcre2_match_data_free(regex->match);
    pcre2_code_free(regex->code);
    pcre2_code_free(regex->counted);
    free(regex);
}

static pcre2_code *compile_code(const char *pattern, uint32_t more, int *number,
                                size_t *offset)
{
    uint32_t options = PCRE2_MULTILINE | PCRE2_NEVER_UTF | PCRE2_NEVER_UCP |
                       PCRE2_NEVER_BACKSLASH_C | more;
    pcre2_compile_context *context = pcre2_compile_context_create(NULL);
    pcre2_set_newline(context, PCRE2_NEWLINE_LF);
    pcre2_code *code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED, options,
                                     number, offset, context);
    pcre2_compile_context_free(context);
    return code;
}

/* Are the groups that were read from the text those that PCRE2 sees? */
static bool groups_agree(const struct regex *regex, const pcre2_code *code)
{
    uint32_t groups = 0, names = 0, entry_size = 0;
    PCRE2_SPTR entry = NULL;
    pcre2_pattern_info(code, PCRE2_INFO_CAPTURECOUNT, &groups);
    pcre2_pattern_info(code, PCRE2_INFO_NAMECOUNT, &names);
    pcre2_pattern_info(code, PCRE2_INFO_NAMEENTRYSIZE, &entry_size);
    pcre2_pattern_info(code, PCRE2_INFO_NAMETABLE, &entry);
    if (groups + 1 != regex->group_count)
        return false;
    for (uint32_t i = 0; i < names; i++, entry += entry_size) {
        size_t group = ((size_t)entry[0] << 8) | entry[1];
        const char *name = regex->names[group].at;
        if (!name || strcmp(name, (const char *)entry + 2) != 0)
            return false;
    }
    return true;
}

/* Without JIT (not built in, no executable memory) the interpreter does the same. */
static void use_code(struct regex *regex, pcre2_code *code)
{
    regex->compiled = pcre2_jit_compile(code, PCRE2_JIT_COMPLETE) == 0;
    regex->match = pcre2_match_data_create(REGEX_GROUPS, NULL);
    regex->limits = pcre2_match_context_create(NULL);
    pcre2_set_depth_limit(regex->limits, DEPTH_LIMIT);
    pcre2_set_heap_limit(regex->limits, HEAP_LIMIT_KIB);
    regex->code = code;
}

bool regex_compile(struct regex *regex, const char *where, struct logdoc_error *error)
{
    if (regex->code)
        return true;
    int number = 0;
    size_t offset = 0;
    pcre2_code *code = compile_code(regex->pattern, 0, &number, &offset);
    regex->broken = !code || !groups_agree(regex, code);
    if (!regex->broken) {
        use_code(regex, code);
        return true;
    }
    if (code) {
        pcre2_code_free(code);
        return error_set(error, where, "the groups of the pattern cannot be told apart");
    }
    PCRE2_UCHAR text[160] = "";
    pcre2_get_error_message(number, text, sizeof(text));
    return error_set(error, where, "bad pattern at byte %zu: %s", offset,
                     (const char *)text);
}

static int match(struct regex *regex, logdoc_str subject, size_t from)
{
    PCRE2_SPTR text = (PCRE2_SPTR)(subject.at ? subject.at : "");
    if (regex->compiled)
        return pcre2_jit_match(regex->code, text, subject.len, from, 0, regex->match,
                               regex->limits);
    return pcre2_match(regex->code, text, subject.len, from, 0, regex->match,
                       regex->limits);
}

/* Most lines are short: no division for them. */
static uint32_t steps_for(size_t starts)
{
    size_t steps = starts <= TOTAL_STEPS / MOST_STEPS ? MOST_STEPS : TOTAL_STEPS / starts;
    return (uint32_t)(steps < LEAST_STEPS ? LEAST_STEPS : steps);
}

static int run(struct regex *regex, logdoc_str subject, size_t from)
{
    uint32_t steps = steps_for(subject.len - from + 1);
    if (steps != regex->steps)
        pcre2_set_match_limit(regex->limits, steps);
    regex->steps = steps;
    int found = match(regex, subject, from);
    if (found != PCRE2_ERROR_JIT_STACKLIMIT || regex->stack)
        return found;
    regex->stack = pcre2_jit_stack_create(FIRST_STACK, STACK_LIMIT, NULL);
    pcre2_jit_stack_assign(regex->limits, NULL, regex->stack);
    return match(regex, subject, from);
}

static void copy_groups(const struct regex *regex, logdoc_str subject,
                        struct regex_match *out)
{
    const size_t *ends = pcre2_get_ovector_pointer(regex->match);
    size_t taken = pcre2_get_ovector_count(regex->match);
    out->group_count = regex->group_count;
    for (size_t i = 0; i < regex->group_count; i++) {
        size_t begin = i < taken ? ends[2 * i] : PCRE2_UNSET;
        size_t end = begin == PCRE2_UNSET ? begin : ends[2 * i + 1];
        if (begin == PCRE2_UNSET || end < begin)
            out->groups[i] = (logdoc_str){ NULL, 0 };
        else
            out->groups[i] = (logdoc_str){ subject.at + begin, end - begin };
    }
}

/* Yes: it has to be searched. */
static enum regex_result may_match(struct regex *regex, logdoc_str subject)
{
    if (regex->broken)
        return REGEX_GAVE_UP;
    if (!regex->knows_wanted)
        regex->wanted = wanted_bytes_of(str_from(regex->pattern));
    regex->knows_wanted = true;
    if (!wanted_bytes_in(regex->wanted, subject))
        return REGEX_NO;
    return regex->code || regex_compile(regex, "", NULL) ? REGEX_YES : REGEX_GAVE_UP;
}

static enum regex_result result_of(const struct regex *regex, int found,
                                   logdoc_str subject, struct regex_match *out)
{
    if (found == PCRE2_ERROR_NOMATCH)
        return REGEX_NO;
    if (found < 0)
        return REGEX_GAVE_UP;
    copy_groups(regex, subject, out);
    return REGEX_YES;
}

enum regex_result regex_search(struct regex *regex, logdoc_str subject, size_t from,
                               struct regex_match *out)
{
    if (from > subject.len)
        return REGEX_NO;
    enum regex_result may = may_match(regex, str_from_offset(subject, from));
    if (may != REGEX_YES)
        return may;
    if (subject.len - from > REGEX_SUBJECT_CAP)
        subject.len = from + REGEX_SUBJECT_CAP;
    regex->turn = 0;
    return result_of(regex, run(regex, subject, from), subject, out);
}

enum regex_result regex_search_in_turn(struct regex *regex, uint64_t turn,
                                       logdoc_str subject, struct regex_match *out)
{
    if (subject.len > REGEX_SUBJECT_CAP)
        subject.len = REGEX_SUBJECT_CAP;
    bool known = regex->turn == turn && regex->subject.at == subject.at &&
                 regex->subject.len == subject.len;
    enum regex_result may = known ? REGEX_YES : may_match(regex, subject);
    if (may != REGEX_YES)
        return may;
    if (!known)
        regex->found = run(regex, subject, 0);
    regex->turn = turn;
    regex->subject = subject;
    return result_of(regex, regex->found, subject, out);
}

struct step_count {
    size_t steps, most;
};

static int count_step(pcre2_callout_block *block, void *user)
{
    struct step_count *count = user;
    (void)block;
    return count->steps++ < count->most ? 0 : PCRE2_ERROR_CALLOUT;
}

size_t regex_steps(struct regex *regex, logdoc_str subject, size_t most)
{
    int number = 0;
    size_t offset = 0;
    struct step_count count = { 0, most };
    if (!regex->counted)
        regex->counted =
            compile_code(regex->pattern, PCRE2_AUTO_CALLOUT, &number, &offset);
    if (!regex->counted)
        return 0;
    pcre2_match_data *data = pcre2_match_data_create(1, NULL);
    pcre2_match_context *context = pcre2_match_context_create(NULL);
    pcre2_set_callout(context, count_step, &count);
    (void)pcre2_match(regex->counted, (PCRE2_SPTR)subject.at, subject.len, 0, 0, data,
                      context);
    pcre2_match_context_free(context);
    pcre2_match_data_free(data);
    return count.steps < most ? count.steps : most;
}

size_t regex_group(const struct regex *regex, logdoc_str name)
{
    for (size_t i = 1; i < regex->group_count; i++)
        if (regex->names[i].at && str_equal(regex->names[i], name))
            return i;
    return SIZE_MAX;
}

const logdoc_str *regex_group_names(const struct regex *regex, size_t *count)
{
    *count = regex->group_count;
    return regex->names;
}

const char *regex_pattern(const struct regex *regex)
{
    return regex->pattern;
}
