/* SPDX-License-Identifier: MIT
 * load_sender PORT SECONDS [APPS]: posts batches of 15 frames at full speed over as many
 * connections as there are apps, and prints what was answered. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#define APPS_MOST 1000
#define FRAMES 15
#define RECONNECTS 200 /* 50 ms apart: the drain is restarted */
#define BODY_SIZE 8192
#define REQUEST_SIZE 16384

struct app {
    int fd;
    unsigned number, sequence;
    char request[REQUEST_SIZE];
    size_t len, sent;
};

static struct app apps[APPS_MOST];
static uint64_t accepted, refused, broken;
static in_port_t port;

static int64_t now_ms(void)
{
    struct timespec time = { 0 };
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static size_t add_frame(char *out, size_t room, unsigned app, unsigned number)
{
    char text[400];
    int len = snprintf(
        text, sizeof(text),
        number % FRAMES == 0
            ? "<190>1 2026-01-05T10:%02u:%02u.%06u+00:00 host app web.1 - "
              "request %u of app %u took 12 ms\n"
            : "<158>1 2026-01-05T10:%02u:%02u.%06u+00:00 host heroku router "
              "- at=info method=GET path=\"/item/%u\" host=app-%u.example.com "
              "request_id=8d3a2c1e fwd=\"203.0.113.7\" dyno=web.1 connect=0ms "
              "service=12ms status=200 bytes=512 protocol=https\n",
        number / 60000 % 60, number / 1000 % 60, number % 1000 * 1000, number, app);
    int all = snprintf(out, room, "%d %s", len, text);
    return (size_t)all;
}

static void make_request(struct app *app)
{
    char body[BODY_SIZE];
    size_t len = 0;
    for (unsigned i = 0; i < FRAMES; i++)
        len += add_frame(body + len, sizeof(body) - len, app->number,
                         app->sequence * FRAMES + i);
    int head = snprintf(app->request, sizeof(app->request),
                        "POST /logs HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                        "application/logplex-1\r\nLogplex-Msg-Count: %d\r\n"
                        "Logplex-Frame-Id: %08X%08X%08X\r\nLogplex-Drain-Token: d.%u\r\n"
                        "Content-Length: %zu\r\n\r\n",
                        FRAMES, (unsigned)getpid(), app->number, app->sequence,
                        app->number, len);
    memcpy(app->request + head, body, len);
    app->len = (size_t)head + len;
    app->sent = 0;
    app->sequence++;
}

static void connect_app(struct app *app)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port) };
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (app->fd >= 0)
        close(app->fd);
    for (int tries = 0;; tries++) {
        app->fd = socket(AF_INET, SOCK_STREAM, 0);
        if (connect(app->fd, (struct sockaddr *)&address, sizeof(address)) == 0)
            break;
        close(app->fd);
        if (tries == RECONNECTS) {
            perror("connect");
            exit(2);
        }
        poll(NULL, 0, 50);
    }
    fcntl(app->fd, F_SETFL, O_NONBLOCK);
}

static void send_some(struct app *app)
{
    ssize_t len = write(app->fd, app->request + app->sent, app->len - app->sent);
    if (len > 0)
        app->sent += (size_t)len;
    else if (errno != EAGAIN)
        app->sent = 0, broken++, connect_app(app);
}

static void read_answer(struct app *app)
{
    char answer[1024];
    ssize_t len = read(app->fd, answer, sizeof(answer));
    if (len <= 0) {
        broken++;
        app->sent = 0;
        connect_app(app);
        return;
    }
    int good = len > 12 && memcmp(answer + 9, "20", 2) == 0;
    accepted += (uint64_t)good;
    refused += (uint64_t)!good;
    make_request(app);
    send_some(app);
}

static void turn(struct pollfd *fds, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        fds[i] =
            (struct pollfd){ .fd = apps[i].fd,
                             .events = apps[i].sent < apps[i].len ? POLLOUT : POLLIN };
    poll(fds, count, 1000);
    for (unsigned i = 0; i < count; i++) {
        if (fds[i].revents & POLLOUT)
            send_some(&apps[i]);
        else if (fds[i].revents)
            read_answer(&apps[i]);
    }
}

int main(int argument_count, char **arguments)
{
    static struct pollfd fds[APPS_MOST];
    unsigned count = argument_count > 3 ? (unsigned)strtoul(arguments[3], NULL, 10) : 50;
    if (argument_count < 3 || count == 0 || count > APPS_MOST)
        return 2;
    signal(SIGPIPE, SIG_IGN);
    port = (in_port_t)strtoul(arguments[1], NULL, 10);
    for (unsigned i = 0; i < count; i++) {
        apps[i] = (struct app){ .fd = -1, .number = i };
        connect_app(&apps[i]);
        make_request(&apps[i]);
    }
    int64_t begun = now_ms(), until = begun + strtol(arguments[2], NULL, 10) * 1000;
    while (now_ms() < until)
        turn(fds, count);
    double seconds = (double)(now_ms() - begun) / 1000;
    printf("{\"accepted\": %" PRIu64 ", \"refused\": %" PRIu64 ", \"broken\": %" PRIu64
           ", \"frames\": %" PRIu64 ", \"frames_per_second\": %.0f}\n",
           accepted, refused, broken, accepted * FRAMES,
           (double)accepted * FRAMES / seconds);
    return 0;
}
