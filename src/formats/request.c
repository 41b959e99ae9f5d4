/* SPDX-License-Identifier: MIT
 * The router line of today is read by its blanks: pair by pair, each with the key that is
 * expected there, or the line is left to router_parse(). */
#include "request.h"

#include "format_text.h"

#define LONGEST_KEY ((size_t)16)

static unsigned class_of(logdoc_str status)
{
    bool is_status = status.len == 3 && status.at[0] >= '1' && status.at[0] <= '5';
    return is_status ? (unsigned)(status.at[0] - '0') : 0;
}

/* `30000ms`, or `30000` of old routers. */
static uint32_t time_of(logdoc_str value)
{
    uint32_t number = 0;
    size_t digits = span(value, is_digit);
    if (digits == 0 || digits > 9)
        return REQUEST_NO_TIME;
    for (size_t i = 0; i < digits; i++)
        number = number * 10 + (uint32_t)(value.at[i] - '0');
    return number;
}

void request_from_line(const struct router_line *line, logdoc_time time,
                       struct request *out)
{
    unsigned class = class_of(line->status);
    *out = (struct request){ .path = line->path,
                             .host = line->host,
                             .dyno = line->dyno,
                             .time = time,
                             .connect = time_of(line->connect),
                             .service = time_of(line->service),
                             .status_class = class,
                             .failed = line->code.len > 0 || class == 5,
                             .timeout = str_equal(line->code, STR("H12")) };
}

/* A line of marked bytes, and how far it has been read: a pair begins at `at`, the blanks
 * from there on are in `bits` and in the words behind it. */
struct pairs {
    const uint64_t *word;
    uint64_t bits;
    const char *base; /* the word's first byte */
    const char *at, *end;
};

static inline struct pairs pairs_between(const struct byte_marks *marks, size_t from,
                                         size_t end)
{
    const uint64_t *word = &marks->blanks[from / 64];
    const char *text = marks->bytes.at;
    return (struct pairs){ .word = word,
                           .bits = *word & ~(uint64_t)0 << from % 64,
                           .base = text + from / 64 * 64,
                           .at = text + from,
                           .end = text + end };
}

struct key {
    char text[LONGEST_KEY]; /* with its =, and a quote if the value has one */
    size_t len;
};

#define KEY(text)                                                                        \
    {                                                                                    \
        text, sizeof(text) - 1                                                           \
    }

/* Words, because a compiler would call memcmp(). */
static inline __attribute__((always_inline)) bool has_key(const char *at,
                                                          const struct key *key)
{
    uint64_t differs = read_eight(at) ^ read_eight(key->text);
    if (key->len < 8)
        return differs << (64 - 8 * key->len) == 0;
    return differs == 0 &&
           read_eight(at + key->len - 8) == read_eight(key->text + key->len - 8);
}

/* The value of the next pair; false when its key is another. */
static inline __attribute__((always_inline)) bool
take(struct pairs *pairs, const struct key *key, logdoc_str *value)
{
    const char *from = pairs->at + key->len;
    bool quoted = key->text[key->len - 1] == '"';
    if (pairs->at >= pairs->end || !has_key(pairs->at, key))
        return false;
    while (!pairs->bits) {
        pairs->bits = *++pairs->word;
        pairs->base += 64;
    }
    const char *blank = pairs->base + (unsigned)__builtin_ctzll(pairs->bits);
    pairs->bits &= pairs->bits - 1;
    pairs->at = blank + 1;
    *value = (logdoc_str){ from, (size_t)(blank - quoted - from) };
    return quoted ? blank > from && blank[-1] == '"' : *from != '"';
}

static inline __attribute__((always_inline)) bool skip(struct pairs *pairs,
                                                       const struct key *key)
{
    logdoc_str value;
    return take(pairs, key, &value);
}

/* One to eight digits and "ms". */
static inline __attribute__((always_inline)) bool read_time(logdoc_str value,
                                                            uint32_t *out)
{
    static const uint64_t zeros = UINT64_C(0x3030303030303030);
    size_t digits = value.len - 2;
    if (digits - 1 >= 8 || memcmp(value.at + digits, "ms", 2) != 0)
        return false;
    if (digits == 1) {
        *out = (uint32_t)(unsigned char)*value.at - '0';
        return *out < 10;
    }
    uint64_t above = ~UINT64_C(0) << (64 - 8 * digits);
    uint64_t word = read_eight(value.at + digits - 8);
    return read_digits((word & above) | (zeros & ~above), out);
}

static const struct key method = KEY("method="), path = KEY("path=\""),
                        host = KEY("host="), request_id = KEY("request_id="),
                        forwarded = KEY("fwd=\""), dyno = KEY("dyno="),
                        connect = KEY("connect="), service = KEY("service="),
                        status = KEY("status="), bytes = KEY("bytes="),
                        protocol = KEY("protocol="), tls = KEY("tls="),
                        tls_version = KEY("tls_version=");

/* tls and tls_version came late. */
static inline bool reads_end(struct pairs *pairs)
{
    return skip(pairs, &protocol) &&
           (pairs->at > pairs->end ||
            (skip(pairs, &tls) && skip(pairs, &tls_version) && pairs->at > pairs->end));
}

bool request_read(const struct byte_marks *marks, size_t from, size_t end,
                  logdoc_time time, struct request *out)
{
    struct pairs pairs = pairs_between(marks, from, end);
    logdoc_str connected, served, answered;
    if (end + LONGEST_KEY > marks->bytes.len || !skip(&pairs, &method) ||
        !take(&pairs, &path, &out->path) || !take(&pairs, &host, &out->host) ||
        !skip(&pairs, &request_id) || !skip(&pairs, &forwarded) ||
        !take(&pairs, &dyno, &out->dyno) || !take(&pairs, &connect, &connected) ||
        !take(&pairs, &service, &served) || !take(&pairs, &status, &answered) ||
        !skip(&pairs, &bytes) || !reads_end(&pairs) ||
        !read_time(connected, &out->connect) || !read_time(served, &out->service))
        return false;
    out->time = time;
    out->status_class = class_of(answered);
    out->failed = out->status_class == 5;
    out->timeout = false;
    return true;
}
