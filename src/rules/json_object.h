/* SPDX-License-Identifier: MIT
 * JSON text → members of structs, strictly and in one pass, without a tree between: a
 * table says which keys an object may have and how each is read. An error says file, rule
 * and the path of keys, or line and column where the text is not JSON. */
#ifndef LOGDOC_JSON_OBJECT_H
#define LOGDOC_JSON_OBJECT_H

#include "arena.h"

#define JSON_TEXT_CAP ((size_t)64 * 1024)
#define JSON_PATH_DEPTH 8

/* A step of the path: a key, or an index when key.at is NULL. */
struct json_step {
    logdoc_str key;
    size_t index;
};

struct json_reader {
    struct arena *arena; /* owns what is read */
    const char *file;
    const char *rule;  /* id, or NULL: not within a rule, or not known yet */
    size_t rule_depth; /* what the path had before the rule */
    void *user;        /* for the readers of fields */
    logdoc_str text;   /* the whole file */
    size_t at;
    unsigned skips; /* parts: their fields are stepped over, and need not be there */
    struct json_step path[JSON_PATH_DEPTH];
    size_t depth;
    struct logdoc_error *error;
};

/* Returns false and fills the reader's error with where it stands. */
bool json_fail(struct json_reader *, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Every key or index that is entered is left again, unless reading has failed. The key is
 * borrowed until then. */
void json_enter(struct json_reader *, logdoc_str key);
void json_enter_item(struct json_reader *, size_t index);
void json_leave(struct json_reader *);

/* The first byte of the value that comes next; '\0' at the end. */
char json_peek(struct json_reader *);
/* Nothing but blanks may follow. */
bool json_end(struct json_reader *);

/* Steps over a value, looking at nothing but brackets, quotes and ends: for text that has
 * been tested. `out` is the value as it stands. */
bool json_skip(struct json_reader *, logdoc_str *out);

/* A text without control characters in valid UTF-8. The view lives as long as the file's
 * text and the arena; the copy is NUL-terminated, NULL after an error. */
bool json_view(struct json_reader *, logdoc_str *out);
const char *json_text(struct json_reader *);

/* Calls `read` for every member of an object, within its key, or for every item of a
 * list, within its index. What is no list counts as a list of one. */
bool json_each(struct json_reader *,
               bool (*read)(struct json_reader *, logdoc_str, void *), void *user);
bool json_list(struct json_reader *, bool (*read)(struct json_reader *, void *),
               void *user);

/* How one key of an object is read: into a member of a struct. */
struct json_field;
typedef bool json_read(struct json_reader *, const struct json_field *, void *object);
/* Name of the value, or NULL behind the last one. */
typedef const char *json_choice(unsigned value);

/* What the items of a list of objects are. */
struct json_items {
    const struct json_field *fields;
    size_t field_count;
    size_t size;         /* of the struct */
    const void *initial; /* a struct of defaults; NULL: zeros */
};

struct json_field {
    const char *key;
    json_read *read;
    unsigned part; /* a bit, or 0: a field that is never stepped over */
    bool required;
    size_t at;                      /* offset of the member in the struct */
    size_t count_at;                /* offset of its count, for lists */
    json_choice *choice;            /* for json_read_choice */
    const struct json_items *items; /* for json_read_items */
    unsigned low, high;             /* bounds, for a reader of numbers */
};

/* Reads an object into a struct, which the caller has set to defaults. */
bool json_read_fields(struct json_reader *, const struct json_field *fields, size_t count,
                      void *object);

json_read json_read_text;  /* const char * */
json_read json_read_texts; /* const char *const * and size_t; one text is a list of one */
json_read json_read_choice; /* enum: the index of the choice */
json_read json_read_items;  /* const struct … * and size_t: a list of objects */

/* For other readers: a text that must be a choice, and the way to a member. */
bool json_choose(struct json_reader *, json_choice *, unsigned *out);
void json_store(const struct json_field *, void *object, const void *value, size_t size);

/* Items of one size that become an array in the arena. */
struct json_array {
    size_t item_size;
    char *items;
    size_t count, size;
};

/* A new item of zeros; valid until the next one. */
void *json_array_add(struct json_array *);
/* Copies the items into the arena and stores array and count as `field` says when `read`
 * is true; frees the items in any case and returns `read`. */
bool json_array_keep(struct json_array *, bool read, struct json_reader *,
                     const struct json_field *, void *object);

#endif
