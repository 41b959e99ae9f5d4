/* SPDX-License-Identifier: MIT
 * SQLite, with every value bound. */
#include "drain_state.h"

#include "error.h"
#include "late_library.h"
#include "mem.h"
#include "str.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#define BUSY_MS 2000

/* clang-format off */
#define SQLITE_FUNCTIONS(F)                                                      \
    F(sqlite3_, bind_blob) F(sqlite3_, bind_int) F(sqlite3_, bind_int64)         \
    F(sqlite3_, bind_text) F(sqlite3_, busy_timeout) F(sqlite3_, changes)        \
    F(sqlite3_, clear_bindings) F(sqlite3_, close) F(sqlite3_, column_blob)      \
    F(sqlite3_, column_bytes) F(sqlite3_, column_int64) F(sqlite3_, column_text) \
    F(sqlite3_, errmsg) F(sqlite3_, exec) F(sqlite3_, finalize)                  \
    F(sqlite3_, last_insert_rowid) F(sqlite3_, open_v2) F(sqlite3_, prepare_v2)  \
    F(sqlite3_, reset) F(sqlite3_, step)
/* clang-format on */
static struct {
    SQLITE_FUNCTIONS(LATE_MEMBER)
} sqlite;
static const char *const sqlite_names[] = { SQLITE_FUNCTIONS(LATE_NAME) };

static bool load(struct logdoc_error *error)
{
    return late_library_load(SQLITE3_LIBRARY, sqlite_names, &sqlite, sizeof(sqlite),
                             error);
}

enum statement { KEEP, STORE, FORGET, TELL, BEGIN, COMMIT, STATEMENTS };

struct drain_state {
    sqlite3 *database;
    sqlite3_stmt *statements[STATEMENTS];
    uint64_t failures;
};

static const char schema[] =
    "PRAGMA journal_mode = WAL;"
    "PRAGMA synchronous = NORMAL;"
    "CREATE TABLE IF NOT EXISTS incident ("
    "  app TEXT NOT NULL, rule TEXT NOT NULL, subject TEXT NOT NULL,"
    "  severity TEXT NOT NULL, status TEXT NOT NULL, title TEXT NOT NULL,"
    "  document TEXT NOT NULL, count INTEGER NOT NULL,"
    "  first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL,"
    "  life INTEGER NOT NULL, base INTEGER NOT NULL,"
    "  PRIMARY KEY (app, rule, subject));"
    "CREATE TABLE IF NOT EXISTS batch ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT, app TEXT NOT NULL, token TEXT NOT NULL,"
    "  frame_id TEXT NOT NULL, expected INTEGER NOT NULL, body BLOB NOT NULL);"
    "CREATE TABLE IF NOT EXISTS told (key INTEGER PRIMARY KEY);"
    "CREATE INDEX IF NOT EXISTS batch_app ON batch (app, id);"
    "DELETE FROM incident WHERE rowid IN (SELECT rowid FROM incident"
    "  ORDER BY last_seen DESC LIMIT -1 OFFSET 100000);"
    "PRAGMA user_version = 1;";

/* `base` is what the engines before this one had counted. */
static const char *const texts[STATEMENTS] = {
    [KEEP] = "INSERT INTO batch (app, token, frame_id, expected, body)"
             " VALUES (?1, ?2, ?3, ?4, ?5)",
    [STORE] =
        "INSERT INTO incident VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 0)"
        " ON CONFLICT (app, rule, subject) DO UPDATE SET severity = excluded.severity,"
        " status = excluded.status, title = excluded.title, document = excluded.document,"
        " base = CASE life WHEN excluded.life THEN base ELSE count END,"
        " count = CASE life WHEN excluded.life THEN base ELSE count END + excluded.count,"
        " first_seen = min(first_seen, excluded.first_seen),"
        " last_seen = max(last_seen, excluded.last_seen), life = excluded.life"
        " WHERE life <> excluded.life OR count <> base + excluded.count"
        " OR status <> excluded.status OR document <> excluded.document",
    [FORGET] = "DELETE FROM batch WHERE app = ?1 AND id <= ?2",
    [TELL] = "INSERT OR IGNORE INTO told VALUES (?1)",
    [BEGIN] = "BEGIN IMMEDIATE",
    [COMMIT] = "COMMIT",
};

static void bind_text(sqlite3_stmt *statement, int number, const char *text)
{
    sqlite.bind_text(statement, number, text, -1, SQLITE_STATIC);
}

static bool run(struct drain_state *state, enum statement which)
{
    sqlite3_stmt *statement = state->statements[which];
    bool done = sqlite.step(statement) == SQLITE_DONE;
    sqlite.reset(statement);
    sqlite.clear_bindings(statement);
    state->failures += !done;
    return done;
}

/* SQLite would make a file that others can read. */
static bool create_file(const char *path, struct logdoc_error *error)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return error_set(error, "", "unable to open '%.160s': %s", path, strerror(errno));
    close(fd);
    return true;
}

static bool prepare(struct drain_state *state, bool only_read)
{
    if (only_read)
        return true;
    if (sqlite.exec(state->database, schema, NULL, NULL, NULL) != SQLITE_OK)
        return false;
    for (size_t i = 0; i < STATEMENTS; i++)
        if (sqlite.prepare_v2(state->database, texts[i], -1, &state->statements[i],
                              NULL) != SQLITE_OK)
            return false;
    return true;
}

struct drain_state *drain_state_open(const char *path, bool only_read,
                                     struct logdoc_error *error)
{
    if (!load(error) || (!only_read && !create_file(path, error)))
        return NULL;
    struct drain_state *state = mem_zeroed(1, sizeof(*state));
    int flags = only_read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    bool opened = sqlite.open_v2(path, &state->database, flags, NULL) == SQLITE_OK &&
                  sqlite.busy_timeout(state->database, BUSY_MS) == SQLITE_OK &&
                  prepare(state, only_read);
    if (opened)
        return state;
    error_set(error, "", "unable to use '%.120s': %.100s", path,
              state->database ? sqlite.errmsg(state->database) : "no memory");
    drain_state_close(state);
    return NULL;
}

void drain_state_close(struct drain_state *state)
{
    if (!state)
        return;
    for (size_t i = 0; i < STATEMENTS; i++)
        sqlite.finalize(state->statements[i]);
    sqlite.close(state->database);
    free(state);
}

bool drain_state_keep(struct drain_state *state, struct kept_batch *batch)
{
    sqlite3_stmt *keep = state->statements[KEEP];
    bind_text(keep, 1, batch->app);
    bind_text(keep, 2, batch->token);
    bind_text(keep, 3, batch->frame_id);
    sqlite.bind_int64(keep, 4, (sqlite3_int64)(batch->expected & INT64_MAX));
    sqlite.bind_blob(keep, 5, batch->body.len ? batch->body.at : "", (int)batch->body.len,
                     SQLITE_STATIC);
    if (!run(state, KEEP))
        return false;
    batch->id = sqlite.last_insert_rowid(state->database);
    return true;
}

static const char *text_of(sqlite3_stmt *row, int column)
{
    const unsigned char *text = sqlite.column_text(row, column);
    return text ? (const char *)text : "";
}

void drain_state_replay(struct drain_state *state,
                        void (*batch)(void *user, const struct kept_batch *), void *user)
{
    sqlite3_stmt *rows = NULL;
    sqlite.prepare_v2(state->database,
                      "SELECT app, token, frame_id, expected, body, id FROM batch"
                      " ORDER BY id",
                      -1, &rows, NULL);
    while (rows && sqlite.step(rows) == SQLITE_ROW) {
        struct kept_batch one = {
            .app = text_of(rows, 0),
            .token = text_of(rows, 1),
            .frame_id = text_of(rows, 2),
            .expected = (uint64_t)sqlite.column_int64(rows, 3),
            .body = { sqlite.column_blob(rows, 4), (size_t)sqlite.column_bytes(rows, 4) },
            .id = sqlite.column_int64(rows, 5),
        };
        batch(user, &one);
    }
    sqlite.finalize(rows);
}

void drain_state_begin(struct drain_state *state)
{
    run(state, BEGIN);
}

void drain_state_commit(struct drain_state *state)
{
    run(state, COMMIT);
}

void drain_state_store(struct drain_state *state, const char *app, int64_t life,
                       const struct logdoc_diagnosis *diagnosis, const char *document)
{
    sqlite3_stmt *store = state->statements[STORE];
    bind_text(store, 1, app);
    bind_text(store, 2, diagnosis->id);
    bind_text(store, 3, diagnosis->subject);
    bind_text(store, 4, logdoc_severity_name(diagnosis->severity));
    bind_text(store, 5, logdoc_status_name(diagnosis->status));
    bind_text(store, 6, diagnosis->title);
    bind_text(store, 7, document);
    sqlite.bind_int64(store, 8, (sqlite3_int64)(diagnosis->count & INT64_MAX));
    sqlite.bind_int64(store, 9, diagnosis->first_seen);
    sqlite.bind_int64(store, 10, diagnosis->last_seen);
    sqlite.bind_int64(store, 11, life);
    run(state, STORE);
}

void drain_state_forget(struct drain_state *state, const char *app, int64_t id)
{
    bind_text(state->statements[FORGET], 1, app);
    sqlite.bind_int64(state->statements[FORGET], 2, id);
    run(state, FORGET);
}

bool drain_state_tell_once(struct drain_state *state, uint64_t key)
{
    sqlite.bind_int64(state->statements[TELL], 1, (sqlite3_int64)(key >> 1));
    return run(state, TELL) && sqlite.changes(state->database) > 0;
}

uint64_t drain_state_failures(const struct drain_state *state)
{
    return state->failures;
}

bool drain_state_list(struct drain_state *state, const char *app, int most,
                      void (*incident)(void *user, const struct incident *), void *user,
                      struct logdoc_error *error)
{
    sqlite3_stmt *rows = NULL;
    int result = sqlite.prepare_v2(
        state->database,
        "SELECT * FROM (SELECT app, rule, subject, severity, status, title, document,"
        " count, first_seen, last_seen FROM incident WHERE ?1 IS NULL OR app = ?1"
        " ORDER BY last_seen DESC LIMIT ?2) ORDER BY last_seen, app, rule, subject",
        -1, &rows, NULL);
    if (result == SQLITE_OK && app)
        bind_text(rows, 1, app);
    if (result == SQLITE_OK)
        sqlite.bind_int(rows, 2, most);
    while (result == SQLITE_OK && (result = sqlite.step(rows)) == SQLITE_ROW) {
        struct incident one = {
            .app = text_of(rows, 0),
            .rule = text_of(rows, 1),
            .subject = text_of(rows, 2),
            .severity = text_of(rows, 3),
            .status = text_of(rows, 4),
            .title = text_of(rows, 5),
            .document = text_of(rows, 6),
            .count = (uint64_t)sqlite.column_int64(rows, 7),
            .first_seen = sqlite.column_int64(rows, 8),
            .last_seen = sqlite.column_int64(rows, 9),
        };
        incident(user, &one);
        result = SQLITE_OK;
    }
    sqlite.finalize(rows);
    return result == SQLITE_DONE || error_set(error, "", "no list of incidents: %.120s",
                                              sqlite.errmsg(state->database));
}
