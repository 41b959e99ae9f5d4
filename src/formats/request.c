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

struct key {
    char text[LONGEST_KEY]; /* with the blank before it, its =, and a quote if need be */
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

/* The value of the pair between two places; false when its key is another. */
static inline __attribute__((always_inline)) bool
take(const char *text, const uint16_t *place, const struct key *key, logdoc_str *value)
{
    const char *from = text + place[0] + key->len, *end = text + place[1];
    bool quoted = key->text[key->len - 1] == '"';
    *value = (logdoc_str){ from, (size_t)(end - quoted - from) };
    return has_key(text + place[0], key) &&
           (quoted ? end > from && end[-1] == '"' : *from != '"');
}

static inline __attribute__((always_inline)) bool
is_pair(const char *text, const uint16_t *place, const struct key *key)
{
    logdoc_str value;
    return take(text, place, key, &value);
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

enum {
    METHOD,
    PATH,
    HOST,
    REQUEST_ID,
    FWD,
    DYNO,
    CONNECT,
    SERVICE,
    STATUS,
    BYTES,
    PROTOCOL
};
enum { TLS = PROTOCOL + 1, TLS_VERSION };

static const struct key keys[] = {
    [METHOD] = KEY(" method="),
    [PATH] = KEY(" path=\""),
    [HOST] = KEY(" host="),
    [REQUEST_ID] = KEY(" request_id="),
    [FWD] = KEY(" fwd=\""),
    [DYNO] = KEY(" dyno="),
    [CONNECT] = KEY(" connect="),
    [SERVICE] = KEY(" service="),
    [STATUS] = KEY(" status="),
    [BYTES] = KEY(" bytes="),
    [PROTOCOL] = KEY(" protocol="),
    [TLS] = KEY(" tls="),
    [TLS_VERSION] = KEY(" tls_version="),
};

/* How many pairs the line has if it has none but blanks between them; tls and tls_version
 * came late. 0: another number, or too near to the end of the bytes. */
static inline size_t count_pairs(const struct byte_marks *marks, const uint16_t *place)
{
    const char *text = marks->bytes.at;
    if (place[TLS_VERSION + 1] + LONGEST_KEY > marks->bytes.len)
        return 0;
    return text[place[TLS]] == '\n'               ? TLS
           : text[place[TLS_VERSION + 1]] == '\n' ? TLS_VERSION + 1
                                                  : 0;
}

size_t request_read(const struct byte_marks *marks, size_t place, logdoc_time time,
                    struct request *out)
{
    const char *text = marks->bytes.at;
    const uint16_t *first = &marks->places[place];
    logdoc_str connect, service, status;
    size_t count = count_pairs(marks, first);
    if (count == 0 || !is_pair(text, first + METHOD, &keys[METHOD]) ||
        !take(text, first + PATH, &keys[PATH], &out->path) ||
        !take(text, first + HOST, &keys[HOST], &out->host) ||
        !is_pair(text, first + REQUEST_ID, &keys[REQUEST_ID]) ||
        !is_pair(text, first + FWD, &keys[FWD]) ||
        !take(text, first + DYNO, &keys[DYNO], &out->dyno) ||
        !take(text, first + CONNECT, &keys[CONNECT], &connect) ||
        !take(text, first + SERVICE, &keys[SERVICE], &service) ||
        !take(text, first + STATUS, &keys[STATUS], &status) ||
        !is_pair(text, first + BYTES, &keys[BYTES]) ||
        !is_pair(text, first + PROTOCOL, &keys[PROTOCOL]) ||
        !read_time(connect, &out->connect) || !read_time(service, &out->service))
        return 0;
    if (count > TLS && (!is_pair(text, first + TLS, &keys[TLS]) ||
                        !is_pair(text, first + TLS_VERSION, &keys[TLS_VERSION])))
        return 0;
    out->time = time;
    out->status_class = class_of(status);
    out->failed = out->status_class == 5;
    out->timeout = false;
    out->roomy = true; /* the shortest pairs behind a path have 81 bytes */
    return place + count;
}
