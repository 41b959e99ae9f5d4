/* SPDX-License-Identifier: MIT
 * The router line of today, read by its blanks: as many pairs as expected, each with the
 * key that is expected there, or the line is left to router_parse(). */
#include "logfmt.h"
#include "str.h"

#define INFO STR("at=info ")
#define LONGEST_KEY ((size_t)16)
#define LEAST_PAIRS ((size_t)11)
#define MOST_PAIRS ((size_t)13) /* tls and tls_version came late */

/* Room for what one word of marks may add to as many pairs as a line may have. */
typedef size_t pair_starts[MOST_PAIRS + 1 + 64];

/* Offsets of the pairs, which blanks separate, and of what would be the next; the number
 * of pairs, more than MOST_PAIRS when there are too many. */
static inline size_t find_pairs(const struct byte_marks *marks, size_t from, size_t end,
                                pair_starts starts)
{
    size_t count = 0, word = from / 64, last = (end - 1) / 64;
    uint64_t bits = marks->blanks[word] & ~(uint64_t)0 << from % 64;
    starts[count++] = from;
    while (count <= MOST_PAIRS) {
        bits &= word == last ? ~(uint64_t)0 >> (63 - (end - 1) % 64) : ~(uint64_t)0;
        for (size_t behind = word * 64 + 1; bits; bits &= bits - 1)
            starts[count++] = behind + (size_t)__builtin_ctzll(bits);
        if (word == last)
            break;
        bits = marks->blanks[++word];
    }
    starts[count] = end + 1;
    return count;
}

/* A line as pairs. */
struct pairs {
    const char *text;
    const size_t *starts;
    bool wrong; /* one was not what was expected */
};

/* The value of a pair; `key` ends with = or, where the value is quoted, with the quote.
 * Compilers compare with a key that they know as with one number. */
static inline __attribute__((always_inline)) logdoc_str take(struct pairs *pairs,
                                                             size_t index, logdoc_str key)
{
    const char *at = pairs->text + pairs->starts[index];
    const char *end = pairs->text + pairs->starts[index + 1] - 1;
    const char *value = at + key.len;
    bool quoted = key.at[key.len - 1] == '"';
    end -= quoted;
    if (memcmp(at, key.at, key.len) != 0 || end < value ||
        (quoted ? *end != '"' : *value == '"'))
        pairs->wrong = true;
    return (logdoc_str){ value, (size_t)(end - value) };
}

bool router_parse_usual(const struct byte_marks *marks, size_t from, size_t end,
                        struct router_line *out)
{
    pair_starts starts;
    const char *text = marks->bytes.at;
    if (end + LONGEST_KEY > marks->bytes.len ||
        memcmp(text + from, INFO.at, INFO.len) != 0)
        return false;
    size_t count = find_pairs(marks, from + INFO.len, end, starts);
    struct pairs pairs = { text, starts, count != LEAST_PAIRS && count != MOST_PAIRS };
    if (pairs.wrong)
        return false;
    out->at = (logdoc_str){ text + from + 3, 4 };
    take(&pairs, 0, STR("method="));
    out->path = take(&pairs, 1, STR("path=\""));
    out->host = take(&pairs, 2, STR("host="));
    take(&pairs, 3, STR("request_id="));
    take(&pairs, 4, STR("fwd=\""));
    out->dyno = take(&pairs, 5, STR("dyno="));
    out->connect = take(&pairs, 6, STR("connect="));
    out->service = take(&pairs, 7, STR("service="));
    out->status = take(&pairs, 8, STR("status="));
    take(&pairs, 9, STR("bytes="));
    take(&pairs, 10, STR("protocol="));
    if (count == MOST_PAIRS) {
        take(&pairs, 11, STR("tls="));
        take(&pairs, 12, STR("tls_version="));
    }
    return !pairs.wrong;
}
