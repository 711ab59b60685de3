/* pool_priv.h -- a fixed number of workers and a queue with an end.
 *
 * New work is offered and may be refused; work that continues what was accepted (the next piece of
 * a streamed answer) is pushed and never refused: each request has at most one job, so it is
 * bounded too. For that reason the job lives inside the thing it works on.
 *
 * Threads: any.
 */
#ifndef PRACA_NET_POOL_PRIV_H
#define PRACA_NET_POOL_PRIV_H

#include "base/err.h"

struct pool;
struct pool_job {
    struct pool_job *next;
    void (*run)(void *thing);
    void *thing;
};

/* NULL when threads cannot be started. */
struct pool *pool_new(int threads, int queue_max);
/* Runs what is queued, then ends. */
void pool_free(struct pool *p);
bool pool_offer(struct pool *p, struct pool_job *job); /* false: full */
void pool_push(struct pool *p, struct pool_job *job);
void pool_count(struct pool *p, int *ret_running, int *ret_waiting);

#endif
