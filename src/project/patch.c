/* SPDX-License-Identifier: MIT
 * Every operation of a logdoc_edit on the text of one file. */
#include "patch.h"

#include "diff.h"
#include "lines.h"
#include "requirements.h"
#include "str.h"
#include "text_encoding.h"

#define FILE_CAP ((size_t)1024 * 1024)

void patch_init(struct patch *patch, const struct folder *folder)
{
    *patch = (struct patch){ .folder = folder };
}

static void file_free(struct patch_file *file)
{
    strbuf_release(&file->before);
    strbuf_release(&file->after);
    free(file->path);
    free(file);
}

void patch_release(struct patch *patch)
{
    for (size_t i = 0; i < patch->files.count; i++)
        file_free(patch->files.items[i]);
    vec_release(&patch->files);
}

static struct patch_file *read_file(struct patch *patch, const char *path)
{
    struct patch_file *file = mem_zeroed(1, sizeof(*file));
    file->path = mem_copy_text(path, strlen(path));
    strbuf_init(&file->before, FILE_CAP);
    strbuf_init(&file->after, FILE_CAP + FILE_CAP / 4);
    enum folder_result result = folder_read(patch->folder, path, &file->before);
    if (result == FOLDER_REFUSED) {
        file_free(file);
        return NULL;
    }
    file->existed = file->exists = result == FOLDER_FOUND;
    strbuf_add_str(&file->after, strbuf_str(&file->before));
    *vec_push(&patch->files) = file;
    return file;
}

static struct patch_file *get_file(struct patch *patch, const char *path)
{
    for (size_t i = 0; i < patch->files.count; i++)
        if (strcmp(patch->files.items[i]->path, path) == 0)
            return patch->files.items[i];
    return read_file(patch, path);
}

static bool is_requirements(const char *path)
{
    logdoc_str name = str_from(path);
    return str_starts(name, STR("requirements")) && str_ends(name, STR(".txt"));
}

static void set_text(struct patch_file *file, struct strbuf *text)
{
    struct strbuf old = file->after;
    file->after = *text;
    *text = old;
    file->exists = true;
}

static enum patch_result add_line(struct patch_file *file, const struct logdoc_edit *edit)
{
    struct lines lines;
    logdoc_str text = strbuf_str(&file->after);
    bool there = false;
    lines_split(&lines, text);
    for (size_t i = 0; i < lines.list.count && !there; i++)
        there = str_equal(lines_bare(lines.list.items[i]), str_from(edit->text));
    lines_release(&lines);
    if (there)
        return PATCH_NOTHING;
    lines_add(&file->after, str_from(edit->text), lines_end(text));
    file->exists = true;
    return PATCH_CHANGED;
}

/* The line end and the blanks in front stay; `text` NULL removes the line. */
static void copy_edited(struct strbuf *out, logdoc_str line, const char *text)
{
    if (!text)
        return;
    logdoc_str bare = lines_bare(line);
    strbuf_add_text(out, text);
    strbuf_add_str(out, str_from_offset(line, bare.len));
}

static enum patch_result change_line(struct patch_file *file,
                                     const struct logdoc_edit *edit, const char *text)
{
    struct lines lines;
    struct strbuf out;
    bool found = false;
    strbuf_init(&out, file->after.cap);
    lines_split(&lines, strbuf_str(&file->after));
    for (size_t i = 0; i < lines.list.count; i++) {
        logdoc_str line = lines.list.items[i];
        bool hit = str_equal(lines_bare(line), str_from(edit->old));
        found = found || hit;
        if (hit)
            copy_edited(&out, line, text);
        else
            strbuf_add_str(&out, line);
    }
    set_text(file, &out);
    strbuf_release(&out);
    lines_release(&lines);
    return found ? PATCH_CHANGED : PATCH_REFUSED;
}

static enum patch_result create_file(struct patch_file *file,
                                     const struct logdoc_edit *edit)
{
    strbuf_reset(&file->after);
    strbuf_add_text(&file->after, edit->text);
    if (!str_ends(strbuf_str(&file->after), STR("\n")))
        strbuf_add_char(&file->after, '\n');
    file->exists = true;
    return PATCH_CHANGED;
}

static bool is_import(logdoc_str line)
{
    return (str_starts(line, STR("import ")) || str_starts(line, STR("from "))) &&
           !str_starts(line, STR("from __future__"));
}

/* The text before the first import that is there. */
static enum patch_result add_import(struct patch_file *file,
                                    const struct logdoc_edit *edit)
{
    struct lines lines;
    struct strbuf out;
    bool added = false, there = false;
    const char *end = lines_end(strbuf_str(&file->after));
    strbuf_init(&out, file->after.cap);
    lines_split(&lines, strbuf_str(&file->after));
    for (size_t i = 0; i < lines.list.count; i++) {
        logdoc_str line = lines.list.items[i];
        there = there || str_equal(lines_bare(line), str_from(edit->text));
        if (!added && is_import(line)) {
            lines_add(&out, str_from(edit->text), end);
            added = true;
        }
        strbuf_add_str(&out, line);
    }
    if (added && !there)
        set_text(file, &out);
    strbuf_release(&out);
    lines_release(&lines);
    return there ? PATCH_NOTHING : added ? PATCH_CHANGED : PATCH_REFUSED;
}

static enum patch_result edit_plain(struct patch_file *file,
                                    const struct logdoc_edit *edit)
{
    if (strcmp(edit->op, "add-line") == 0)
        return add_line(file, edit);
    if (strcmp(edit->op, "add-import") == 0)
        return add_import(file, edit);
    if (strcmp(edit->op, "create-file") == 0)
        return create_file(file, edit);
    if (strcmp(edit->op, "remove-file") == 0) {
        if (!file->exists)
            return PATCH_NOTHING;
        strbuf_reset(&file->after);
        file->exists = false;
        return PATCH_CHANGED;
    }
    if (strcmp(edit->op, "replace-line") == 0)
        return change_line(file, edit, edit->text);
    return change_line(file, edit, NULL);
}

/* A file that pip reads as UTF-16 keeps neither its bytes nor its line ends when edited
 * as bytes: it must be rewritten first. */
static bool is_plain_text(const struct patch_file *file)
{
    struct strbuf text;
    strbuf_init(&text, file->after.cap);
    enum text_encoding encoding = text_decode(&text, strbuf_str(&file->after));
    strbuf_release(&text);
    return encoding == TEXT_UTF8 || encoding == TEXT_UTF8_MARK;
}

static void edit_requirements(struct patch_file *file, const struct logdoc_edit *edit,
                              const char *replacement)
{
    struct strbuf out;
    logdoc_str text = strbuf_str(&file->after);
    logdoc_str mark = { text.at, str_starts(text, STR("\xef\xbb\xbf")) ? 3 : 0 };
    text = str_from_offset(text, mark.len);
    strbuf_init(&out, file->after.cap);
    strbuf_add_str(&out, mark);
    struct strbuf body;
    strbuf_init(&body, file->after.cap);
    if (replacement)
        requirements_replace(&body, text, edit->old, replacement);
    else if (strcmp(edit->op, "remove-line") == 0)
        requirements_remove(&body, text, edit->old);
    else if (strcmp(edit->op, "replace-line") == 0)
        requirements_replace(&body, text, edit->old, edit->text);
    else
        requirements_add(&body, text, edit->text);
    strbuf_add_str(&out, strbuf_str(&body));
    strbuf_release(&body);
    set_text(file, &out);
    strbuf_release(&out);
}

static bool replaces(const struct logdoc_edit *edits, size_t count)
{
    return count > 1 && strcmp(edits[0].op, "remove-line") == 0 &&
           strcmp(edits[1].op, "add-line") == 0 &&
           strcmp(edits[0].file, edits[1].file) == 0;
}

/* Applies the first of the edits, or the first two; `used` says how many. */
static enum patch_result apply_next(struct patch *patch, const struct logdoc_edit *edits,
                                    size_t count, size_t *used)
{
    bool pair = replaces(edits, count) && is_requirements(edits[0].file);
    *used = pair ? 2 : 1;
    if (!folder_is_safe_path(edits[0].file))
        return PATCH_REFUSED;
    struct patch_file *file = get_file(patch, edits[0].file);
    if (!file || (strcmp(edits[0].op, "create-file") != 0 && !is_plain_text(file)))
        return PATCH_REFUSED;
    size_t len = file->after.len;
    char *old = mem_copy_text(file->after.at, len);
    bool existed = file->exists;
    enum patch_result result = PATCH_CHANGED;
    if (is_requirements(edits[0].file) && strcmp(edits[0].op, "create-file") != 0)
        edit_requirements(file, &edits[0], pair ? edits[1].text : NULL);
    else
        result = edit_plain(file, &edits[0]);
    if (result == PATCH_CHANGED && existed == file->exists &&
        str_equal((logdoc_str){ old, len }, strbuf_str(&file->after)))
        result = PATCH_NOTHING;
    free(old);
    return file->after.truncated ? PATCH_REFUSED : result;
}

/* The texts as they were, to undo. */
struct saved {
    char *text;
    size_t len;
    bool exists;
};

static struct saved *save(const struct patch *patch)
{
    struct saved *saved = mem_zeroed(patch->files.count + 1, sizeof(*saved));
    for (size_t i = 0; i < patch->files.count; i++) {
        const struct patch_file *file = patch->files.items[i];
        saved[i] = (struct saved){ mem_copy_text(file->after.at, file->after.len),
                                   file->after.len, file->exists };
    }
    return saved;
}

static void restore(struct patch *patch, const struct saved *saved, size_t count)
{
    while (patch->files.count > count)
        file_free(patch->files.items[--patch->files.count]);
    for (size_t i = 0; i < count; i++) {
        struct patch_file *file = patch->files.items[i];
        strbuf_reset(&file->after);
        strbuf_add(&file->after, saved[i].text, saved[i].len);
        file->exists = saved[i].exists;
    }
}

enum patch_result patch_apply(struct patch *patch, const struct logdoc_edit *edits,
                              size_t count)
{
    size_t file_count = patch->files.count;
    struct saved *saved = save(patch);
    enum patch_result result = PATCH_NOTHING;
    for (size_t i = 0, used = 1; i < count && result != PATCH_REFUSED; i += used) {
        enum patch_result one = apply_next(patch, edits + i, count - i, &used);
        if (one != PATCH_NOTHING)
            result = one;
    }
    if (result == PATCH_REFUSED)
        restore(patch, saved, file_count);
    for (size_t i = 0; i < file_count; i++)
        free(saved[i].text);
    free(saved);
    return result;
}

bool patch_changes(const struct patch_file *file)
{
    return file->existed != file->exists ||
           !str_equal(strbuf_str(&file->before), strbuf_str(&file->after));
}

void patch_diff(const struct patch *patch, struct strbuf *out)
{
    static const logdoc_str none = { NULL, 0 };
    for (size_t i = 0; i < patch->files.count; i++) {
        const struct patch_file *file = patch->files.items[i];
        if (patch_changes(file))
            diff_add(out, file->path, file->existed ? strbuf_str(&file->before) : none,
                     file->exists ? strbuf_str(&file->after) : none);
    }
}

bool patch_write(const struct patch *patch, struct logdoc_error *error)
{
    for (size_t i = 0; i < patch->files.count; i++) {
        const struct patch_file *file = patch->files.items[i];
        bool written = !patch_changes(file) ||
                       (file->exists ? folder_write(patch->folder, file->path,
                                                    strbuf_str(&file->after), error)
                                     : folder_remove(patch->folder, file->path, error));
        if (!written)
            return false;
    }
    return true;
}
