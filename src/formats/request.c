/* SPDX-License-Identifier: MIT
 * The router line of today is read by its blanks: pair by pair, each with the key that is
 * expected there, or the line is left to router_parse(). */
#include "request.h"

#include "format_text.h"
#include "sixteen_bytes.h"

#define KEY_ROOM sizeof(sixteen_bytes)

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

/* The key of a pair: what may differ from a line, and what must. A value without quotes
 * does not begin with one, so that is looked at too. */
struct key {
    char text[16];              /* the blank before it, the key, =, and a quote */
    sixteen_bytes same, looked; /* which of these bytes a line must have; which count */
    size_t len;
};

#define FF4 0xFF, 0xFF, 0xFF, 0xFF
#define FF5 FF4, 0xFF
#define FF6 FF4, 0xFF, 0xFF
#define FF7 FF6, 0xFF
#define FF8 FF4, FF4
#define FF9 FF8, 0xFF
#define FF10 FF8, 0xFF, 0xFF
#define FF11 FF10, 0xFF
#define FF12 FF8, FF4
#define FF13 FF12, 0xFF
#define FF14 FF12, 0xFF, 0xFF

/* Bits where a line differs from a key. */
static inline __attribute__((always_inline)) sixteen_bytes
key_differs(const char *at, const struct key *key)
{
    sixteen_bytes same = (sixteen_bytes)(sixteen_read(at) == sixteen_read(key->text));
    return (same ^ key->same) & key->looked;
}

/* The value of the pair between two places. */
static inline __attribute__((always_inline)) logdoc_str
value_of(const char *text, const uint16_t *place, const struct key *key)
{
    size_t from = place[0] + key->len;
    return (logdoc_str){ text + from, place[1] - from };
}

/* Takes the closing quote off; false: there is none. */
static inline __attribute__((always_inline)) bool unquote(logdoc_str *value)
{
    value->len--;
    return value->len < UINT16_MAX && value->at[value->len] == '"';
}

#define ALL (~UINT64_C(0))

/* One to eight digits and "ms", behind at least eight bytes. */
static inline __attribute__((always_inline)) bool read_time(logdoc_str value,
                                                            uint32_t *out)
{
    static const uint64_t masks[8] = {
        ALL << 56, ALL << 48, ALL << 40, ALL << 32, ALL << 24, ALL << 16, ALL << 8, ALL,
    };
    size_t digits = value.len - 2;
    return digits - 1 < 8 && memcmp(value.at + digits, "ms", 2) == 0 &&
           read_digits(read_eight(value.at + digits - 8), masks[digits - 1], out);
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
    [METHOD] = { " method=\"", { FF8 }, { FF9 }, 8 },
    [PATH] = { " path=\"", { FF7 }, { FF7 }, 7 },
    [HOST] = { " host=\"", { FF6 }, { FF7 }, 6 },
    [REQUEST_ID] = { " request_id=\"", { FF12 }, { FF13 }, 12 },
    [FWD] = { " fwd=\"", { FF6 }, { FF6 }, 6 },
    [DYNO] = { " dyno=\"", { FF6 }, { FF7 }, 6 },
    [CONNECT] = { " connect=\"", { FF9 }, { FF10 }, 9 },
    [SERVICE] = { " service=\"", { FF9 }, { FF10 }, 9 },
    [STATUS] = { " status=\"", { FF8 }, { FF9 }, 8 },
    [BYTES] = { " bytes=\"", { FF7 }, { FF8 }, 7 },
    [PROTOCOL] = { " protocol=\"", { FF10 }, { FF11 }, 10 },
    [TLS] = { " tls=\"", { FF5 }, { FF6 }, 5 },
    [TLS_VERSION] = { " tls_version=\"", { FF13 }, { FF14 }, 13 },
};

/* Does the line end at a place? */
static inline bool is_end(const struct byte_marks *marks, const uint16_t *place)
{
    return *place < marks->bytes.len && marks->bytes.at[*place] == '\n';
}

/* How many pairs the line has if it has none but blanks between them; tls and tls_version
 * came late. 0: another number, or too near to the end of the bytes. */
static inline size_t count_pairs(const struct byte_marks *marks, const uint16_t *place)
{
    size_t count = is_end(marks, place + TLS)               ? TLS
                   : is_end(marks, place + TLS_VERSION + 1) ? TLS_VERSION + 1
                                                            : 0;
    return count > 0 && place[count - 1] + KEY_ROOM <= marks->readable ? count : 0;
}

/* Are they the keys of a request, up to `count`? */
static inline __attribute__((always_inline)) bool
has_keys(const char *text, const uint16_t *place, size_t count)
{
    sixteen_bytes differs = { 0 };
#pragma GCC unroll 16
    for (size_t i = 0; i < TLS; i++)
        differs |= key_differs(text + place[i], &keys[i]);
    if (count > TLS)
        differs |= key_differs(text + place[TLS], &keys[TLS]) |
                   key_differs(text + place[TLS_VERSION], &keys[TLS_VERSION]);
    return !sixteen_any(differs);
}

size_t request_read(const struct byte_marks *marks, size_t place, struct request *out)
{
    const char *text = marks->bytes.at;
    const uint16_t *first = &marks->places[place];
    size_t count = count_pairs(marks, first);
    if (count == 0 || !has_keys(text, first, count))
        return 0;
    logdoc_str forwarded = value_of(text, first + FWD, &keys[FWD]);
    out->path = value_of(text, first + PATH, &keys[PATH]);
    out->host = value_of(text, first + HOST, &keys[HOST]);
    out->dyno = value_of(text, first + DYNO, &keys[DYNO]);
    if (!unquote(&out->path) || !unquote(&forwarded) ||
        text[first[HOST + 1] - 1] == '"' ||
        !read_time(value_of(text, first + CONNECT, &keys[CONNECT]), &out->connect) ||
        !read_time(value_of(text, first + SERVICE, &keys[SERVICE]), &out->service))
        return 0;
    out->status_class = class_of(value_of(text, first + STATUS, &keys[STATUS]));
    out->failed = out->status_class == 5;
    out->timeout = false;
    out->roomy = true; /* the shortest pairs behind a path have 81 bytes */
    return place + count;
}
