/* SPDX-License-Identifier: MIT
 * Doubling waits. */
#include "session_backoff.h"

#define FIRST_MS 500U
#define LONGEST_MS 5000U

void backoff_succeeded(struct backoff *backoff)
{
    backoff->failures = 0;
}

bool backoff_failed(struct backoff *backoff, uint32_t chance, unsigned *wait_ms)
{
    if (backoff->failures == BACKOFF_TRIES)
        return false;
    unsigned step = FIRST_MS << backoff->failures++;
    if (step > LONGEST_MS)
        step = LONGEST_MS;
    *wait_ms = step / 2 + chance % (step / 2 + 1);
    return true;
}
