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

/* The needles that an entry calls rules with, as a set. */
struct called {
    const struct logdoc_ruleset *rules;
    unsigned scope;
    bool *needles;
};

static void note_called(void *user, uint32_t id, size_t offset)
{
    struct called *called = user;
    const struct needle_call *call = &called->rules->calls.of.items[id];
    (void)offset;
    called->needles[id] |= call->starts || call->scopes & called->scope;
}

/* Those of an entry are the needles of its message, or there are none. */
static size_t check_hits(const struct logdoc_ruleset *rules,
                         const struct packed_entries *packed, size_t index)
{
    struct entry entry = packed_entries_get(packed, index);
    size_t hint = index, needles = needles_count(rules->needles), different = 0;
    bool *wanted = mem_zeroed(needles, sizeof(*wanted)),
         *seen = mem_zeroed(needles, sizeof(*seen));
    struct called called = { rules, entry.scope, wanted };
    entry.hits = packed_entries_hits(packed, index, &hint, &entry.hit_count);
    needles_scan(rules->needles, entry.message, note_called, &called);
    cr_assert(entry.hit_count == 0 || entry.calls == CALLS_RULES);
    for (size_t i = 0; i < entry.hit_count; i++) {
        cr_assert_eq(entry.hits[i].entry, index);
        cr_assert(wanted[entry.hits[i].needle]);
        different += !seen[entry.hits[i].needle];
        seen[entry.hits[i].needle] = true;
    }
    for (size_t i = 0; i < needles && entry.hit_count > 0; i++)
        cr_assert_eq(seen[i], wanted[i], "%zu: needle %zu", index, i);
    free(seen);
    free(wanted);
    return different;
}

/* Entries take their hits along. */
static void check_appended(const struct logdoc_ruleset *rules,
                           const struct packed_entries *packed, uint64_t *state)
{
    struct packed_entries copy;
    size_t count = packed->list.count, from = random_draw(state, count),
           to = from + random_draw(state, count - from + 1);
    packed_entries_init(&copy, MOST * 4000);
    packed_entries_append(&copy, packed, from, to);
    packed_entries_append(&copy, packed, 0, count);
    cr_assert_eq(copy.list.count, to - from + count);
    for (size_t i = 0; i < copy.list.count; i++) {
        size_t same = i < to - from ? from + i : i - (to - from), hint = 0, hits = 0;
        packed_entries_hits(packed, same, &hint, &hits);
        size_t wanted = hits;
        packed_entries_hits(&copy, i, &hint, &hits);
        cr_assert_eq(hits, wanted);
        (void)check_hits(rules, &copy, i);
    }
    packed_entries_release(&copy);
}

static size_t compare(const struct logdoc_ruleset *rules, uint64_t seed)
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
    size_t hits = 0;
    for (size_t i = from; i < count; i++)
        hits += check_hits(rules, &packed, i);
    check_appended(rules, &packed, &state);
    for (size_t i = 0; i < rules->facts.count; i++)
        cr_assert(facts[i] ? may[i] : !must[i], "%s", rules->facts.items[i]->name);
    packed_entries_release(&packed);
    return hits;
}

Test(entry_calls, of_many_are_those_of_each)
{
    struct logdoc_error error;
    struct logdoc_ruleset *rules = logdoc_ruleset_new_builtin(&error);
    cr_assert_not_null(rules);
    cr_assert_lt(rules->facts.count, MOST_FACTS);
    needles_finish(rules->needles);
    size_t hits = 0;
    for (uint64_t seed = 1; seed <= 60; seed++)
        hits += compare(rules, seed);
    cr_expect_gt(hits, 1000);
    logdoc_ruleset_free(rules);
}

static void count_called(void *user, uint32_t id, size_t offset)
{
    size_t *count = user;
    (void)id;
    (void)offset;
    ++*count;
}

/* A line with too many is left to be scanned in its turn. */
Test(entry_calls, of_a_line_with_many_hits)
{
    struct logdoc_error error;
    struct logdoc_ruleset *rules = logdoc_ruleset_new_builtin(&error);
    struct packed_entries packed;
    struct strbuf message;
    bool facts[MOST_FACTS], one_short = false;
    size_t most = 0;
    strbuf_init(&message, 100000);
    packed_entries_init(&packed, 1000000);
    needles_finish(rules->needles);
    for (size_t repeated = 1; repeated <= 100; repeated++) {
        strbuf_add_text(&message, "KeyError: ");
        packed_entries_add(&packed, &(struct entry){ .message = strbuf_str(&message),
                                                     .scope = SCOPE_APP });
    }
    entry_calls_note(rules, &packed, 0, facts);
    for (size_t i = 0; i < packed.list.count; i++) {
        struct entry entry = packed_entries_get(&packed, i);
        size_t hint = 0, count = 0, found = 0;
        cr_expect_eq(entry.calls, CALLS_RULES);
        packed_entries_hits(&packed, i, &hint, &count);
        needles_scan(rules->needles, entry.message, count_called, &found);
        cr_expect(count == found || (count == 0 && found > 64), "%zu of %zu", count,
                  found);
        one_short |= count == 0 && found <= 64 + found / (i + 1);
        most = count > most ? count : most;
        (void)check_hits(rules, &packed, i);
    }
    cr_expect(one_short);
    cr_expect(most <= 64 && most > 48, "%zu", most);
    strbuf_release(&message);
    packed_entries_release(&packed);
    logdoc_ruleset_free(rules);
}
