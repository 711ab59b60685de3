/* thread_time.h -- what this thread has had of a processor, and what others kept it from having.
 *
 * For whoever sizes a step by how long the last ones took: what the machine did meanwhile for others would make steps tiny without
 * making them shorter.
 *
 * Units:   nanoseconds, since the thread began.
 * Threads: each its own.
 * Source:  CLOCK_THREAD_CPUTIME_ID; /proc/thread-self/schedstat of Linux.
 */
#ifndef PRACA_BASE_THREAD_TIME_H
#define PRACA_BASE_THREAD_TIME_H

#include <stdint.h>

int64_t thread_used_ns(void);
/* Ready to run, and not running. 0 where the system does not tell. */
int64_t thread_queued_ns(void);
/* Of a time that was taken, what counts for the length of a step: all of it but seven eighths of what was spent in the queue. */
int64_t thread_own_ns(int64_t took_ns, int64_t queued_ns);
/* The clock that only goes forward. */
int64_t thread_clock_ns(void);

#endif
