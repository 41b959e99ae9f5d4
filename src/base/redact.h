/* SPDX-License-Identifier: MIT
 * Masks secrets in text that is about to be shown: passwords in URLs
 * (scheme://user:PASSWORD@host), values of keys that say they are secret (password,
 * passwd, pwd, secret, token, api_key, apikey, access_key, private_key, authorization,
 * auth, cookie, session … with = or : and quotes in any form), "Bearer …" and "Basic …",
 * known token shapes (Heroku HRKU-…, GitHub ghp_/gho_/github_pat_, AWS AKIA…, Stripe
 * sk_live_/sk_test_, Slack xox?-, Google AIza…, SendGrid SG., JWT eyJ….….…), and e-mail
 * addresses' local part. */
#ifndef LOGDOC_REDACT_H
#define LOGDOC_REDACT_H

#include "strbuf.h"

/* Appends `s` with every secret replaced by "[secret]" (an e-mail's local part by "…").
 * What names a secret (key, user, host) stays. */
void redact_add(struct strbuf *, logdoc_str s);

#endif
