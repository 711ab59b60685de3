/* loop.c -- the threads that carry connections. Each has a daemon of libmicrohttpd to itself and turns it by hand.
 *
 * Surprising:
 * - libmicrohttpd could run these threads, but then an answer that comes later costs four calls of the system: the connection
 * is taken out of epoll and put back, the loop is woken for it alone, and reads once in vain. Here it stays where it is:
 * libmicrohttpd asks for the answer again at every turn, and the loop sleeps until there is one or something else to do.
 * - It therefore calls such a loop busy at all times. Whether a turn moved anything (l->moved) says if another one is
 * due at once; what libmicrohttpd has half done without telling (a head that came in pieces) waits for the next tick.
 * - The bell is rung once for all answers that come before the loop hears it.
 */
#include "net/server_priv.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { TICK_MS = 2 };

void loop_ring(struct loop *l)
{
    if (!atomic_exchange(&l->rung, true))
        (void)eventfd_write(l->bell, 1);
}

/* How long nothing is due, in ms; -1: for ever. */
static int quiet_ms(const struct loop *l)
{
    MHD_UNSIGNED_LONG_LONG ms = 0;

    if (MHD_get_timeout(l->daemon, &ms) != MHD_YES)
        return -1;
    if (ms == 0 && l->waiting && !l->moved)
        return TICK_MS;
    return ms < INT32_MAX ? (int)ms : INT32_MAX;
}

static void *turn(void *arg)
{
    struct loop *l = arg;
    struct pollfd at[] = {
        {MHD_get_daemon_info(l->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd, POLLIN, 0},
        {l->bell, POLLIN, 0},
    };
    eventfd_t rings;
    sigset_t pipe;

    (void)sigemptyset(&pipe);
    (void)sigaddset(&pipe, SIGPIPE);
    (void)pthread_sigmask(SIG_BLOCK, &pipe, NULL);
    while (!atomic_load(&l->ending)) {
        int ms;
        /* What was answered before this is seen by the turn; who comes after it rings again. */
        (void)atomic_exchange(&l->rung, false);
        if (atomic_load(&l->closed) && !l->quiet) {
            (void)MHD_quiesce_daemon(l->daemon);
            l->quiet = true;
        }
        l->moved = false;
        (void)MHD_run(l->daemon);
        ms = quiet_ms(l);
        if (ms != 0 && poll(at, COUNT_OF(at), ms) > 0 && at[1].revents)
            (void)eventfd_read(l->bell, &rings);
    }
    return NULL;
}

bool loop_start(struct loop *l, struct listener *of, struct MHD_Daemon *daemon)
{
    l->listener = of;
    l->daemon = daemon;
    l->bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    l->running = l->bell >= 0 && pthread_create(&l->thread, NULL, turn, l) == 0;
    return l->running;
}

void loop_close(struct loop *l)
{
    atomic_store(&l->closed, true);
    if (l->running)
        loop_ring(l);
}

void loop_stop(struct loop *l)
{
    if (l->running) {
        atomic_store(&l->ending, true);
        loop_ring(l);
        (void)pthread_join(l->thread, NULL);
    }
    if (l->daemon) {
        (void)MHD_quiesce_daemon(l->daemon);
        MHD_stop_daemon(l->daemon);
    }
    if (l->bell >= 0)
        (void)close(l->bell);
}
