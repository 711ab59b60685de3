/* thread_time.h -- what this thread has had of a processor, and what others kept it from having.
 *
 * For whoever sizes a step by how long the last ones took: what the machine did meanwhile for others would make steps tiny without
 * making them shorter.
 *
 * Units:   nanoseconds; of a processor and in the queue since the thread began.
 * Threads: each its own.
 * Source:  CLOCK_THREAD_CPUTIME_ID; /proc/thread-self/schedstat of Linux.
 */
#ifndef PRACA_BASE_THREAD_TIME_H
#define PRACA_BASE_THREAD_TIME_H

#include <stdint.h>

struct thread_time {
    int64_t clock_ns;  /* the clock that only goes forward */
    int64_t used_ns;   /* of a processor */
    int64_t queued_ns; /* ready to run, and not running; 0 where the system does not tell */
};

struct thread_time thread_time_now(void);
struct thread_time thread_time_since(struct thread_time from);
/* Of a time that was taken, what counts for the length of a step: all of it but seven eighths of what was spent in the queue. */
int64_t thread_own_ns(struct thread_time took);

#endif
