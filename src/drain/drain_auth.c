/* SPDX-License-Identifier: MIT
 * The header that is expected, made once, and a comparison that looks at every byte. */
#include "drain_auth.h"

#include "ascii.h"
#include "str.h"

static void encode(char *out, logdoc_str bytes)
{
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < bytes.len; i += 3) {
        uint32_t group = 0;
        for (size_t k = 0; k < 3; k++)
            group = group << 8 | (i + k < bytes.len ? (unsigned char)bytes.at[i + k] : 0);
        for (size_t k = 0; k < 4; k++)
            *out++ = i + k > bytes.len ? '=' : digits[group >> (18 - 6 * k) & 63];
    }
    *out = '\0';
}

bool drain_auth_set(struct drain_auth *auth, logdoc_str given)
{
    size_t colon = str_find_char(given, ':');
    if (colon == SIZE_MAX || colon == 0 || colon + 1 == given.len ||
        given.len > AUTH_LONGEST)
        return false;
    memcpy(auth->expected, "Basic ", 6);
    encode(auth->expected + 6, given);
    return true;
}

/* The scheme in any case; "" when it is another one. */
static const char *credentials_of(const char *header)
{
    logdoc_str scheme = { header, 6 };
    if (!header || strlen(header) < 6 || !str_equal_ignoring_case(scheme, STR("Basic ")))
        return "";
    return header + 6;
}

bool drain_auth_admits(const struct drain_auth *auth, const char *header)
{
    const char *given = credentials_of(header), *expected = auth->expected + 6;
    if (!auth->expected[0])
        return true;
    size_t given_len = strlen(given), expected_len = strlen(expected);
    unsigned difference = given_len != expected_len;
    for (size_t i = 0; i < given_len; i++)
        difference |= (unsigned char)given[i] ^
                      (unsigned char)expected[i % (expected_len ? expected_len : 1)];
    return difference == 0;
}
