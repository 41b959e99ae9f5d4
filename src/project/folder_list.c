/* SPDX-License-Identifier: MIT
 * Walks the folder. */
#include "folder.h"

#include "str.h"
#include "vec.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEPTH_CAP 12
#define ENTRY_CAP 20000 /* of the whole walk */

struct entry {
    char *name;
    bool is_folder;
};

struct walk {
    bool (*enter)(void *, const char *);
    void (*each)(void *, const char *);
    void *user;
    size_t left; /* entries that may still be looked at */
};

static int by_name(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;
    if (a->is_folder != b->is_folder)
        return a->is_folder ? 1 : -1;
    return strcmp(a->name, b->name);
}

typedef VEC(struct entry) entry_vec;

static void add_entry(int fd, const char *name, entry_vec *entries)
{
    struct stat status;
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
        fstatat(fd, name, &status, AT_SYMLINK_NOFOLLOW) != 0 ||
        (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)))
        return;
    *vec_push(entries) =
        (struct entry){ mem_copy_text(name, strlen(name)), S_ISDIR(status.st_mode) };
}

/* Takes `fd`. */
static void read_entries(struct walk *walk, int fd, entry_vec *entries)
{
    DIR *folder = fdopendir(fd);
    if (!folder) {
        close(fd);
        return;
    }
    for (struct dirent *item; walk->left > 0 && (item = readdir(folder)); walk->left--)
        add_entry(fd, item->d_name, entries);
    closedir(folder);
    if (entries->count > 0)
        qsort(entries->items, entries->count, sizeof(*entries->items), by_name);
}

/* Takes `fd`. Calls itself at most DEPTH_CAP deep. */
static void walk_folder(struct walk *walk, int fd, const char *prefix, unsigned depth)
{
    entry_vec entries = { 0 };
    int again = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    read_entries(walk, fd, &entries);
    for (size_t i = 0; i < entries.count; i++) {
        struct strbuf path;
        strbuf_init(&path, FOLDER_PATH_CAP);
        strbuf_add_format(&path, "%s%s", prefix, entries.items[i].name);
        if (!entries.items[i].is_folder && folder_is_safe_path(path.at)) {
            walk->each(walk->user, path.at);
        } else if (depth < DEPTH_CAP && folder_is_safe_path(path.at) &&
                   walk->enter(walk->user, path.at)) {
            int next = openat(again, entries.items[i].name,
                              O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
            strbuf_add_char(&path, '/');
            if (next >= 0)
                walk_folder(walk, next, path.at, depth + 1);
        }
        strbuf_release(&path);
        free(entries.items[i].name);
    }
    if (again >= 0)
        close(again);
    vec_release(&entries);
}

void folder_list(const struct folder *folder, bool (*enter)(void *, const char *path),
                 void (*each)(void *, const char *path), void *user)
{
    struct walk walk = { enter, each, user, ENTRY_CAP };
    int fd = openat(folder->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0)
        walk_folder(&walk, fd, "", 0);
}
