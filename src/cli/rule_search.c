/* SPDX-License-Identifier: MIT
 * Weighs every rule by the words that it shares with the question. */
#include "rule_search.h"

#include "ascii.h"
#include "str.h"
#include "suggest.h"

#include <stdio.h>
#include <stdlib.h>

#define WORDS 32
#define SHORT_WORD 4 /* of such a word one letter may be wrong, of a longer one three */
#define MISTYPED SIZE_MAX

/* Where a word is found says how much it means. */
enum place_weight { IN_EXAMPLE = 1, IN_WHY = 1, IN_NEEDLE = 2, IN_TITLE = 3, IN_ID = 4 };

struct question {
    logdoc_str words[WORDS];
    size_t weights[WORDS]; /* more for words that few rules have */
    size_t count;
};

struct hit {
    const struct rule *rule;
    size_t score;
};

static logdoc_str next_word(logdoc_str *rest)
{
    while (rest->len > 0 && !ascii_is_alnum(rest->at[0]))
        *rest = str_from_offset(*rest, 1);
    logdoc_str word = { rest->at, 0 };
    while (word.len < rest->len && ascii_is_alnum(rest->at[word.len]))
        word.len++;
    *rest = str_from_offset(*rest, word.len);
    return word;
}

static bool has_word(const char *text, logdoc_str wanted)
{
    for (logdoc_str rest = str_from(text ? text : ""); rest.len > 0;)
        if (str_equal_ignoring_case(next_word(&rest), wanted))
            return true;
    return false;
}

static bool any_has_word(const char *const *texts, size_t count, logdoc_str wanted)
{
    for (size_t i = 0; i < count; i++)
        if (has_word(texts[i], wanted))
            return true;
    return false;
}

static bool example_has_word(const struct rule *rule, logdoc_str wanted)
{
    for (size_t i = 0; i < rule->example_count; i++)
        if (has_word(rule->examples[i].log, wanted))
            return true;
    return false;
}

/* 0: the rule does not have it. */
static int place_of(const struct rule *rule, logdoc_str word)
{
    if (has_word(rule->id, word) || has_word(rule->symptom, word))
        return IN_ID;
    if (has_word(rule->title, word))
        return IN_TITLE;
    if (any_has_word(rule->needles, rule->needle_count, word))
        return IN_NEEDLE;
    if (has_word(rule->why, word))
        return IN_WHY;
    return example_has_word(rule, word) ? IN_EXAMPLE : 0;
}

/* How often the rules can be halved until only those with the word are left. */
static size_t rarity(size_t rules, size_t with)
{
    size_t halvings = 0;
    for (size_t left = rules / (with + 1); left > 1; left /= 2)
        halvings++;
    return halvings;
}

static void take_words(struct question *question, const struct logdoc_ruleset *rules,
                       logdoc_str text)
{
    while (text.len > 0 && question->count < WORDS) {
        logdoc_str word = next_word(&text);
        size_t with = 0;
        if (word.len == 0)
            continue;
        for (size_t i = 0; i < rules->rules.count; i++)
            with += place_of(rules->rules.items[i], word) > 0;
        question->words[question->count] = word;
        question->weights[question->count++] = rarity(rules->rules.count, with);
    }
}

/* 0 when they share less than half of what the question is about. */
static size_t score_of(const struct question *question, const struct rule *rule)
{
    size_t score = 0, shared = 0, all = 0;
    for (size_t i = 0; i < question->count; i++) {
        int place = place_of(rule, question->words[i]);
        score += question->weights[i] * (size_t)place;
        shared += place ? question->weights[i] : 0;
        all += question->weights[i];
    }
    return shared * 2 > all ? score : 0;
}

static bool is_mistyped(const struct rule *rule, logdoc_str typed)
{
    char word[64];
    size_t wrong = typed.len <= SHORT_WORD ? 1 : 3;
    if (typed.len == 0 || typed.len >= sizeof(word))
        return false;
    for (size_t i = 0; i <= typed.len; i++)
        word[i] = i < typed.len ? ascii_lower(typed.at[i]) : '\0';
    if (suggest_distance(word, rule->id) <= wrong)
        return true;
    char symptom[64];
    (void)snprintf(symptom, sizeof(symptom), "%s", rule->symptom ? rule->symptom : "");
    for (char *at = symptom; *at; at++)
        *at = ascii_lower(*at);
    return *symptom && suggest_distance(word, symptom) <= wrong;
}

static int by_score(const void *left, const void *right)
{
    const struct hit *a = left, *b = right;
    if (a->score != b->score)
        return a->score < b->score ? 1 : -1;
    return a->rule->number < b->rule->number ? -1 : 1;
}

size_t rule_search(const struct logdoc_ruleset *rules, logdoc_str words,
                   const struct rule *found[RULE_SEARCH_FOUND])
{
    struct question question = { .count = 0 };
    struct hit *hits = mem_zeroed(rules->rules.count + 1, sizeof(*hits));
    size_t count = 0;
    take_words(&question, rules, words);
    for (size_t i = 0; i < rules->rules.count; i++) {
        const struct rule *rule = rules->rules.items[i];
        size_t score = is_mistyped(rule, words) ? MISTYPED : score_of(&question, rule);
        if (score > 0)
            hits[count++] = (struct hit){ rule, score };
    }
    qsort(hits, count, sizeof(*hits), by_score);
    count = count < RULE_SEARCH_FOUND ? count : RULE_SEARCH_FOUND;
    for (size_t i = 0; i < count; i++)
        found[i] = hits[i].rule;
    free(hits);
    return count;
}
