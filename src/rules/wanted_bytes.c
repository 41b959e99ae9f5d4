/* SPDX-License-Identifier: MIT
 * Walks through a pattern's text. A character counts unless a quantifier or a group lets
 * it be left out. */
#include "wanted_bytes.h"

#include "ascii.h"
#include "sixteen_bytes.h"
#include "str.h"

#define DEPTH 32

/* A group that is open. */
struct level {
    struct wanted_bytes before; /* when it began */
    bool may_miss;              /* what is in it need not be in the text */
};

struct walk {
    logdoc_str rest;
    struct wanted_bytes wanted; /* the rarest of the last characters in a row */
    char last;                  /* the character that stands right before; '\0': none */
    struct level levels[DEPTH]; /* the first is the pattern itself */
    size_t depth;
    bool doubt; /* it cannot be said what is wanted */
};

static void skip(struct walk *walk, size_t count)
{
    walk->rest = str_from_offset(walk->rest, count);
}

/* Does what ends here need not be there? A number of times is not looked at. */
static bool is_optional(const struct walk *walk)
{
    return walk->rest.len > 0 && strchr("?*{", walk->rest.at[0]);
}

static size_t rarity_of(char c)
{
    static const char common_first[] =
        " eioanrtslcdmupfhgyw.:-bvk,x/'\"jqz=_()[]EATSRICNOPMLDF0123456789UGHBWVYKQJXZ"
        "<>;{}!?+*&%#@$|`~^\\";
    const char *place = strchr(common_first, c);
    return place ? (size_t)(place - common_first) + 1 : sizeof(common_first);
}

static size_t rarity(const struct wanted_bytes *wanted)
{
    size_t sum = 0;
    for (size_t i = 0; i < wanted->count; i++)
        sum += rarity_of(wanted->bytes[i]);
    return sum;
}

/* A character that took `len` bytes of the pattern. */
static void take(struct walk *walk, char c, size_t len)
{
    struct wanted_bytes pair = { { walk->last, c }, 2 };
    skip(walk, len);
    walk->last = '\0';
    if (is_optional(walk))
        return;
    if (!pair.bytes[0])
        walk->wanted = (struct wanted_bytes){ { c }, 1 };
    else if (rarity(&pair) > rarity(&walk->wanted))
        walk->wanted = pair;
    walk->last = c;
}

/* "\x2e", "\Q" and their like reach further than this character. */
static bool is_odd_escape(char c)
{
    return ascii_is_alnum(c) && !strchr("dDwWsSbBAzZhHvVnrtfaeRK", c);
}

/* "\." is a dot, "\d" many things. */
static void take_escape(struct walk *walk)
{
    char c = walk->rest.len > 1 ? walk->rest.at[1] : 'x';
    if (!ascii_is_alnum(c)) {
        take(walk, c, 2);
        return;
    }
    walk->doubt |= is_odd_escape(c);
    walk->last = '\0';
    skip(walk, 2);
}

static void skip_class(struct walk *walk)
{
    size_t i = str_starts(walk->rest, STR("[^")) ? 2 : 1;
    i += i < walk->rest.len && walk->rest.at[i] == ']';
    while (i < walk->rest.len && walk->rest.at[i] != ']') {
        logdoc_str here = str_from_offset(walk->rest, i);
        walk->doubt |= str_starts(here, STR("[:")) ||
                       (here.at[0] == '\\' && here.len > 1 && is_odd_escape(here.at[1]));
        i += here.at[0] == '\\' ? 2 : 1;
    }
    skip(walk, i + 1);
}

/* "{2,5}". */
static void skip_count(struct walk *walk)
{
    size_t end = str_find_char(walk->rest, '}');
    walk->doubt |= end == SIZE_MAX || end == 1;
    for (size_t i = 1; !walk->doubt && i < end; i++)
        walk->doubt |= !ascii_is_digit(walk->rest.at[i]) && walk->rest.at[i] != ',';
    skip(walk, walk->doubt ? 1 : end + 1);
}

static void open_group(struct walk *walk, size_t len, bool may_miss)
{
    skip(walk, len);
    if (walk->depth + 1 == DEPTH)
        walk->doubt = true;
    else
        walk->levels[++walk->depth] = (struct level){ walk->wanted, may_miss };
}

/* What a lookaround says is not counted. */
static void take_group(struct walk *walk)
{
    static const struct {
        logdoc_str start;
        bool may_miss;
    } kinds[] = { { { "(?:", 3 }, false }, { { "(?>", 3 }, false },
                  { { "(?=", 3 }, true },  { { "(?!", 3 }, true },
                  { { "(?<=", 4 }, true }, { { "(?<!", 4 }, true } };
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (str_starts(walk->rest, kinds[i].start)) {
            open_group(walk, kinds[i].start.len, kinds[i].may_miss);
            return;
        }
    size_t name_end = str_find_char(walk->rest, '>');
    bool named = str_starts(walk->rest, STR("(?<")) && name_end != SIZE_MAX;
    walk->doubt |= !named && (str_starts(walk->rest, STR("(?")) ||
                              str_starts(walk->rest, STR("(*")));
    open_group(walk, named ? name_end + 1 : 1, false);
}

static void close_group(struct walk *walk)
{
    skip(walk, 1);
    if (walk->depth == 0) {
        walk->doubt = true;
        return;
    }
    struct level level = walk->levels[walk->depth--];
    if (level.may_miss || is_optional(walk))
        walk->wanted = level.before;
}

static void take_special(struct walk *walk)
{
    char c = walk->rest.at[0];
    walk->last = '\0';
    if (c == '[')
        skip_class(walk);
    else if (c == '(')
        take_group(walk);
    else if (c == ')')
        close_group(walk);
    else if (c == '{')
        skip_count(walk);
    else
        skip(walk, 1);
    walk->levels[walk->depth].may_miss |= c == '|';
}

struct wanted_bytes wanted_bytes_of(logdoc_str pattern)
{
    struct walk walk = { .rest = pattern };
    while (walk.rest.len > 0 && !walk.doubt) {
        char c = walk.rest.at[0];
        if (c == '\\')
            take_escape(&walk);
        else if (strchr("[(){|^$.?*+", c))
            take_special(&walk);
        else
            take(&walk, c, 1);
    }
    bool sure = !walk.doubt && walk.depth == 0 && !walk.levels[0].may_miss;
    return sure ? walk.wanted : (struct wanted_bytes){ { '\0' }, 0 };
}

static bool has_pair(const char bytes[2], logdoc_str text)
{
    size_t at = 0;
    for (; at + sizeof(sixteen_bytes) < text.len; at += sizeof(sixteen_bytes)) {
        sixteen_bytes first = sixteen_read(text.at + at),
                      second = sixteen_read(text.at + at + 1);
        if (sixteen_bits((sixteen_bytes)(first == bytes[0]) &
                         (sixteen_bytes)(second == bytes[1])))
            return true;
    }
    for (; at + 1 < text.len; at++)
        if (text.at[at] == bytes[0] && text.at[at + 1] == bytes[1])
            return true;
    return false;
}

bool wanted_bytes_are_in(struct wanted_bytes wanted, logdoc_str text)
{
    return wanted.count == 1 ? text.len > 0 && memchr(text.at, wanted.bytes[0], text.len)
                             : has_pair(wanted.bytes, text);
}
