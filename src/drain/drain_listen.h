/* SPDX-License-Identifier: MIT
 * Sockets that wait for connections. */
#ifndef LOGDOC_DRAIN_LISTEN_H
#define LOGDOC_DRAIN_LISTEN_H

#include <logdoc/types.h>

#define LISTEN_NAME 80

struct listener {
    int fd;
    bool loopback;          /* only this computer can connect */
    char name[LISTEN_NAME]; /* "127.0.0.1:8514", "[::1]:8514" */
};

/* `address` is "ADDR:PORT", "[IPv6]:PORT" or ":PORT" (every address); port 0 is any free
 * one. Not blocking. */
bool listener_open(struct listener *, const char *address, struct logdoc_error *);
void listener_close(struct listener *); /* accepts one with fd -1 */

#endif
