/* SPDX-License-Identifier: MIT
 * Bytes → lines, one framer for each input. Real input is dirty; a line that leaves here
 * is clean: no line end, no CR, no NUL, no terminal escape sequences (CSI, OSC), no
 * backspaces, no byte order mark; UTF-16 that says so comes out as UTF-8. Records that
 * were glued on one line come out as lines of their own (same number), a line that a
 * console wrapped at its width comes out whole. Bytes that are not UTF-8 pass. What
 * exceeds FRAMER_LINE_CAP is cut off and counted. How the bytes were cut makes no
 * difference. */
#ifndef LOGDOC_FRAMER_H
#define LOGDOC_FRAMER_H

#include "byte_marks.h"
#include "strbuf.h"
#include "text_decoder.h"

#define FRAMER_LINE_CAP ((size_t)64 * 1024)
#define FRAMER_WIDEST_CONSOLE ((size_t)256)
#define FRAMER_PATIENCE ((uint64_t)10000)

/* `line` is lent for the call; `number` is 1-based and counts physical lines. */
typedef void framer_line(void *user, logdoc_str line, uint64_t number);

/* Takes lines of marked bytes from the offset `at` on in its own way, as far as it can:
 * each must be one that framer_would_give(), and is counted in `number`. Returns the
 * offset of the first line that it leaves. */
typedef size_t framer_skim(void *user, const struct byte_marks *, size_t at);

struct framer {
    framer_skim *skim; /* NULL: none */
    struct text_decoder decoder;
    struct strbuf partial; /* a physical line whose end has not come */
    struct strbuf clean;   /* scratch for a dirty line */
    struct strbuf piece;   /* scratch for a part of a dirty line */
    struct strbuf held;    /* a line that the next one may continue */
    uint64_t number;       /* physical lines seen */
    uint64_t held_number;  /* 0: nothing is held */
    size_t held_columns;   /* width of the last physical line in `held` */
    size_t wrap_width;     /* the console's width once it is known; 0 */
    size_t wrap_guess;     /* width of the first line that looked wrapped; 0 */
    uint64_t wrap_text;    /* hash of that line's message */
    size_t widest;         /* widest line with a header so far */
    uint64_t truncated;    /* lines that were cut at the cap */
};

void framer_init(struct framer *);
void framer_release(struct framer *);
void framer_push(struct framer *, logdoc_str bytes, framer_line *line, void *user);
/* Does what comes next no longer depend on what came before, but for a line that has not
 * ended, and are bytes text as they are? */
bool framer_is_settled(const struct framer *);
/* No console wrapped this: a line is wider than any, or none has looked wrapped so far.
 */
static inline bool framer_is_unwrapped(const struct framer *framer)
{
    return framer->widest > FRAMER_WIDEST_CONSOLE ||
           (framer->number > FRAMER_PATIENCE && framer->wrap_guess == 0 &&
            framer->wrap_width == 0);
}
/* Would a line of this length, with a header, neither be held nor joined to one that is?
 */
static inline bool framer_is_free(const struct framer *framer, size_t len)
{
    return framer->held_number == 0 &&
           (len < framer->widest || framer_is_unwrapped(framer));
}
/* Would a line without odd bytes behind its header come out at once and as it is? */
bool framer_would_give(const struct framer *, logdoc_str line);
/* Gives what was held because the next line might continue it; a physical line without
 * its end stays. For a silent source. */
void framer_flush(struct framer *, framer_line *line, void *user);
/* Gives everything: the input has ended. */
void framer_end(struct framer *, framer_line *line, void *user);

#endif
