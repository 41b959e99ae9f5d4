/* SPDX-License-Identifier: MIT
 * Whom many lines call at once, held to what each calls alone. */
#include "entry_calls.h"
#include "random_log.h"
#include "str.h"

#include <criterion/criterion.h>
#include <logdoc/logdoc.h>

#define MOST 400

/* Words of rules, facts and traces, of which some are cut in the middle. */
static const char *const words[] = { "Traceback (most recent call last):",
                                     "ModuleNotFoundError: No module named 'flask'",
                                     "django.db.backends",
                                     "relation \"users\" does not exist",
                                     "gunicorn",
                                     "Error",
                                     "State changed from up to crashed",
                                     "source=web.1 sample#memory_total=1.00MB",
                                     "{\"message\":\"a\\nb\"}",
                                     "Error R14 (Memory quota exceeded)",
                                     "",
                                     "a",
                                     "npm ERR! missing script: start",
                                     "sqlalchemy.exc.OperationalError",
                                     "INFO order 7" };

static const struct {
    logdoc_str source, process;
    unsigned scope;
} senders[] = { { { "app", 3 }, { "web.1", 5 }, SCOPE_APP },
                { { "heroku", 6 }, { "web.1", 5 }, SCOPE_DYNO },
                { { "app", 3 }, { "api", 3 }, SCOPE_API },
                { { "app", 3 }, { "postgres.1", 10 }, SCOPE_ADDON },
                { { NULL, 0 }, { NULL, 0 }, SCOPE_PLAIN },
                { { NULL, 0 }, { NULL, 0 }, SCOPE_BUILD } };

static void draw_message(struct strbuf *out, uint64_t *state)
{
    strbuf_reset(out);
    for (uint64_t i = random_draw(state, 4); i > 0; i--) {
        const char *word = words[random_draw(state, sizeof(words) / sizeof(words[0]))];
        size_t len = strlen(word);
        size_t from = random_draw(state, 4) ? 0 : random_draw(state, len + 1);
        strbuf_add(out, word + from, len - from);
        if (random_draw(state, 2))
            strbuf_add_char(out, ' ');
    }
}

#define MOST_FACTS 4096

/* Facts that must be noted: of lines that call no rules; and that may be. */
static bool must[MOST_FACTS], may[MOST_FACTS];

static enum entry_calls look_alone(const struct logdoc_ruleset *rules,
                                   const struct entry *entry)
{
    static bool facts[MOST_FACTS];
    memset(facts, 0, sizeof(facts));
    enum entry_calls calls = entry_calls_of(rules, entry, facts);
    for (size_t i = 0; i < MOST_FACTS; i++) {
        must[i] |= facts[i] && calls != CALLS_RULES;
        may[i] |= facts[i];
    }
    return calls;
}

static void draw_entries(struct packed_entries *packed, size_t count, uint64_t *state)
{
    struct strbuf message;
    strbuf_init(&message, 1000);
    for (size_t i = 0; i < count; i++) {
        size_t sender = random_draw(state, sizeof(senders) / sizeof(senders[0]));
        draw_message(&message, state);
        packed_entries_add(packed, &(struct entry){ .message = strbuf_str(&message),
                                                    .source = senders[sender].source,
                                                    .process = senders[sender].process,
                                                    .line = i + 1,
                                                    .scope = senders[sender].scope });
    }
    strbuf_release(&message);
}

static void compare(const struct logdoc_ruleset *rules, uint64_t seed)
{
    static bool facts[MOST_FACTS];
    enum entry_calls wanted[MOST];
    uint64_t state = seed * 0x9E3779B97F4A7C15U + 1;
    struct packed_entries packed;
    memset(facts, 0, sizeof(facts));
    memset(must, 0, sizeof(must));
    memset(may, 0, sizeof(may));
    packed_entries_init(&packed, MOST * 1000);
    size_t count = 1 + random_draw(&state, MOST), from = random_draw(&state, count);
    draw_entries(&packed, count, &state);
    for (size_t i = from; i < count; i++) {
        struct entry entry = packed_entries_get(&packed, i);
        wanted[i] = look_alone(rules, &entry);
    }
    entry_calls_note(rules, &packed, from, facts);
    for (size_t i = from; i < count; i++)
        cr_assert_eq((enum entry_calls)packed.list.items[i].calls, wanted[i],
                     "seed %d, %zu of %zu", (int)seed, i, count);
    for (size_t i = 0; i < rules->facts.count; i++)
        cr_assert(facts[i] ? may[i] : !must[i], "%s", rules->facts.items[i]->name);
    packed_entries_release(&packed);
}

Test(entry_calls, of_many_are_those_of_each)
{
    struct logdoc_error error;
    struct logdoc_ruleset *rules = logdoc_ruleset_new_builtin(&error);
    cr_assert_not_null(rules);
    cr_assert_lt(rules->facts.count, MOST_FACTS);
    needles_finish(rules->needles);
    for (uint64_t seed = 1; seed <= 300; seed++)
        compare(rules, seed);
    logdoc_ruleset_free(rules);
}
