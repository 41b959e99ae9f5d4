/* SPDX-License-Identifier: MIT
 * Opens, binds and names them. */
#include "drain_listen.h"

#include "error.h"
#include "str.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 511

/* "[::1]:80" → "::1" and "80". */
static bool split(const char *address, char host[LISTEN_NAME], char port[8])
{
    const char *colon = strrchr(address, ':');
    uint64_t number;
    if (!colon || !str_parse_unsigned(str_from(colon + 1), &number) || number > 65535)
        return false;
    logdoc_str text = { address, (size_t)(colon - address) };
    if (str_starts(text, STR("[")) && str_ends(text, STR("]")))
        text = (logdoc_str){ text.at + 1, text.len - 2 };
    else if (str_find_char(text, ':') != SIZE_MAX)
        return false;
    if (text.len >= LISTEN_NAME)
        return false;
    snprintf(host, LISTEN_NAME, "%.*s", (int)text.len, text.at);
    snprintf(port, 8, "%u", (unsigned)number);
    return true;
}

static void describe(struct listener *listener)
{
    char host[LISTEN_NAME], port[8];
    struct sockaddr_storage address = { 0 };
    socklen_t len = sizeof(address);
    if (getsockname(listener->fd, (struct sockaddr *)&address, &len) != 0 ||
        getnameinfo((struct sockaddr *)&address, len, host, sizeof(host), port,
                    sizeof(port), NI_NUMERICHOST | NI_NUMERICSERV) != 0)
        return;
    bool six = address.ss_family == AF_INET6;
    snprintf(listener->name, sizeof(listener->name), six ? "[%.60s]:%.6s" : "%.60s:%.6s",
             host, port);
    listener->loopback =
        str_starts(str_from(host), STR("127.")) || strcmp(host, "::1") == 0;
}

static int open_socket(const struct addrinfo *info)
{
    int yes = 1, fd = socket(info->ai_family, SOCK_STREAM, 0);
    if (fd < 0)
        return -1;
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    fcntl(fd, F_SETFL, O_NONBLOCK);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
    if (bind(fd, info->ai_addr, info->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0)
        return fd;
    int kept = errno;
    close(fd);
    errno = kept;
    return -1;
}

bool listener_open(struct listener *listener, const char *address,
                   struct logdoc_error *error)
{
    char host[LISTEN_NAME], port[8];
    struct addrinfo *info = NULL;
    struct addrinfo hints = { .ai_flags = AI_PASSIVE | AI_NUMERICSERV,
                              .ai_socktype = SOCK_STREAM };
    if (!split(address, host, port))
        return error_set(error, "", "'%.80s' is no address: it wants ADDR:PORT", address);
    int result = getaddrinfo(host[0] ? host : NULL, port, &hints, &info);
    if (result != 0)
        return error_set(error, "", "unable to listen on '%.80s': %s", address,
                         gai_strerror(result));
    int fd = open_socket(info);
    freeaddrinfo(info);
    if (fd < 0)
        return error_set(error, "", "unable to listen on '%.80s': %s", address,
                         strerror(errno));
    *listener = (struct listener){ .fd = fd };
    describe(listener);
    return true;
}

void listener_close(struct listener *listener)
{
    if (listener->fd >= 0)
        close(listener->fd);
    listener->fd = -1;
}
