/* SPDX-License-Identifier: MIT
 * make_log MEGABYTES [KIND]: a deterministic log on standard output. KIND: realistic (70
 * % router lines, app lines, metrics, JSON, an incident now and then), candidates (every
 * line has a needle), exceptions (every line another exception), long (lines of 1 MB),
 * endless (every line another process and path). */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STEP_US 3700
#define LONG_LINE ((size_t)1000 * 1000)

struct log {
    uint64_t random, time_us, written, lines;
};

/* xorshift64: the same log on every machine. */
static uint64_t draw(struct log *log, uint64_t below)
{
    log->random ^= log->random << 13;
    log->random ^= log->random >> 7;
    log->random ^= log->random << 17;
    return log->random % below;
}

static void stamp(struct log *log, const char *sender)
{
    uint64_t second = log->time_us / 1000000;
    log->time_us += draw(log, 2 * STEP_US);
    log->lines++;
    log->written += (uint64_t)printf(
        "2026-11-%02uT%02u:%02u:%02u.%06u+00:00 %s: ",
        (unsigned)(1 + second / 86400 % 28), (unsigned)(second / 3600 % 24),
        (unsigned)(second / 60 % 60), (unsigned)(second % 60),
        (unsigned)(log->time_us % 1000000), sender);
}

static void write_router(struct log *log)
{
    static const char *const paths[] = {
        "/",          "/api/orders/%u", "/static/app.%u.js",
        "/users/%u/", "/search?q=%u",   "/healthz"
    };
    char path[64];
    const char *method = draw(log, 5) ? "GET" : "POST";
    unsigned status = draw(log, 50) ? 200 : draw(log, 3) ? 404 : 302;
    (void)snprintf(path, sizeof(path), "%s", paths[draw(log, 6)]);
    char *number = strchr(path, '%');
    if (number)
        (void)snprintf(number, sizeof(path) - (size_t)(number - path), "%u",
                       (unsigned)draw(log, 100000));
    stamp(log, "heroku[router]");
    log->written += (uint64_t)printf(
        "at=info method=%s path=\"%s\" host=demo-1a2b3c4d5e6f.herokuapp.com "
        "request_id=%08x-22d5-4a7c-9b1e-%012" PRIx64 " fwd=\"203.0.113.%u\" "
        "dyno=web.%u connect=%ums service=%ums status=%u bytes=%u protocol=https\n",
        method, path, (unsigned)draw(log, UINT32_MAX), draw(log, UINT64_C(1) << 48),
        (unsigned)draw(log, 256), (unsigned)(1 + draw(log, 8)), (unsigned)draw(log, 3),
        (unsigned)(3 + draw(log, 40) * draw(log, 40)), status,
        (unsigned)(200 + draw(log, 20000)));
}

static void write_app(struct log *log)
{
    unsigned dyno = (unsigned)(1 + draw(log, 8)), number = (unsigned)draw(log, 100000);
    char sender[16];
    (void)snprintf(sender, sizeof(sender), "app[web.%u]", dyno);
    stamp(log, sender);
    switch (draw(log, 4)) {
    case 0:
        log->written += (uint64_t)printf(
            "INFO orders.views: order %u accepted in %u ms\n", number, number % 400);
        break;
    case 1:
        log->written += (uint64_t)printf(
            "{\"level\":\"info\",\"msg\":\"request done\",\"user\":%u,\"took\":%u,"
            "\"route\":\"/api/orders/:id\",\"tags\":[\"web\",\"eu\"]}\n",
            number, number % 900);
        break;
    case 2:
        log->written += (uint64_t)printf(
            "DEBUG django.db.backends: (0.00%u) SELECT id, name, total FROM orders "
            "WHERE id = %u LIMIT 21\n",
            number % 10, number);
        break;
    default:
        log->written += (uint64_t)printf(
            "10.1.2.3 - - \"GET /api/orders/%u HTTP/1.1\" 200 %u \"-\" \"Mozilla/5.0\"\n",
            number, number % 9000);
    }
}

static void write_metric(struct log *log)
{
    unsigned dyno = (unsigned)(1 + draw(log, 8));
    char sender[24];
    (void)snprintf(sender, sizeof(sender), "heroku[web.%u]", dyno);
    stamp(log, sender);
    log->written += (uint64_t)printf(
        "source=web.%u dyno=heroku.1234.abc sample#memory_total=%u.20MB "
        "sample#memory_rss=%u.00MB sample#memory_quota=512.00MB\n",
        dyno, (unsigned)(300 + draw(log, 150)), (unsigned)(280 + draw(log, 140)));
}

static void write_exception(struct log *log)
{
    stamp(log, "app[web.1]");
    log->written += (uint64_t)printf("Traceback (most recent call last):\n");
    stamp(log, "app[web.1]");
    log->written += (uint64_t)printf(
        "  File \"/app/orders/views.py\", line %u, in show\n", (unsigned)draw(log, 400));
    stamp(log, "app[web.1]");
    log->written += (uint64_t)printf("KeyError: 'total'\n");
    stamp(log, "heroku[router]");
    log->written += (uint64_t)printf(
        "at=error code=H12 desc=\"Request timeout\" method=GET path=\"/api/orders/7\" "
        "host=demo.herokuapp.com request_id=a fwd=\"203.0.113.9\" dyno=web.1 connect=0ms "
        "service=30000ms status=503 bytes=0 protocol=https\n");
}

static void write_realistic(struct log *log)
{
    uint64_t kind = draw(log, 20000);
    if (kind == 0)
        write_exception(log);
    else if (kind < 14000)
        write_router(log);
    else if (kind < 19400)
        write_app(log);
    else
        write_metric(log);
}

static void write_candidate(struct log *log)
{
    stamp(log, "app[web.1]");
    log->written += (uint64_t)printf("relation \"orders_%u\" was seen and does exist\n",
                                     (unsigned)draw(log, 1000));
}

static void write_new_exception(struct log *log)
{
    stamp(log, "app[web.1]");
    log->written += (uint64_t)printf(
        "ModuleNotFoundError: No module named 'module%" PRIu64 "'\n", log->lines);
}

static void write_long(struct log *log)
{
    stamp(log, "app[web.1]");
    for (size_t i = 0; i < LONG_LINE; i += 10)
        log->written += (uint64_t)printf("Error %03u ", (unsigned)draw(log, 1000));
    log->written += (uint64_t)printf("\n");
}

static void write_endless(struct log *log)
{
    char sender[48];
    (void)snprintf(sender, sizeof(sender), "app[worker.%" PRIu64 "]", log->lines);
    stamp(log, sender);
    log->written += (uint64_t)printf("Error: job %" PRIu64 " failed\n", log->lines);
    stamp(log, "heroku[router]");
    log->written += (uint64_t)printf(
        "at=error code=H12 desc=\"Request timeout\" method=GET path=\"/p%" PRIu64 "x/y\" "
        "host=h dyno=web.%" PRIu64 " connect=0ms service=30000ms status=503 bytes=0\n",
        log->lines, log->lines);
}

struct kind {
    const char *name;
    void (*write)(struct log *);
};

static const struct kind kinds[] = {
    { "realistic", write_realistic },      { "candidates", write_candidate },
    { "exceptions", write_new_exception }, { "long", write_long },
    { "endless", write_endless },
};

static const struct kind *find_kind(const char *name)
{
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (strcmp(kinds[i].name, name) == 0)
            return &kinds[i];
    return NULL;
}

int main(int argument_count, char **arguments)
{
    struct log log = { .random = 88172645463325252U };
    const struct kind *kind = find_kind(argument_count > 2 ? arguments[2] : "realistic");
    char *end = NULL;
    uint64_t size = argument_count > 1 ? strtoull(arguments[1], &end, 10) * 1000000 : 0;
    if (size == 0 || *end != '\0' || !kind) {
        (void)fputs(
            "usage: make_log MEGABYTES [realistic|candidates|exceptions|long|endless]\n",
            stderr);
        return 2;
    }
    while (log.written < size && !ferror(stdout))
        kind->write(&log);
    return ferror(stdout) || fflush(stdout) != 0;
}
