/* SPDX-License-Identifier: MIT
 * Any bytes as every file of an app that is read. */
#include "diff.h"
#include "package_lists.h"
#include "procfile.h"
#include "python_source.h"
#include "requirements.h"
#include "text_encoding.h"

#define TEXT_CAP ((size_t)1024 * 1024)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_lists(struct arena *arena, logdoc_str text)
{
    struct hashmap packages;
    hashmap_init(&packages);
    package_list_pyproject(arena, text, &packages);
    hashmap_release(&packages);
}

static void read_procfile(struct arena *arena, logdoc_str text)
{
    struct procfile procfile = { 0 };
    procfile_read(arena, text, &procfile);
    for (size_t i = 0; i < procfile.list.count; i++)
        (void)procfile_target(procfile.list.items[i].command);
    procfile_release(&procfile);
}

static void edit_requirements(logdoc_str text)
{
    struct strbuf added, diff;
    strbuf_init(&added, TEXT_CAP);
    strbuf_init(&diff, TEXT_CAP);
    requirements_add(&added, text, "Flask>=3");
    diff_add(&diff, "requirements.txt", text, strbuf_str(&added));
    strbuf_release(&added);
    strbuf_release(&diff);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct python_source source;
    struct strbuf text;
    logdoc_str bytes = { (const char *)data, size };
    arena_init(&arena);
    strbuf_init(&text, TEXT_CAP);
    text_decode(&text, bytes);
    python_source_read(&arena, "a.py", bytes, &source);
    python_source_release(&source);
    read_lists(&arena, bytes);
    read_procfile(&arena, bytes);
    edit_requirements(strbuf_str(&text));
    strbuf_release(&text);
    arena_release(&arena);
    return 0;
}
