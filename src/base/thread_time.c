/* thread_time.c -- see thread_time.h. */
#include "base/thread_time.h"

#include "base/err.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int64_t nanos(clockid_t clock)
{
    struct timespec t;

    must(clock_gettime(clock, &t) == 0);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

int64_t thread_used_ns(void)
{
    return nanos(CLOCK_THREAD_CPUTIME_ID);
}

int64_t thread_clock_ns(void)
{
    return nanos(CLOCK_MONOTONIC);
}

int64_t thread_own_ns(int64_t took_ns, int64_t queued_ns)
{
    if (queued_ns > took_ns)
        queued_ns = took_ns;
    return took_ns - queued_ns / 8 * 7;
}

int64_t thread_queued_ns(void)
{
    int fd = open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
    char text[128];
    ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
    const char *second;

    if (fd >= 0)
        (void)close(fd);
    if (n <= 0)
        return 0;
    text[n] = 0;
    second = strchr(text, ' ');
    return second ? strtoll(second, NULL, 10) : 0;
}
