/* SPDX-License-Identifier: MIT
 * What a push, a build and the Heroku CLI print: with `remote: ` in front when git shows
 * it, without on the dashboard. The message has neither that nor leading blanks. */
#include "format_table.h"
#include "format_text.h"
#include "timestamp.h"

/* How far a buildpack indents what belongs to a step. */
#define STEP_INDENT 7

static bool take_entry(logdoc_str message, struct entry *out)
{
    out->message = trim_end(skip_blanks(message));
    out->source = out->process = (logdoc_str){ NULL, 0 };
    out->time = 0;
    out->scope = SCOPE_BUILD;
    return true;
}

static bool starts_with_any(logdoc_str s, const logdoc_str *texts)
{
    for (; texts->at; texts++)
        if (str_starts(s, *texts))
            return true;
    return false;
}

/* `!`, `!!` or `›` alone before blanks or the end. */
static bool is_marked(logdoc_str s)
{
    static const logdoc_str cli_marks[] = {
        { "\xE2\x80\xBA", 3 }, /* › */
        { "\xC2\xBB", 2 },     /* » */
        { "\xE2\x96\xB8", 3 }, /* ▸ */
        { "\xE2\xAC\xA2", 3 }, /* ⬢ */
        { "!!", 2 },           { "!", 1 }, { NULL, 0 },
    };
    for (const logdoc_str *mark = cli_marks; mark->at; mark++)
        if (skip_text(&s, *mark))
            return s.len == 0 || is_blank(s.at[0]);
    return false;
}

static bool is_arrow(char c)
{
    return c == '-' || c == '=';
}

/* `-----> `, and `=====> ` of Dokku; the lines of a cloud native build begin `===> `. */
static bool is_step(logdoc_str s)
{
    return take_span(&s, is_arrow).len >= 3 && skip_char(&s, '>') &&
           (s.len == 0 || is_blank(s.at[0]));
}

static bool is_git(logdoc_str s)
{
    static const logdoc_str texts[] = {
#define TEXT(literal) { (literal), sizeof(literal) - 1 }
        TEXT("error: failed to push some refs"),
        TEXT("error: src refspec"),
        TEXT("error: RPC failed"),
        TEXT("error: remote "),
        TEXT("error: pathspec"),
        TEXT("fatal: "),
        TEXT("hint: "),
        TEXT("To https://git.heroku.com/"),
        TEXT("To git@heroku.com:"),
        TEXT("To ssh://git@heroku.com/"),
        TEXT("Enumerating objects: "),
        TEXT("Counting objects: "),
        TEXT("Compressing objects: "),
        TEXT("Writing objects: "),
        TEXT("Receiving objects: "),
        TEXT("Unpacking objects: "),
        TEXT("Resolving deltas: "),
        TEXT("Delta compression using "),
        TEXT("Initializing repository, done."),
        TEXT("Everything up-to-date"),
        TEXT("Username for 'https://git.heroku.com"),
        TEXT("Password for 'https://git.heroku.com"),
        TEXT("Permission denied (publickey)"),
        TEXT("git@heroku.com: Permission denied"),
        TEXT("Host key verification failed."),
        TEXT("[new branch] "),
        { NULL, 0 },
#undef TEXT
    };
    return starts_with_any(s, texts);
}

static bool is_hex(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f');
}

/* `1a2b3c4..5d6e7f8  main -> main` */
static bool is_ref_update(logdoc_str s)
{
    skip_char(&s, '+');
    s = skip_blanks(s);
    return take_span(&s, is_hex).len >= 7 && skip_text(&s, STR("..")) &&
           str_find(s, STR(" -> ")) != SIZE_MAX;
}

/* `Total 12 (delta 3), reused 0 (delta 0)` */
static bool is_git_total(logdoc_str s)
{
    return skip_text(&s, STR("Total ")) && take_span(&s, is_digit).len > 0 &&
           skip_text(&s, STR(" (delta "));
}

static bool is_prompt(char c)
{
    return c == '$' || c == '>' || c == '%' || c == '#';
}

/* `git …` or `heroku …`, typed after any prompt. */
static bool is_command(logdoc_str s)
{
    if (str_starts(s, STR("git push heroku")))
        return true;
    for (size_t i = 0; i + 1 < s.len && i < 160; i++) {
        if (!is_prompt(s.at[i]))
            continue;
        logdoc_str typed = skip_blanks(str_from_offset(s, i + 1));
        if (str_starts(typed, STR("git ")) || str_starts(typed, STR("heroku ")))
            return true;
    }
    return false;
}

/* `Setting DEBUG and restarting ⬢ my-app... done, v9`, `Creating app... !` */
static bool is_cli_progress(logdoc_str s)
{
    if (str_ends(s, STR("... !")))
        return true;
    const char *mark = memchr(s.at, '\xE2', s.len);
    return mark && str_find(s, STR(" \xE2\xAC\xA2 ")) != SIZE_MAX;
}

static bool is_build(logdoc_str line, logdoc_str rest)
{
    return is_step(rest) || is_marked(rest) || is_git(rest) || is_git_total(rest) ||
           is_ref_update(rest) || is_command(skip_blanks(line)) || is_cli_progress(rest);
}

/* The services that build and push for others print a time before each line. */
static logdoc_time take_service_time(logdoc_str *line)
{
    logdoc_time time = 0;
    size_t used = is_digit(line->at[0]) ? timestamp_parse(*line, &time) : 0;
    logdoc_str rest = str_from_offset(*line, used);
    if (used == 0 || !skip_char(&rest, ' '))
        return 0;
    *line = rest;
    return time;
}

static bool parse(logdoc_str line, struct entry *out)
{
    if (line.len == 0)
        return false;
    logdoc_time time = take_service_time(&line);
    logdoc_str rest = skip_paste_marks(line);
    if (rest.len == 0 || (!skip_text(&rest, STR("remote:")) && !is_build(line, rest)))
        return false;
    take_entry(rest, out);
    out->time = time;
    return true;
}

static bool continues(logdoc_str line, struct entry *out)
{
    logdoc_str rest = line;
    if (skip_char(&rest, '>'))
        skip_char(&rest, ' ');
    size_t indent = span(rest, is_blank);
    return (indent == rest.len || indent >= STEP_INDENT) && take_entry(rest, out);
}

const struct format format_build = {
    .name = "build",
    .summary = "output of git push, builds and the Heroku CLI",
    .parse = parse,
    .continues = continues,
};
