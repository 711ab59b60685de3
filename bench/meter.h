/* meter.h -- the clock, the processor and the memory of the program that measures itself. */
#ifndef PRACA_BENCH_METER_H
#define PRACA_BENCH_METER_H

#include "base/err.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

static inline double now_ms(void)
{
    struct timespec t;

    must(clock_gettime(CLOCK_MONOTONIC, &t) == 0);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Of the process, all threads: says the same under load. */
static inline double cpu_ms(void)
{
    struct rusage u;

    must(getrusage(RUSAGE_SELF, &u) == 0);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1e3 +
           (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e3;
}

/* How long a run took; runs are compared by their medians. */
enum { RUNS_MAX = 25 };
struct took {
    double cpu_ms, wall_ms;
};

static inline struct took took_since(double cpu, double wall)
{
    return (struct took){cpu_ms() - cpu, now_ms() - wall};
}

static inline int took_order(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return x < y ? -1 : x > y;
}

/* n: 1 to RUNS_MAX. */
static inline struct took took_median(const struct took *runs, int n)
{
    double cpu[RUNS_MAX], wall[RUNS_MAX];

    for (int i = 0; i < n; i++) {
        cpu[i] = runs[i].cpu_ms;
        wall[i] = runs[i].wall_ms;
    }
    qsort(cpu, (size_t)n, sizeof(cpu[0]), took_order);
    qsort(wall, (size_t)n, sizeof(wall[0]), took_order);
    return (struct took){cpu[n / 2], wall[n / 2]};
}

static inline double resident_mb(void)
{
    long pages = 0, all = 0;
    FILE *f = fopen("/proc/self/statm", "r");

    must(f != NULL && fscanf(f, "%ld %ld", &all, &pages) == 2);
    (void)fclose(f);
    return (double)pages * (double)sysconf(_SC_PAGESIZE) / 1e6;
}

#endif
