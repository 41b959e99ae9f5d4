/* SPDX-License-Identifier: MIT
 * The table of sources, and what a folder stands for. */
#include "source.h"

#include "error.h"
#include "source_archive.h"
#include "source_file.h"
#include "source_stdin.h"
#include "str.h"
#include "strbuf.h"
#include "vec.h"

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>

#define PATH_CAP ((size_t)8192)

const struct source_kind *const source_kinds[] = { &source_stdin, &source_archive,
                                                   &source_file, NULL };

struct source *source_open(const char *target, struct logdoc_error *error)
{
    for (size_t i = 0; source_kinds[i]; i++) {
        if (source_kinds[i]->accepts(target))
            return source_kinds[i]->open(target, error);
    }
    error_set(error, "", "unable to open '%.160s': no kind of source fits", target);
    return NULL;
}

void source_close(struct source *source)
{
    if (source)
        source->kind->close(source);
}

static bool ends_with_one_of(logdoc_str *name, const char *const *endings)
{
    for (size_t i = 0; endings[i]; i++) {
        size_t len = strlen(endings[i]);
        if (name->len > len && str_ends(*name, (logdoc_str){ endings[i], len })) {
            name->len -= len;
            return true;
        }
    }
    return false;
}

/* "app.log", "app.log.3", "app.log-20260105.gz", "crash.txt.zst", "logs.zip". */
static bool is_log_like(logdoc_str name)
{
    static const char *const archives[] = { ".zip", ".tar", ".tgz", ".txz", ".7z", NULL };
    static const char *const packings[] = { ".gz", ".xz", ".zst", ".bz2", ".lz4", NULL };
    static const char *const texts[] = { ".log", ".txt", ".out", ".err", NULL };

    if (name.len == 0 || name.at[0] == '.')
        return false;
    ends_with_one_of(&name, packings);
    return ends_with_one_of(&name, archives) || ends_with_one_of(&name, texts) ||
           str_find(name, STR(".log.")) != SIZE_MAX ||
           str_find(name, STR(".log-")) != SIZE_MAX;
}

struct names {
    VEC(char *) list;
};

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void names_release(struct names *names)
{
    for (size_t i = 0; i < names->list.count; i++)
        free(names->list.items[i]);
    vec_release(&names->list);
}

static void names_read(struct names *names, DIR *folder)
{
    for (const struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
        logdoc_str name = str_from(entry->d_name);
        if (is_log_like(name))
            *vec_push(&names->list) = mem_copy_text(name.at, name.len);
    }
    if (names->list.count > 0)
        qsort(names->list.items, names->list.count, sizeof(char *), compare_names);
}

static size_t add_files(const struct names *names, const char *folder,
                        void (*add)(void *user, const char *path), void *user)
{
    size_t added = 0;
    struct strbuf path;
    strbuf_init(&path, PATH_CAP);
    for (size_t i = 0; i < names->list.count; i++) {
        struct stat status;
        const char *slash = str_ends(str_from(folder), STR("/")) ? "" : "/";
        strbuf_reset(&path);
        strbuf_add_format(&path, "%s%s%s", folder, slash, names->list.items[i]);
        if (path.truncated || (stat(path.at, &status) == 0 && !S_ISREG(status.st_mode)))
            continue;
        add(user, path.at);
        added++;
    }
    strbuf_release(&path);
    return added;
}

bool source_expand(const char *target, void (*add)(void *user, const char *path),
                   void *user, struct logdoc_error *error)
{
    struct stat status;
    if (stat(target, &status) != 0 || !S_ISDIR(status.st_mode)) {
        add(user, target);
        return true;
    }
    DIR *folder = opendir(target);
    if (!folder)
        return error_set(error, "", "unable to open '%.160s': %s", target,
                         strerror(errno));
    struct names names = { 0 };
    names_read(&names, folder);
    closedir(folder);
    size_t added = add_files(&names, target, add, user);
    names_release(&names);
    if (added == 0)
        return error_set(error, "", "the folder '%.160s' holds no log files", target);
    return true;
}
