/* SPDX-License-Identifier: MIT
 * One pass over the bytes. */
#include "python_tokens.h"

#include "ascii.h"
#include "str.h"

#define TOKEN_CAP 500000

struct scanner {
    logdoc_str text;
    size_t at, line;
    unsigned column, depth; /* depth: of open brackets */
    struct python_tokens *out;
};

static char peek(const struct scanner *scanner, size_t ahead)
{
    size_t at = scanner->at + ahead;
    return at < scanner->text.len ? scanner->text.at[at] : '\0';
}

static void step(struct scanner *scanner)
{
    char c = peek(scanner, 0);
    scanner->at++;
    if (c == '\n') {
        scanner->line++;
        scanner->column = 0;
    } else if (c == '\t') {
        scanner->column = (scanner->column / 8 + 1) * 8;
    } else {
        scanner->column++;
    }
}

static void blank(struct scanner *scanner, size_t from)
{
    for (size_t i = from; i < scanner->at; i++)
        if (scanner->text.at[i] != '\n' && scanner->text.at[i] != '\r')
            scanner->out->code.at[i] = ' ';
}

static struct python_token *add(struct scanner *scanner, enum python_token_kind kind)
{
    struct python_token *token = vec_push(&scanner->out->list);
    *token = (struct python_token){
        kind, { scanner->text.at + scanner->at, 0 }, scanner->line, scanner->column
    };
    return token;
}

static void end_line(struct scanner *scanner)
{
    size_t count = scanner->out->list.count;
    if (count > 0 && scanner->out->list.items[count - 1].kind != PYTHON_END)
        add(scanner, PYTHON_END);
}

static void read_comment(struct scanner *scanner)
{
    size_t from = scanner->at;
    while (scanner->at < scanner->text.len && peek(scanner, 0) != '\n')
        step(scanner);
    blank(scanner, from);
}

static bool is_name_start(char c)
{
    return ascii_is_letter(c) || c == '_' || (unsigned char)c >= 0x80;
}

static bool at_quotes(const struct scanner *scanner, char quote, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        if (peek(scanner, i) != quote)
            return false;
    return true;
}

static void read_string(struct scanner *scanner)
{
    size_t from = scanner->at;
    char quote = peek(scanner, 0);
    unsigned width = at_quotes(scanner, quote, 3) ? 3 : 1;
    struct python_token *token = add(scanner, PYTHON_STRING);
    for (unsigned i = 0; i < width; i++)
        step(scanner);
    token->text.at = scanner->text.at + scanner->at;
    while (scanner->at < scanner->text.len && !at_quotes(scanner, quote, width)) {
        if (width == 1 && peek(scanner, 0) == '\n')
            break;
        if (peek(scanner, 0) == '\\' && scanner->at + 1 < scanner->text.len)
            step(scanner);
        step(scanner);
    }
    token->text.len = (size_t)(scanner->text.at + scanner->at - token->text.at);
    for (unsigned i = 0; i < width && peek(scanner, 0) == quote; i++)
        step(scanner);
    if (width == 3)
        blank(scanner, from);
}

/* "r", "b", "f" … in front of quotes. */
static bool is_prefix(logdoc_str name, char next)
{
    if (name.len > 2 || (next != '"' && next != '\''))
        return false;
    for (size_t i = 0; i < name.len; i++)
        if (!strchr("rbfuRBFU", name.at[i]))
            return false;
    return true;
}

static void read_name(struct scanner *scanner)
{
    struct python_token *token = add(scanner, PYTHON_NAME);
    while (scanner->at < scanner->text.len &&
           (is_name_start(peek(scanner, 0)) || ascii_is_digit(peek(scanner, 0))))
        step(scanner);
    token->text.len = (size_t)(scanner->text.at + scanner->at - token->text.at);
    if (is_prefix(token->text, peek(scanner, 0))) {
        scanner->out->list.count--;
        read_string(scanner);
    }
}

static void read_number(struct scanner *scanner)
{
    struct python_token *token = add(scanner, PYTHON_NUMBER);
    while (scanner->at < scanner->text.len &&
           (ascii_is_alnum(peek(scanner, 0)) || strchr("._", peek(scanner, 0))) &&
           peek(scanner, 0))
        step(scanner);
    token->text.len = (size_t)(scanner->text.at + scanner->at - token->text.at);
}

static void read_sign(struct scanner *scanner)
{
    char c = peek(scanner, 0);
    struct python_token *token = add(scanner, PYTHON_SIGN);
    token->text.len = 1;
    if (c == '(' || c == '[' || c == '{')
        scanner->depth++;
    if ((c == ')' || c == ']' || c == '}') && scanner->depth > 0)
        scanner->depth--;
    step(scanner);
}

static void read_blank(struct scanner *scanner)
{
    char c = peek(scanner, 0);
    if (c == '\\' && (peek(scanner, 1) == '\n' || peek(scanner, 1) == '\r')) {
        step(scanner);
        if (peek(scanner, 0) == '\r')
            step(scanner);
    } else if ((c == '\n' && scanner->depth == 0) || c == ';') {
        end_line(scanner);
    }
    step(scanner);
}

static void read_token(struct scanner *scanner)
{
    char c = peek(scanner, 0);
    if (c == '#')
        read_comment(scanner);
    else if (c == '"' || c == '\'')
        read_string(scanner);
    else if (is_name_start(c))
        read_name(scanner);
    else if (ascii_is_digit(c))
        read_number(scanner);
    else if (ascii_is_space(c) || c == ';' || c == '\\' || c == '\0' || c == '\f')
        read_blank(scanner);
    else
        read_sign(scanner);
}

void python_tokens_read(struct python_tokens *tokens, logdoc_str text)
{
    struct scanner scanner = { .text = text, .line = 1, .out = tokens };
    *tokens = (struct python_tokens){ 0 };
    strbuf_init(&tokens->code, text.len);
    strbuf_add_str(&tokens->code, text);
    while (scanner.at < text.len && tokens->list.count < TOKEN_CAP)
        read_token(&scanner);
    end_line(&scanner);
    if (tokens->list.count == 0)
        add(&scanner, PYTHON_END);
}

void python_tokens_release(struct python_tokens *tokens)
{
    vec_release(&tokens->list);
    strbuf_release(&tokens->code);
}
