/* SPDX-License-Identifier: MIT
 * Walks over logical lines; within one, over words. */
#include "python_source.h"

#include "python_tokens.h"
#include "str.h"
#include "strbuf.h"

#define MODULE_CAP 400
#define NOT_WITHIN ((unsigned)-1)

struct walk {
    struct arena *arena;
    struct python_source *out;
    const struct python_token *at, *end;
    unsigned try_column; /* of the outermost try that is open, or NOT_WITHIN */
    unsigned def_column; /* the same for def and class */
};

static bool is_word(const struct python_token *token, const char *word)
{
    return token->kind == PYTHON_NAME && str_equal(token->text, str_from(word));
}

static bool is_sign(const struct python_token *token, char sign)
{
    return token->kind == PYTHON_SIGN && token->text.at[0] == sign;
}

/* Lists end with PYTHON_END: one further token can always be looked at before it. */
static const struct python_token *after(const struct walk *walk, size_t count)
{
    return (size_t)(walk->end - walk->at) > count ? walk->at + count : walk->end - 1;
}

static const char *read_module(struct walk *walk, unsigned *level)
{
    struct strbuf module;
    strbuf_init(&module, MODULE_CAP);
    *level = 0;
    for (; is_sign(walk->at, '.') && module.len == 0; walk->at++)
        (*level)++;
    while (walk->at->kind == PYTHON_NAME && !is_word(walk->at, "import")) {
        strbuf_add_str(&module, walk->at->text);
        walk->at++;
        if (!is_sign(walk->at, '.'))
            break;
        strbuf_add_char(&module, '.');
        walk->at++;
    }
    const char *copy = arena_text(walk->arena, strbuf_str(&module));
    strbuf_release(&module);
    return copy;
}

static void add_name(struct walk *walk, logdoc_str name, const char *callee, size_t line)
{
    if (walk->def_column == NOT_WITHIN)
        *vec_push(&walk->out->names) =
            (struct python_name){ arena_text(walk->arena, name), callee, line };
}

static void add_import(struct walk *walk, const char *module, logdoc_str name,
                       unsigned level, size_t line)
{
    *vec_push(&walk->out->imports) =
        (struct python_import){ module, name.len ? arena_text(walk->arena, name) : NULL,
                                line, level, walk->try_column != NOT_WITHIN };
}

/* "as other": the name under which it is known here. */
static logdoc_str read_alias(struct walk *walk, logdoc_str name)
{
    if (is_word(walk->at, "as") && after(walk, 1)->kind == PYTHON_NAME) {
        name = after(walk, 1)->text;
        walk->at += 2;
    }
    return name;
}

static void read_import(struct walk *walk)
{
    walk->at++;
    while (walk->at->kind == PYTHON_NAME) {
        unsigned level;
        size_t line = walk->at->line;
        logdoc_str first = walk->at->text;
        const char *module = read_module(walk, &level);
        add_import(walk, module, (logdoc_str){ 0 }, level, line);
        add_name(walk, read_alias(walk, first), "", line);
        if (!is_sign(walk->at, ','))
            break;
        walk->at++;
    }
}

static void read_from(struct walk *walk)
{
    unsigned level;
    size_t line = walk->at->line;
    walk->at++;
    const char *module = read_module(walk, &level);
    if (!is_word(walk->at, "import"))
        return;
    for (walk->at++; walk->at->kind != PYTHON_END; walk->at++) {
        if (is_sign(walk->at, '*')) {
            walk->out->star = true;
            add_import(walk, module, (logdoc_str){ 0 }, level, line);
        }
        if (walk->at->kind != PYTHON_NAME)
            continue;
        logdoc_str name = walk->at->text;
        add_import(walk, module, name, level, line);
        walk->at++;
        add_name(walk, read_alias(walk, name), "", line);
        if (walk->at->kind == PYTHON_END)
            return;
    }
}

/* The last part of what is called in "a.b.Flask(": "Flask". */
static const char *read_callee(struct walk *walk, const struct python_token *token)
{
    while (token->kind == PYTHON_NAME && is_sign(token + 1, '.'))
        token += 2;
    bool calls = token->kind == PYTHON_NAME && is_sign(token + 1, '(');
    return calls ? arena_text(walk->arena, token->text) : "";
}

static void read_assignment(struct walk *walk)
{
    const struct python_token *token = walk->at + 1;
    if (is_sign(token, ':'))
        while (token->kind != PYTHON_END && !is_sign(token, '='))
            token++;
    if (!is_sign(token, '=') || is_sign(token + 1, '='))
        return;
    add_name(walk, walk->at->text, read_callee(walk, token + 1), walk->at->line);
}

static void add_variable(struct walk *walk, const struct python_token *name,
                         bool required)
{
    if (name->kind == PYTHON_STRING && name->text.len > 0)
        *vec_push(&walk->out->variables) =
            (struct python_variable){ arena_text(walk->arena, name->text), name->line,
                                      required };
}

/* environ["X"], environ.get("X"), getenv("X"); not environ["X"] = … */
static void look_for_variable(struct walk *walk)
{
    bool environ_word = is_word(walk->at, "environ");
    if (environ_word && is_sign(after(walk, 1), '[')) {
        bool sets = is_sign(after(walk, 4), '=') && !is_sign(after(walk, 5), '=');
        if (!sets)
            add_variable(walk, after(walk, 2), walk->try_column == NOT_WITHIN);
    } else if (environ_word && is_sign(after(walk, 1), '.') &&
               is_word(after(walk, 2), "get") && is_sign(after(walk, 3), '(')) {
        add_variable(walk, after(walk, 4), false);
    } else if (is_word(walk->at, "getenv") && is_sign(after(walk, 1), '(')) {
        add_variable(walk, after(walk, 2), false);
    }
}

static bool goes_on_with_try(const struct python_token *token)
{
    return is_word(token, "except") || is_word(token, "else") ||
           is_word(token, "finally");
}

static void update_blocks(struct walk *walk)
{
    const struct python_token *token = walk->at;
    unsigned column = token->column;
    if (walk->def_column != NOT_WITHIN && column <= walk->def_column)
        walk->def_column = NOT_WITHIN;
    if (walk->try_column != NOT_WITHIN &&
        (column < walk->try_column ||
         (column == walk->try_column && !goes_on_with_try(token))))
        walk->try_column = NOT_WITHIN;
    bool type_checking = is_word(token, "if") && is_word(after(walk, 1), "TYPE_CHECKING");
    if ((is_word(token, "try") || type_checking) && walk->try_column == NOT_WITHIN)
        walk->try_column = column;
}

static void read_definition(struct walk *walk)
{
    const struct python_token *token = walk->at;
    size_t skip = is_word(token, "async") ? 2 : 1;
    if (after(walk, skip)->kind == PYTHON_NAME)
        add_name(walk, after(walk, skip)->text, "", token->line);
    if (walk->def_column == NOT_WITHIN)
        walk->def_column = token->column;
}

static void read_statement(struct walk *walk)
{
    const struct python_token *first = walk->at;
    update_blocks(walk);
    if (is_word(first, "import"))
        read_import(walk);
    else if (is_word(first, "from"))
        read_from(walk);
    else if (is_word(first, "def") || is_word(first, "class") || is_word(first, "async"))
        read_definition(walk);
    else if (first->kind == PYTHON_NAME)
        read_assignment(walk);
    for (walk->at = first; walk->at->kind != PYTHON_END; walk->at++)
        look_for_variable(walk);
    walk->at++;
}

void python_source_read(struct arena *arena, const char *path, logdoc_str text,
                        struct python_source *out)
{
    struct python_tokens tokens;
    *out = (struct python_source){ .path = arena_text(arena, str_from(path)),
                                   .text = arena_str(arena, text) };
    python_tokens_read(&tokens, out->text);
    out->code = arena_str(arena, strbuf_str(&tokens.code));
    struct walk walk = {
        arena,      out,       tokens.list.items, tokens.list.items + tokens.list.count,
        NOT_WITHIN, NOT_WITHIN
    };
    while (walk.at < walk.end)
        read_statement(&walk);
    python_tokens_release(&tokens);
}

void python_source_release(struct python_source *source)
{
    vec_release(&source->imports);
    vec_release(&source->names);
    vec_release(&source->variables);
}

const struct python_name *python_source_name(const struct python_source *source,
                                             logdoc_str name)
{
    for (size_t i = 0; i < source->names.count; i++)
        if (str_equal(str_from(source->names.items[i].name), name))
            return &source->names.items[i];
    return NULL;
}
