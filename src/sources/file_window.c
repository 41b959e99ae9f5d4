/* SPDX-License-Identifier: MIT
 * A page of a file that is gone raises SIGBUS (mmap(2)), at whoever looks at it, in
 * whatever thread. While a window is open the signal puts zeros in the page's place. */
#include "file_window.h"

#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <unistd.h>

/* Of the one window: a signal finds nothing but globals. */
static struct {
    atomic_bool taken, is_broken;
    atomic_uintptr_t begin, end; /* the same: nothing is mapped */
    struct sigaction before;
} guard;

static void on_bus_error(int number, siginfo_t *info, void *context)
{
    uintptr_t at = (uintptr_t)info->si_addr, end = atomic_load(&guard.end);
    (void)context;
    if (at < atomic_load(&guard.begin) || at >= end) {
        sigaction(number, &guard.before, NULL); /* the same access again is not ours */
        return;
    }
    at -= at % (uintptr_t)sysconf(_SC_PAGESIZE);
    atomic_store(&guard.is_broken, true);
    if (mmap((void *)at, end - at, PROT_READ, MAP_PRIVATE | MAP_FIXED | MAP_ANONYMOUS, -1,
             0) == MAP_FAILED)
        signal(number, SIG_DFL);
}

/* Who reads asks the memory for bytes in advance, which does nothing for a page that is
 * not there yet. */
#ifndef MAP_POPULATE
#define MAP_POPULATE 0
#endif

static bool map(logdoc_str *window, int fd, uint64_t from, size_t len)
{
    char *at = mmap(NULL, len, PROT_READ, MAP_SHARED | MAP_POPULATE, fd, (off_t)from);
    if (at == MAP_FAILED)
        return false;
    posix_madvise(at, len, POSIX_MADV_SEQUENTIAL);
    *window = (logdoc_str){ at, len };
    return true;
}

bool file_window_open(logdoc_str *window, int fd, uint64_t from, size_t len)
{
    struct sigaction action = { .sa_sigaction = on_bus_error, .sa_flags = SA_SIGINFO };
    if (atomic_exchange(&guard.taken, true))
        return false;
    sigemptyset(&action.sa_mask);
    if (sigaction(SIGBUS, &action, &guard.before) != 0) {
        atomic_store(&guard.taken, false);
        return false;
    }
    if (!map(window, fd, from, len)) {
        sigaction(SIGBUS, &guard.before, NULL);
        atomic_store(&guard.taken, false);
        return false;
    }
    atomic_store(&guard.is_broken, false);
    atomic_store(&guard.begin, (uintptr_t)window->at);
    atomic_store(&guard.end, (uintptr_t)window->at + len);
    return true;
}

bool file_window_close(logdoc_str window)
{
    bool is_whole = !atomic_load(&guard.is_broken);
    atomic_store(&guard.begin, 0);
    atomic_store(&guard.end, 0);
    munmap((void *)window.at, window.len);
    sigaction(SIGBUS, &guard.before, NULL);
    atomic_store(&guard.taken, false);
    return is_whole;
}
