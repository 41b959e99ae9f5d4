/* SPDX-License-Identifier: MIT
 * The container of rules, filled from the binary and from a path. */
#include "ruleset.h"

#include "error.h"
#include "rule_links.h"
#include "rules_check.h"
#include "rules_json.h"
#include "str.h"
#include "strbuf.h"

#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <sys/stat.h>

#define FILE_CAP ((size_t)16 * 1024 * 1024)
#define FOLDER_CAP 1000
#define JOINED_CAP 10000 /* words of a group with those of its groups */

/* A rule file in memory. */
struct rule_file {
    char *name, *json;
    size_t len;
};

typedef VEC(struct rule_file) file_vec;
typedef VEC(char *) name_vec;

struct logdoc_ruleset *ruleset_new(void)
{
    struct logdoc_ruleset *set = mem_zeroed(1, sizeof(*set));
    arena_init(&set->arena);
    hashmap_init(&set->by_id);
    hashmap_init(&set->groups);
    hashmap_init(&set->tables);
    set->needles = needles_new();
    return set;
}

void logdoc_ruleset_free(struct logdoc_ruleset *set)
{
    if (!set)
        return;
    for (size_t i = 0; i < set->regexes.count; i++)
        regex_free(set->regexes.entries[i].value);
    for (size_t i = 0; i < set->tables.count; i++)
        table_release(set->tables.entries[i].value);
    hashmap_release(&set->regexes);
    calm_lines_release(&set->calm);
    needle_calls_release(&set->calls);
    vec_release(&set->grammars);
    vec_release(&set->starts);
    vec_release(&set->facts);
    vec_release(&set->rules);
    vec_release(&set->catch_alls);
    needles_free(set->needles);
    hashmap_release(&set->tables);
    hashmap_release(&set->groups);
    hashmap_release(&set->by_id);
    arena_release(&set->arena);
    free(set);
}

const struct rule *ruleset_find(const struct logdoc_ruleset *set, logdoc_str id)
{
    return hashmap_find(&set->by_id, id);
}

const struct table *ruleset_table(const struct logdoc_ruleset *set, const char *name)
{
    return hashmap_find(&set->tables, str_from(name));
}

struct table *ruleset_get_table(struct logdoc_ruleset *set, logdoc_str name)
{
    struct table *table = hashmap_find(&set->tables, name);
    if (table)
        return table;
    table = arena_alloc(&set->arena, sizeof(*table));
    table->name = arena_text(&set->arena, name);
    table->arena = &set->arena;
    table->words = arena_alloc(&set->arena, sizeof(*table->words));
    hashmap_init(&table->words->by_name);
    hashmap_set(&set->tables, name, table);
    return table;
}

const struct trace_grammar *ruleset_grammar(const struct logdoc_ruleset *set,
                                            const char *language)
{
    for (size_t i = 0; i < set->grammars.count; i++)
        if (strcmp(set->grammars.items[i]->language, language) == 0)
            return set->grammars.items[i];
    return NULL;
}

static struct rule_fact *find_fact(const struct logdoc_ruleset *set, const char *name)
{
    for (size_t i = 0; i < set->facts.count; i++)
        if (strcmp(set->facts.items[i]->name, name) == 0)
            return set->facts.items[i];
    return NULL;
}

const struct rule_fact *ruleset_fact(const struct logdoc_ruleset *set, const char *name)
{
    return find_fact(set, name);
}

static void add_use(struct logdoc_ruleset *set, const char *literal,
                    struct needle_use use)
{
    use.needle = needles_add(set->needles, str_from(literal));
    needle_calls_add(&set->calls, &use);
}

bool ruleset_add(struct logdoc_ruleset *set, struct rule *rule,
                 struct logdoc_error *error)
{
    const struct rule *known = ruleset_find(set, str_from(rule->id));
    if (known)
        return rule_fail(error, rule, "id", "the id is taken by a rule of %.80s",
                         known->file);
    rule->number = (uint32_t)set->rules.count;
    *vec_push(&set->rules) = rule;
    hashmap_set(&set->by_id, str_from(rule->id), rule);
    for (size_t i = 0; i < rule->needle_count && !rule_is_preflight(rule); i++)
        add_use(set, rule->needles[i], (struct needle_use){ .rule = rule });
    return true;
}

static const char *const *join_needles(struct logdoc_ruleset *set,
                                       const struct rule_fact *first,
                                       const struct rule_fact *second)
{
    size_t count = first->needle_count + second->needle_count;
    const char **all = arena_array(&set->arena, count, sizeof(*all));
    for (size_t i = 0; i < count; i++)
        all[i] = i < first->needle_count ? first->needles[i]
                                         : second->needles[i - first->needle_count];
    return all;
}

void ruleset_add_fact(struct logdoc_ruleset *set, struct rule_fact *fact)
{
    struct rule_fact *known = find_fact(set, fact->name);
    struct rule_fact *target = known ? known : fact;
    for (size_t i = 0; i < fact->needle_count; i++)
        add_use(set, fact->needles[i], (struct needle_use){ .fact = target });
    if (!known) {
        fact->index = set->facts.count;
        *vec_push(&set->facts) = fact;
        return;
    }
    known->needles = join_needles(set, known, fact);
    known->needle_count += fact->needle_count;
}

/* Numbers the steps that begin a trace, which are those with needles; 0: there is no
 * number left. */
static uint64_t add_starts(struct logdoc_ruleset *set,
                           const struct trace_grammar *grammar)
{
    uint64_t starts = 0;
    for (size_t i = 0; i < grammar->step_count; i++) {
        const struct trace_step *step = &grammar->steps[i];
        if (step->needle_count == 0)
            continue;
        if (set->starts.count == TRACE_STARTS_CAP)
            return 0;
        starts |= UINT64_C(1) << set->starts.count;
        *vec_push(&set->starts) = (struct trace_start){ grammar, step };
    }
    return starts;
}

bool ruleset_add_grammar(struct logdoc_ruleset *set, struct trace_grammar *grammar)
{
    uint64_t starts = add_starts(set, grammar);
    *vec_push(&set->grammars) = grammar;
    for (size_t i = 0; i < grammar->step_count && starts; i++)
        for (size_t k = 0; k < grammar->steps[i].needle_count; k++)
            add_use(set, grammar->steps[i].needles[k],
                    (struct needle_use){ .starts = starts });
    return starts != 0;
}

struct regex *ruleset_regex(struct logdoc_ruleset *set, const char *text,
                            const char *where, struct logdoc_error *error)
{
    struct regex *regex = hashmap_find(&set->regexes, str_from(text));
    if (regex)
        return regex;
    regex = regex_new(text, where, error);
    if (regex)
        hashmap_set(&set->regexes, str_from(text), regex);
    return regex;
}

typedef VEC(const char *) word_vec;

static void add_words(word_vec *words, const struct name_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        *vec_push(words) = list->names[i];
}

/* `words` grows while it is walked: a group that is met puts its words behind. Each word
 * is taken once, so circles end. */
static bool join_words(const struct logdoc_ruleset *set, word_vec *words,
                       struct hashmap *seen, const char **missing)
{
    size_t kept = 0;
    for (size_t i = 0; i < words->count; i++) {
        const char *word = words->items[i];
        if (hashmap_find(seen, str_from(word)))
            continue;
        hashmap_set(seen, str_from(word), seen);
        *missing = word;
        if (word[0] != '@') {
            words->items[kept++] = word;
            continue;
        }
        const struct name_list *inner = hashmap_find(&set->groups, str_from(word + 1));
        if (!inner)
            return false;
        add_words(words, inner);
    }
    words->count = kept;
    return true;
}

static bool join_group(struct logdoc_ruleset *set, struct hashmap_entry *entry,
                       struct logdoc_error *error)
{
    struct name_list *group = entry->value;
    const char *missing = NULL;
    struct hashmap seen;
    word_vec words = { 0 };

    hashmap_init(&seen);
    add_words(&words, group);
    bool joined = join_words(set, &words, &seen, &missing);
    if (words.count > JOINED_CAP) {
        joined = error_set(error, "groups", "the group '%.60s' has more than %d words",
                           entry->key.at, JOINED_CAP);
    } else if (joined) {
        const char **names = arena_array(&set->arena, words.count, sizeof(*names));
        for (size_t i = 0; i < words.count; i++)
            names[i] = words.items[i];
        *group = (struct name_list){ names, words.count };
    } else {
        error_set(error, "groups", "the group '%.60s' refers to an unknown group '%.60s'",
                  entry->key.at, missing);
    }
    hashmap_release(&seen);
    vec_release(&words);
    return joined;
}

static bool join_groups(struct logdoc_ruleset *set, struct logdoc_error *error)
{
    for (size_t i = 0; i < set->groups.count; i++)
        if (!join_group(set, &set->groups.entries[i], error))
            return false;
    return true;
}

bool rule_fail(struct logdoc_error *error, const struct rule *rule, const char *key,
               const char *format, ...)
{
    char where[192], text[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    snprintf(where, sizeof(where), "%s: rule '%s': %s", rule->file, rule->id, key);
    return error_set(error, where, "%s", text);
}

bool ruleset_link(struct logdoc_ruleset *set, size_t first, struct logdoc_error *error)
{
    if (!join_groups(set, error))
        return false;
    for (size_t i = first; i < set->rules.count; i++)
        if (!set->rules.items[i]->waiting &&
            !rule_links_check(set, set->rules.items[i], error))
            return false;
    rule_links_finish(set);
    return true;
}

static bool load_files(struct logdoc_ruleset *set, const file_vec *files,
                       struct logdoc_error *error)
{
    size_t first = set->rules.count;
    for (size_t i = 0; i < files->count; i++) {
        const struct rule_file *file = &files->items[i];
        if (!rules_json_load(set, file->name, (logdoc_str){ file->json, file->len },
                             error))
            return false;
    }
    return ruleset_link(set, first, error);
}

static void free_files(file_vec *files)
{
    for (size_t i = 0; i < files->count; i++) {
        free(files->items[i].name);
        free(files->items[i].json);
    }
    vec_release(files);
}

static bool read_stream(FILE *stream, struct strbuf *out)
{
    char block[16384];
    size_t got;
    while ((got = fread(block, 1, sizeof(block), stream)) > 0 && !out->truncated)
        strbuf_add(out, block, got);
    return !ferror(stream);
}

static bool read_file(const char *path, struct strbuf *out, struct logdoc_error *error)
{
    FILE *stream = fopen(path, "rb");
    if (!stream)
        return error_set(error, path, "cannot open the rule file: %s", strerror(errno));
    bool read = read_stream(stream, out);
    int problem = errno;
    fclose(stream);
    if (!read)
        return error_set(error, path, "cannot read the rule file: %s", strerror(problem));
    return !out->truncated ||
           error_set(error, path, "a rule file is at most %zu bytes", FILE_CAP);
}

static bool take_path(file_vec *files, const char *path, struct logdoc_error *error)
{
    struct strbuf text;
    strbuf_init(&text, FILE_CAP);
    bool read = read_file(path, &text, error);
    if (read) {
        struct rule_file *file = vec_push(files);
        file->name = mem_copy_text(path, strlen(path));
        file->json = strbuf_take(&text, &file->len);
    }
    strbuf_release(&text);
    return read;
}

static int compare_names(const void *first, const void *second)
{
    return strcmp(*(char *const *)first, *(char *const *)second);
}

static bool list_folder(const char *path, name_vec *names, struct logdoc_error *error)
{
    DIR *folder = opendir(path);
    if (!folder)
        return error_set(error, path, "cannot open the folder: %s", strerror(errno));
    const struct dirent *entry;
    while ((entry = readdir(folder)) && names->count <= FOLDER_CAP)
        if (str_ends(str_from(entry->d_name), STR(".json")))
            *vec_push(names) = mem_copy_text(entry->d_name, strlen(entry->d_name));
    closedir(folder);
    if (names->count == 0)
        return error_set(error, path, "the folder has no rule file (*.json)");
    if (names->count > FOLDER_CAP)
        return error_set(error, path, "the folder has more than %d files", FOLDER_CAP);
    qsort(names->items, names->count, sizeof(*names->items), compare_names);
    return true;
}

static bool take_within(file_vec *files, const char *folder, const char *name,
                        struct logdoc_error *error)
{
    struct strbuf path;
    strbuf_init(&path, 8192);
    strbuf_add_format(&path, "%s/%s", folder, name);
    bool taken = take_path(files, path.at, error);
    strbuf_release(&path);
    return taken;
}

static bool take_folder(file_vec *files, const char *path, struct logdoc_error *error)
{
    name_vec names = { 0 };
    bool taken = list_folder(path, &names, error);
    for (size_t i = 0; taken && i < names.count; i++)
        taken = take_within(files, path, names.items[i], error);
    for (size_t i = 0; i < names.count; i++)
        free(names.items[i]);
    vec_release(&names);
    return taken;
}

/* Nobody has tested these rules yet, unlike the built-in ones. */
static bool check_from(struct logdoc_ruleset *set, size_t first,
                       struct logdoc_error *error)
{
    for (size_t i = first; i < set->rules.count; i++)
        if (!rules_check_rule(set, set->rules.items[i], error))
            return false;
    return rules_check_set(set, error);
}

bool logdoc_ruleset_load(struct logdoc_ruleset *set, const char *path,
                         struct logdoc_error *error)
{
    struct stat status;
    file_vec files = { 0 };
    size_t first = set->rules.count;

    bool folder = stat(path, &status) == 0 && S_ISDIR(status.st_mode);
    bool loaded =
        (folder ? take_folder(&files, path, error) : take_path(&files, path, error)) &&
        load_files(set, &files, error) && check_from(set, first, error);
    free_files(&files);
    return loaded;
}
