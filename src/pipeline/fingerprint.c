/* SPDX-License-Identifier: MIT
 * Fingerprints of failures. */
#include "fingerprint.h"

#include "ascii.h"
#include "str.h"

#define LONGEST_MESSAGE 120
#define LONGEST_QUOTED 200
#define SHORTEST_ID 6

static bool is_word(char c)
{
    return ascii_is_alnum(c);
}

static bool is_hex(char c)
{
    return ascii_is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* Length of the word at the front; `id`: it is nothing but a number or an id. */
static size_t word_length(logdoc_str s, bool *id)
{
    size_t len = str_starts(s, STR("0x")) ? 2 : 0, digits = len, others = 0;
    for (; len < s.len && (is_word(s.at[len]) || (len > 0 && s.at[len] == '-')); len++) {
        digits += ascii_is_digit(s.at[len]);
        others += !is_hex(s.at[len]) && s.at[len] != '-';
    }
    *id = digits > 0 && others == 0 && (len >= SHORTEST_ID || digits == len);
    return len;
}

/* Length of a quotation at the front of `s` with its marks; 0: none. An apostrophe within
 * a word opens none. */
static size_t quoted_length(logdoc_str s, char before)
{
    bool opens = s.at[0] == '"' || s.at[0] == '\'' || s.at[0] == '`';
    if (!opens || is_word(before))
        return 0;
    size_t end = str_find_char(str_from_offset(s, 1), s.at[0]);
    return end == SIZE_MAX || end > LONGEST_QUOTED ? 0 : end + 2;
}

static void add_word(struct strbuf *out, logdoc_str word, bool id)
{
    for (size_t i = 0; !id && i < word.len; i++) {
        bool digit = ascii_is_digit(word.at[i]);
        bool first = i == 0 || !ascii_is_digit(word.at[i - 1]);
        if (!digit || first)
            strbuf_add_char(out, digit ? '#' : word.at[i]);
    }
    if (id)
        strbuf_add_char(out, '#');
}

void fingerprint_normalize(struct strbuf *out, logdoc_str text)
{
    for (char before = ' '; text.len > 0;) {
        bool id = false;
        size_t len = quoted_length(text, before);
        if (len > 0) {
            strbuf_add_format(out, "%c…%c", text.at[0], text.at[0]);
        } else if ((len = word_length(text, &id)) > 0) {
            add_word(out, (logdoc_str){ text.at, len }, id);
        } else {
            len = 1;
            strbuf_add_char(out, text.at[0]);
        }
        before = text.at[len - 1];
        text = str_from_offset(text, len);
    }
}

static logdoc_str either(const struct finding *finding, logdoc_str name, logdoc_str other)
{
    logdoc_str value = finding_capture(finding, name);
    return value.len ? value : finding_capture(finding, other);
}

static void add_frame(struct strbuf *out, logdoc_str file, logdoc_str line)
{
    logdoc_str folder = STR("/app/");
    if (str_starts(file, folder))
        file = str_from_offset(file, folder.len);
    strbuf_add_text(out, " in ");
    fingerprint_normalize(out, file);
    if (line.len)
        strbuf_add_format(out, ":%.*s", (int)line.len, line.at);
}

void fingerprint_add(struct strbuf *out, const struct finding *finding)
{
    logdoc_str type = finding_capture(finding, STR("exception"));
    logdoc_str message = either(finding, STR("message"), STR("what"));
    logdoc_str file = finding_capture(finding, STR("file"));
    if (message.len > LONGEST_MESSAGE)
        message.len = LONGEST_MESSAGE;
    strbuf_add_str(out, type);
    if (file.len && type.len) {
        add_frame(out, file, finding_capture(finding, STR("line")));
        return;
    }
    if (type.len && message.len)
        strbuf_add_text(out, ": ");
    fingerprint_normalize(out, message);
}
