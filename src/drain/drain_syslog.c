/* SPDX-License-Identifier: MIT
 * Connections that send and are never answered. */
#include "drain_syslog.h"

#include "drain_frames.h"
#include "str.h"
#include "vec.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#define PIECE_SIZE ((size_t)64 * 1024)
#define BUFFER_CAP (FRAME_LONGEST * 2)
#define IDLE (300 * LOGDOC_SECOND) /* the log router goes after 255 s */

struct client {
    int fd;
    struct strbuf buffer;
    logdoc_time active;
};

struct drain_syslog {
    int listener;
    drain_syslog_frames *frames;
    void *user;
    VEC(struct client) clients;
    char piece[PIECE_SIZE];
};

struct drain_syslog *drain_syslog_new(const struct listener *listener,
                                      drain_syslog_frames *frames, void *user)
{
    struct drain_syslog *syslog = mem_zeroed(1, sizeof(*syslog));
    syslog->listener = listener->fd;
    syslog->frames = frames;
    syslog->user = user;
    return syslog;
}

static void drop_client(struct drain_syslog *syslog, size_t index)
{
    struct client *client = &syslog->clients.items[index];
    close(client->fd);
    strbuf_release(&client->buffer);
    *client = syslog->clients.items[--syslog->clients.count];
}

void drain_syslog_free(struct drain_syslog *syslog)
{
    if (!syslog)
        return;
    while (syslog->clients.count > 0)
        drop_client(syslog, 0);
    vec_release(&syslog->clients);
    free(syslog);
}

size_t drain_syslog_watch(const struct drain_syslog *syslog, struct pollfd *fds)
{
    size_t count = syslog->clients.count;
    for (size_t i = 0; i < count; i++)
        fds[i] = (struct pollfd){ .fd = syslog->clients.items[i].fd, .events = POLLIN };
    if (count < SYSLOG_CLIENTS)
        fds[count++] = (struct pollfd){ .fd = syslog->listener, .events = POLLIN };
    return count;
}

static void accept_clients(struct drain_syslog *syslog, logdoc_time steady)
{
    while (syslog->clients.count < SYSLOG_CLIENTS) {
        int fd = accept(syslog->listener, NULL, NULL);
        if (fd < 0)
            return;
        fcntl(fd, F_SETFD, FD_CLOEXEC);
        fcntl(fd, F_SETFL, O_NONBLOCK);
        struct client *client = vec_push(&syslog->clients);
        *client = (struct client){ .fd = fd, .active = steady };
        strbuf_init(&client->buffer, BUFFER_CAP);
    }
}

static void give_whole(struct drain_syslog *syslog, struct client *client)
{
    logdoc_str all = strbuf_str(&client->buffer);
    size_t whole = frame_whole(all);
    if (whole == 0 && all.len + PIECE_SIZE > BUFFER_CAP)
        whole = all.len;
    if (whole == 0)
        return;
    syslog->frames(syslog->user, (logdoc_str){ all.at, whole });
    strbuf_remove_front(&client->buffer, whole);
}

static void give_rest(struct drain_syslog *syslog, struct client *client)
{
    if (client->buffer.len > 0)
        syslog->frames(syslog->user, strbuf_str(&client->buffer));
    strbuf_reset(&client->buffer);
}

/* False at the end of the connection. */
static bool read_client(struct drain_syslog *syslog, struct client *client,
                        logdoc_time steady)
{
    ssize_t len = read(client->fd, syslog->piece, PIECE_SIZE);
    if (len < 0)
        return errno == EAGAIN || errno == EINTR;
    client->active = steady;
    strbuf_add(&client->buffer, syslog->piece, (size_t)len);
    give_whole(syslog, client);
    if (len == 0)
        give_rest(syslog, client);
    return len > 0;
}

void drain_syslog_run(struct drain_syslog *syslog, const struct pollfd *fds, size_t count,
                      logdoc_time steady)
{
    for (size_t i = syslog->clients.count; i-- > 0;) {
        struct client *client = &syslog->clients.items[i];
        bool stays = !fds[i].revents || read_client(syslog, client, steady);
        if (!stays || steady - client->active > IDLE)
            drop_client(syslog, i);
    }
    if (count > 0 && fds[count - 1].fd == syslog->listener && fds[count - 1].revents)
        accept_clients(syslog, steady);
}

void drain_syslog_finish(struct drain_syslog *syslog, logdoc_time steady)
{
    while (syslog->clients.count > 0) {
        struct client *client = &syslog->clients.items[0];
        size_t before;
        do {
            before = client->buffer.len;
        } while (read_client(syslog, client, steady) && client->buffer.len > before);
        give_rest(syslog, client);
        drop_client(syslog, 0);
    }
}

size_t drain_syslog_clients(const struct drain_syslog *syslog)
{
    return syslog->clients.count;
}
