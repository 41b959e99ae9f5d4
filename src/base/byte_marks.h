/* SPDX-License-Identifier: MIT
 * Where in a stretch of a log are the bytes that decide how it is read? One pass by
 * vectors of the widest kind the machine has writes a bit for each byte, and a list of
 * the places; whoever reads the lines takes the next place instead of looking at bytes.
 */
#ifndef LOGDOC_BYTE_MARKS_H
#define LOGDOC_BYTE_MARKS_H

#include <logdoc/types.h>

#define BYTE_MARKS_SIZE ((size_t)16 * 1024)
#define BYTE_MARKS_WORDS (BYTE_MARKS_SIZE / 64 + 1) /* the last is all ones */
#define BYTE_MARKS_BEHIND 64                        /* places behind the last one */
#define BYTE_MARKS_NONE UINT16_MAX

typedef uint64_t byte_mark[BYTE_MARKS_WORDS];

struct byte_marks {
    logdoc_str bytes; /* what is marked, lent */
    size_t readable;  /* how many bytes there are, with those behind */
    byte_mark odd;    /* NUL, \b, \r, escape, ';', '+', '[': there may be dirt, or another
                         record on the same line; '\\'; and line feeds, where a search
                         ends */
    byte_mark all;    /* odd bytes and ' ' */
    uint16_t before[BYTE_MARKS_WORDS]; /* how many places are before each word */
    /* Offsets of all, then BYTE_MARKS_NONE as often as above. */
    uint16_t places[BYTE_MARKS_SIZE + BYTE_MARKS_BEHIND];
};

/* Marks the first BYTE_MARKS_SIZE bytes, or all. */
void byte_marks_set(struct byte_marks *, logdoc_str bytes);

/* The ways to do it, the fastest first, until one without a name; the last one is there
 * on every machine. */
struct byte_marks_way {
    const char *name;
    bool (*is_available)(void);
    void (*set)(struct byte_marks *, logdoc_str bytes);
};

extern const struct byte_marks_way byte_marks_ways[];

/* Offset of the first mark at or after `from` (at most the length of the bytes); their
 * length or more when there is none. */
static inline size_t byte_marks_next(const byte_mark mark, size_t from)
{
    size_t word = from / 64;
    uint64_t bits = mark[word] >> from % 64;
    if (bits)
        return from + (size_t)__builtin_ctzll(bits);
    do
        bits = mark[++word];
    while (!bits);
    return word * 64 + (size_t)__builtin_ctzll(bits);
}

/* The same of the line feeds. */
static inline size_t byte_marks_line_end(const struct byte_marks *marks, size_t from)
{
    size_t at = byte_marks_next(marks->odd, from);
    while (at < marks->bytes.len && marks->bytes.at[at] != '\n')
        at = byte_marks_next(marks->odd, at + 1);
    return at;
}

/* How many bits are set; not every machine that this is compiled for counts them. */
static inline size_t byte_marks_count(uint64_t bits)
{
    bits -= bits >> 1 & UINT64_C(0x5555555555555555);
    bits = (bits & UINT64_C(0x3333333333333333)) +
           (bits >> 2 & UINT64_C(0x3333333333333333));
    bits = (bits + (bits >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
    return (size_t)(bits * UINT64_C(0x0101010101010101) >> 56);
}

/* Which of the places is the first at or after `from`. */
static inline size_t byte_marks_place(const struct byte_marks *marks, size_t from)
{
    uint64_t bits = marks->all[from / 64] & (((uint64_t)1 << from % 64) - 1);
    return marks->before[from / 64] + byte_marks_count(bits);
}

#endif
