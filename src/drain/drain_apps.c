/* SPDX-License-Identifier: MIT
 * The registry of apps. */
#include "drain_apps.h"

#include "ascii.h"
#include "error.h"
#include "str.h"

/* As for any live log: a silence, or at last a second, makes an engine look at what it
 * has. */
#define SILENCE (LOGDOC_SECOND / 10)
#define LATEST LOGDOC_SECOND
/* After the last line an engine is looked at a few times more: some news wait. */
#define AFTERWARDS (4 * LOGDOC_SECOND)
/* Settling ends the traces that are under way: better in a long silence. */
#define SETTLE_SILENCE (LOGDOC_SECOND + LOGDOC_SECOND / 4)
#define SETTLE_LATEST (5 * LOGDOC_SECOND)
#define AGAIN (LOGDOC_SECOND / 4)
#define NAMES_MOST 10000

void drain_apps_init(struct drain_apps *apps)
{
    hashmap_init(&apps->by_name);
    hashmap_init(&apps->names);
}

static struct drain_app *app_at(const struct drain_apps *apps, size_t index)
{
    return apps->by_name.entries[index].value;
}

static void settle(struct drain_app *app)
{
    if (app->apps->settled)
        app->apps->settled(app->apps->user, app, app->engine);
}

static void free_app(struct drain_app *app)
{
    logdoc_engine_finish(app->engine);
    settle(app);
    logdoc_engine_free(app->engine);
    free(app);
}

void drain_apps_release(struct drain_apps *apps)
{
    for (size_t i = 0; i < apps->by_name.count; i++)
        free_app(app_at(apps, i));
    hashmap_release(&apps->by_name);
    for (size_t i = 0; i < apps->names.count; i++)
        free(apps->names.entries[i].value);
    hashmap_release(&apps->names);
}

bool drain_apps_read_names(struct drain_apps *apps, logdoc_str text,
                           struct logdoc_error *error)
{
    for (unsigned number = 1; text.len > 0; number++) {
        logdoc_str line = str_cut(&text, '\n');
        line = str_trim(str_cut(&line, '#'));
        logdoc_str token = str_cut(&line, ' '), name = str_trim(line);
        if (token.len == 0)
            continue;
        if (name.len == 0 || name.len >= APP_NAME_SIZE || apps->names.count == NAMES_MOST)
            return error_set(error, "", "line %u: it wants a drain token and a name",
                             number);
        free(hashmap_find(&apps->names, token));
        hashmap_set(&apps->names, token, mem_copy_text(name.at, name.len));
    }
    return true;
}

void drain_apps_name(const struct drain_apps *apps, logdoc_str token, logdoc_str said,
                     char name[APP_NAME_SIZE])
{
    const char *known = token.len ? hashmap_find(&apps->names, token) : NULL;
    logdoc_str from = known ? str_from(known) : said.len ? said : token;
    size_t len = 0;
    for (size_t i = 0; i < from.len && len < APP_NAME_SIZE - 1; i++) {
        char c = from.at[i];
        bool fits = ascii_is_alnum(c) || c == '-' || c == '.' || c == '_';
        name[len++] = fits ? c : '_';
    }
    name[len] = '\0';
    if (len == 0)
        snprintf(name, APP_NAME_SIZE, "unknown");
}

static void happened(void *user, enum logdoc_happening what,
                     const struct logdoc_diagnosis *diagnosis)
{
    const struct drain_app *app = user;
    app->apps->happened(app->apps->user, app->name, what, diagnosis);
}

/* Keeps the apps that were fed after `since`. */
static void evict(struct drain_apps *apps, logdoc_time since)
{
    struct hashmap kept;
    hashmap_init(&kept);
    for (size_t i = 0; i < apps->by_name.count; i++) {
        struct drain_app *app = app_at(apps, i);
        if (app->fed > since) {
            hashmap_set(&kept, apps->by_name.entries[i].key, app);
            continue;
        }
        free_app(app);
        apps->evicted++;
    }
    hashmap_release(&apps->by_name);
    apps->by_name = kept;
}

static int compare_times(const void *a, const void *b)
{
    logdoc_time left = *(const logdoc_time *)a, right = *(const logdoc_time *)b;
    return left < right ? -1 : left > right;
}

/* Gives up the quarter that was silent for longest. */
static void make_room(struct drain_apps *apps)
{
    size_t count = apps->by_name.count;
    if (count < apps->most)
        return;
    logdoc_time *fed = mem_zeroed(count, sizeof(*fed));
    for (size_t i = 0; i < count; i++)
        fed[i] = app_at(apps, i)->fed;
    qsort(fed, count, sizeof(*fed), compare_times);
    evict(apps, fed[count / 4]);
    free(fed);
}

static struct drain_app *app_find(struct drain_apps *apps, const char *name)
{
    struct drain_app *app = hashmap_find(&apps->by_name, str_from(name));
    if (app)
        return app;
    make_room(apps);
    app = mem_zeroed(1, sizeof(*app));
    app->apps = apps;
    app->life = ++apps->lives;
    snprintf(app->name, sizeof(app->name), "%s", name);
    struct logdoc_options options = apps->options;
    options.happened = happened;
    options.user = app;
    app->engine = logdoc_engine_new(apps->rules, &options);
    app->input = logdoc_engine_open(app->engine, app->name);
    hashmap_set(&apps->by_name, str_from(name), app);
    return app;
}

struct drain_app *drain_apps_feed(struct drain_apps *apps, const char *name,
                                  logdoc_str lines, logdoc_time steady, logdoc_time now)
{
    struct drain_app *app = app_find(apps, name);
    logdoc_engine_feed(app->engine, app->input, lines, now);
    app->fed = steady;
    if (!app->begun)
        app->begun = steady;
    if (!app->unsettled)
        app->unsettled = steady;
    return app;
}

static void tick(struct drain_app *app, logdoc_time steady, logdoc_time now)
{
    logdoc_time silence = steady - app->fed;
    bool fresh = app->begun != 0;
    bool due = fresh ? silence >= SILENCE || steady - app->begun >= LATEST
                     : silence < AFTERWARDS && steady - app->ticked >= AGAIN;
    if (!due)
        return;
    app->ticked = steady;
    logdoc_engine_tick(app->engine, now);
    app->begun = 0;
    if (app->unsettled &&
        (silence >= SETTLE_SILENCE || steady - app->unsettled >= SETTLE_LATEST)) {
        app->unsettled = 0;
        settle(app);
    }
}

void drain_apps_tick(struct drain_apps *apps, logdoc_time steady, logdoc_time now)
{
    bool idle = false;
    for (size_t i = 0; i < apps->by_name.count; i++) {
        struct drain_app *app = app_at(apps, i);
        tick(app, steady, now);
        idle = idle || steady - app->fed > apps->idle;
    }
    if (idle)
        evict(apps, steady - apps->idle);
}

bool drain_apps_wait(const struct drain_apps *apps)
{
    for (size_t i = 0; i < apps->by_name.count; i++)
        if (app_at(apps, i)->begun)
            return true;
    return false;
}
