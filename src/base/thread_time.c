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

static int64_t queued_ns(void)
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

struct thread_time thread_time_now(void)
{
    return (struct thread_time){nanos(CLOCK_MONOTONIC), nanos(CLOCK_THREAD_CPUTIME_ID),
                                queued_ns()};
}

struct thread_time thread_time_since(struct thread_time from)
{
    struct thread_time now = thread_time_now();

    return (struct thread_time){now.clock_ns - from.clock_ns, now.used_ns - from.used_ns,
                                now.queued_ns - from.queued_ns};
}

int64_t thread_own_ns(struct thread_time took)
{
    int64_t queued_ns = took.queued_ns > took.clock_ns ? took.clock_ns : took.queued_ns;

    return took.clock_ns - queued_ns / 8 * 7;
}
