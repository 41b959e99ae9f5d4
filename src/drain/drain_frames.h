/* SPDX-License-Identifier: MIT
 * Syslog frames as Heroku's log router sends them: `LEN SP syslog` back to back, read by
 * their length, whatever the messages hold. What deviates is read
 * as well as it can be: a length that is off by one, frames that end with a line, rubbish
 * between frames. No I/O. */
#ifndef LOGDOC_DRAIN_FRAMES_H
#define LOGDOC_DRAIN_FRAMES_H

#include "strbuf.h"

#define FRAME_LONGEST ((size_t)256 * 1024)

struct frame_reader {
    logdoc_str rest;
    uint64_t frames, bad; /* read; and places where something did not fit */
};

/* Over a whole body. `frame` is a view of one syslog message without its length; false at
 * the end. */
bool frame_next(struct frame_reader *, logdoc_str *frame);

/* Over a stream of which more will come: bytes of `s` that are whole frames; 0: none yet.
 */
size_t frame_whole(logdoc_str s);

/* Appends the frame as lines: of a message of several lines each has the header, so that
 * no line passes for one of another process. */
void frame_add_lines(struct strbuf *out, logdoc_str frame);

/* Whether it is the log router's own news that it dropped messages (L10). */
bool frame_is_loss(logdoc_str frame);

#endif
