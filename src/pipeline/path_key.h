/* SPDX-License-Identifier: MIT
 * A path of up to 64 bytes as it comes, but for digits: paths of one key have one
 * traffic_path(), and most requests of a log share a few keys. */
#ifndef LOGDOC_PATH_KEY_H
#define LOGDOC_PATH_KEY_H

#include "request.h"
#include "sixteen_bytes.h"

#define PATH_KEY_MOST ((size_t)REQUEST_PATH_ROOM)
#define PATH_KEY_PARTS ((size_t)4)
#define PATH_KEY_USUAL ((size_t)2) /* parts that most paths need */

struct path_key {
    sixteen_bytes parts[PATH_KEY_PARTS];
    size_t len; /* 0: none */
};

static inline bool path_key_is_long(size_t len)
{
    return len > PATH_KEY_USUAL * 16;
}

/* Digits become zeros, but not those that may name a version, one or two places behind a
 * v. Question marks are noted. */
static inline sixteen_bytes path_key_part(logdoc_str path, size_t from,
                                          sixteen_bytes *marks)
{
    const char *at = path.at + from;
    sixteen_bytes mask = sixteen_mask(path.len, from), here = sixteen_read(at) & mask;
    sixteen_bytes digits = (sixteen_bytes)(here - '0' < 10);
    sixteen_bytes kept = (sixteen_bytes)(sixteen_read(at - 1) == 'v') |
                         (sixteen_bytes)(sixteen_read(at - 2) == 'v');
    *marks |= (sixteen_bytes)(here == '?');
    return here & (~digits | kept);
}

/* Makes the key of a path of 1 to PATH_KEY_MOST bytes. As many and two before it may be
 * read. Returns whether there is a question mark. */
static inline bool path_key_make(struct path_key *key, logdoc_str path)
{
    sixteen_bytes marks = { 0 };
    key->len = path.len;
    key->parts[0] = path_key_part(path, 0, &marks);
    key->parts[1] = path_key_part(path, 16, &marks);
    key->parts[2] = key->parts[3] = (sixteen_bytes){ 0 };
    if (path_key_is_long(path.len)) {
        key->parts[2] = path_key_part(path, 32, &marks);
        key->parts[3] = path_key_part(path, 48, &marks);
    }
    return sixteen_any(marks);
}

static inline bool path_key_same(const struct path_key *a, const struct path_key *b)
{
    sixteen_bytes differ = (a->parts[0] ^ b->parts[0]) | (a->parts[1] ^ b->parts[1]);
    if (path_key_is_long(a->len))
        differ |= (a->parts[2] ^ b->parts[2]) | (a->parts[3] ^ b->parts[3]);
    return a->len == b->len && !sixteen_any(differ);
}

static inline uint64_t path_key_hash(const struct path_key *key)
{
    static const uint64_t factor = UINT64_C(0x9E3779B97F4A7C15);
    sixteen_bytes all = key->parts[0] ^ (key->parts[1] + key->parts[1]);
    if (path_key_is_long(key->len))
        all ^= (key->parts[2] ^ key->parts[3]) + (sixteen_bytes){ 1 };
    struct sixteen_words words = sixteen_words(all);
    return ((words.first ^ key->len) * factor ^ words.last) * factor;
}

#endif
