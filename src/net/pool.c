/* pool.c -- see pool_priv.h. Signals are blocked in workers, so that they reach the main thread
 * only. */
#include "net/pool_priv.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

struct pool {
    pthread_mutex_t lock;
    pthread_cond_t work;
    struct pool_job *first, *last;
    int waiting, running, queue_max, threads;
    bool ending;
    pthread_t ids[];
};

static void *worker(void *arg)
{
    struct pool *p = arg;

    (void)pthread_mutex_lock(&p->lock);
    for (;;) {
        struct pool_job *job;
        while (!p->first && !p->ending)
            (void)pthread_cond_wait(&p->work, &p->lock);
        job = p->first;
        if (!job)
            break;
        p->first = job->next;
        if (!p->first)
            p->last = NULL;
        p->waiting--;
        p->running++;
        (void)pthread_mutex_unlock(&p->lock);
        job->run(job->thing); /* the job may be gone, or queued again, when this returns */
        (void)pthread_mutex_lock(&p->lock);
        p->running--;
    }
    (void)pthread_mutex_unlock(&p->lock);
    return NULL;
}

struct pool *pool_new(int threads, int queue_max)
{
    struct pool *p = calloc(1, sizeof(*p) + (size_t)threads * sizeof(p->ids[0]));
    sigset_t all, before;

    if (!p)
        return NULL;
    p->queue_max = queue_max;
    (void)pthread_mutex_init(&p->lock, NULL);
    (void)pthread_cond_init(&p->work, NULL);
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    while (p->threads < threads && pthread_create(&p->ids[p->threads], NULL, worker, p) == 0)
        p->threads++;
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (p->threads == threads)
        return p;
    pool_free(p);
    return NULL;
}

void pool_free(struct pool *p)
{
    if (!p)
        return;
    (void)pthread_mutex_lock(&p->lock);
    p->ending = true;
    (void)pthread_cond_broadcast(&p->work);
    (void)pthread_mutex_unlock(&p->lock);
    for (int i = 0; i < p->threads; i++)
        (void)pthread_join(p->ids[i], NULL);
    (void)pthread_cond_destroy(&p->work);
    (void)pthread_mutex_destroy(&p->lock);
    free(p);
}

static bool put(struct pool *p, struct pool_job *job, bool always)
{
    bool room;

    (void)pthread_mutex_lock(&p->lock);
    /* An idle worker is room too, so that a queue of 0 still lets every worker work. */
    room = always || p->waiting < p->queue_max + (p->threads - p->running);
    if (room) {
        job->next = NULL;
        if (p->last)
            p->last->next = job;
        else
            p->first = job;
        p->last = job;
        p->waiting++;
        (void)pthread_cond_signal(&p->work);
    }
    (void)pthread_mutex_unlock(&p->lock);
    return room;
}

bool pool_offer(struct pool *p, struct pool_job *job)
{
    return put(p, job, false);
}

void pool_push(struct pool *p, struct pool_job *job)
{
    (void)put(p, job, true);
}

void pool_count(struct pool *p, int *ret_running, int *ret_waiting)
{
    (void)pthread_mutex_lock(&p->lock);
    *ret_running = p->running;
    *ret_waiting = p->waiting;
    (void)pthread_mutex_unlock(&p->lock);
}
