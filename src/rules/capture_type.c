/* SPDX-License-Identifier: MIT
 * What each type of capture allows. */
#include "capture_type.h"

#include "str.h"

#define LONGEST_NAME 200
#define LONGEST_PATH 1024

static bool is_letter(char c)
{
    return (unsigned char)((c | 0x20) - 'a') < 26 || c == '_';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool only(logdoc_str value, const char *punctuation, size_t longest)
{
    if (value.len == 0 || value.len > longest)
        return false;
    for (size_t i = 0; i < value.len; i++) {
        char c = value.at[i];
        if (!is_letter(c) && !is_digit(c) && (c == '\0' || !strchr(punctuation, c)))
            return false;
    }
    return true;
}

static bool is_variable(logdoc_str value)
{
    return only(value, "", LONGEST_NAME) && is_letter(value.at[0]);
}

/* Variables with a dot between. */
static bool is_module(logdoc_str value)
{
    bool begins = true;
    if (value.len > LONGEST_NAME)
        return false;
    for (size_t i = 0; i < value.len; i++) {
        char c = value.at[i];
        bool dot = c == '.';
        if (dot ? begins : !is_letter(c) && (begins || !is_digit(c)))
            return false;
        begins = dot;
    }
    return !begins;
}

static bool is_path(logdoc_str value)
{
    logdoc_str rest = value;
    if (value.len == 0 || value.len > LONGEST_PATH)
        return false;
    for (size_t i = 0; i < value.len; i++)
        if ((unsigned char)value.at[i] < ' ' || value.at[i] == 127)
            return false;
    while (rest.len)
        if (str_equal(str_cut(&rest, '/'), STR("..")))
            return false;
    return true;
}

static bool is_line(logdoc_str value)
{
    for (size_t i = 0; i < value.len; i++)
        if (((unsigned char)value.at[i] < ' ' && value.at[i] != '\t') ||
            value.at[i] == 127)
            return false;
    return true;
}

bool capture_fits(logdoc_str value, enum capture_type type)
{
    switch (type) {
    case CAPTURE_TEXT:
        return true;
    case CAPTURE_MODULE:
        return is_module(value);
    case CAPTURE_PACKAGE:
        return only(value, "@/.-", LONGEST_NAME) &&
               (is_letter(value.at[0]) || is_digit(value.at[0]) || value.at[0] == '@');
    case CAPTURE_VARIABLE:
        return is_variable(value);
    case CAPTURE_PATH:
        return is_path(value);
    case CAPTURE_HOST:
        return only(value, ".:-[]", LONGEST_PATH);
    case CAPTURE_NUMBER:
        return only(value, ".", 32) && !is_letter(value.at[0]);
    case CAPTURE_LINE:
        return is_line(value);
    case CAPTURE_NAME:
        return only(value, ".$:/@+-", LONGEST_NAME);
    }
    return false;
}
