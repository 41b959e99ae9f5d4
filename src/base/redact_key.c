/* SPDX-License-Identifier: MIT
 * Which words name a secret: a table of how they end. */
#include "redact_key.h"

#include "ascii.h"
#include "str.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define LONGEST_KEY 32

struct key_ending {
    const char *text; /* lower case, without separators */
    bool whole_part;  /* must begin a part of the word: "auth" is not in "sendauth" */
    enum secret_key kind;
};

static const struct key_ending endings[] = {
    { "password", false, SECRET_KEY_STRONG },
    { "passwordconfirmation", false, SECRET_KEY_STRONG },
    { "passworddigest", false, SECRET_KEY_STRONG },
    { "passwordhash", false, SECRET_KEY_STRONG },
    { "passwd", false, SECRET_KEY_STRONG },
    { "passphrase", false, SECRET_KEY_STRONG },
    { "pass", true, SECRET_KEY_STRONG },
    { "pwd", true, SECRET_KEY_STRONG },
    { "secret", false, SECRET_KEY_WEAK },
    { "clientsecret", false, SECRET_KEY_STRONG },
    { "secretkey", false, SECRET_KEY_STRONG },
    { "secretkeybase", false, SECRET_KEY_STRONG },
    { "apikey", false, SECRET_KEY_STRONG },
    { "apisecret", false, SECRET_KEY_STRONG },
    { "appkey", true, SECRET_KEY_STRONG },
    { "accesskey", false, SECRET_KEY_STRONG },
    { "accountkey", true, SECRET_KEY_STRONG },
    { "authkey", false, SECRET_KEY_STRONG },
    { "encryptionkey", false, SECRET_KEY_STRONG },
    { "masterkey", false, SECRET_KEY_STRONG },
    { "privatekey", false, SECRET_KEY_STRONG },
    { "signingkey", false, SECRET_KEY_STRONG },
    { "amzsignature", false, SECRET_KEY_STRONG },
    { "token", false, SECRET_KEY_WEAK },
    { "accesstoken", false, SECRET_KEY_STRONG },
    { "authtoken", false, SECRET_KEY_STRONG },
    { "refreshtoken", false, SECRET_KEY_STRONG },
    { "authorization", false, SECRET_KEY_STRONG },
    { "credentials", true, SECRET_KEY_WEAK },
    { "auth", true, SECRET_KEY_WEAK },
    { "session", true, SECRET_KEY_WEAK },
    { "sessionid", false, SECRET_KEY_STRONG },
    { "sessid", false, SECRET_KEY_STRONG },
    { "connectsid", false, SECRET_KEY_STRONG },
    { "cookie", true, SECRET_KEY_COOKIES },
};

/* The end of a word in lower case and without separators, and where its parts begin
 * ("DB_PASSWORD", "db-password", "dbPassword" are all db + password). */
struct folded_word {
    char text[LONGEST_KEY];
    bool begins[LONGEST_KEY];
    size_t from; /* text and begins are filled from here to their end */
};

static bool is_separator(char c)
{
    return c == '_' || c == '-' || c == '.';
}

static bool begins_part(logdoc_str word, size_t at)
{
    if (at == 0 || is_separator(word.at[at - 1]))
        return true;
    return ascii_is_upper(word.at[at]) && !ascii_is_upper(word.at[at - 1]);
}

static void fold(logdoc_str word, struct folded_word *out)
{
    out->from = LONGEST_KEY;
    for (size_t at = word.len; at > 0 && out->from > 0; at--) {
        char c = word.at[at - 1];

        if (is_separator(c))
            continue;
        out->from--;
        out->text[out->from] = ascii_lower(c);
        out->begins[out->from] = begins_part(word, at - 1);
    }
}

static bool ends_with(const struct folded_word *word, const struct key_ending *ending)
{
    size_t len = strlen(ending->text), at;

    if (len > LONGEST_KEY - word->from)
        return false;
    at = LONGEST_KEY - len;
    return memcmp(word->text + at, ending->text, len) == 0 &&
           (!ending->whole_part || word->begins[at]);
}

enum secret_key redact_key(logdoc_str word)
{
    struct folded_word folded;
    enum secret_key found = SECRET_KEY_NONE;

    fold(word, &folded);
    for (size_t i = 0; i < COUNT(endings); i++)
        if (endings[i].kind > found && ends_with(&folded, &endings[i]))
            found = endings[i].kind;
    return found;
}
