/* intake.c -- a server with two doors, to be driven from outside: one answers 202 at once, the other when what came is in the
 * journal and on disk.
 *
 *     bench_intake DIR [POOL_THREADS]
 *
 * Its port stands on the first line of its output; it ends when its input ends, and then says how many were taken in how
 * many groups. A handler that waits for the journal holds a worker meanwhile, so both doors get as many workers as there
 * are connections.
 */
#include "facts/journal.h"
#include "net/http.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BODY_MAX = 4096, POOL_THREADS = 320 };

static enum err at_once(struct request *r, struct response *ret)
{
    (void)r;
    ret->status = 202;
    return OK;
}

static enum err when_kept(struct request *r, struct response *ret)
{
    enum err e = journal_append(r->cx, r->app, r->body, r->body_bytes, NULL);

    ret->status = e ? 0 : 202;
    return e;
}

static const struct route routes[] = {
    {"POST", "/now", 0, BODY_MAX, at_once, ROUTE_INLINE | ROUTE_PUBLIC, 0},
    {"POST", "/pool", 0, BODY_MAX, at_once, ROUTE_POOL | ROUTE_PUBLIC, 0},
    {"POST", "/kept", 0, BODY_MAX, when_kept, ROUTE_POOL | ROUTE_PUBLIC, 0},
    {0},
};

static void check(const struct ctx *cx, enum err e)
{
    if (!e)
        return;
    (void)fprintf(stderr, "%s %s\n", cx->fault.key, cx->fault.detail ? cx->fault.detail : "");
    exit(1);
}

int main(int argc, char **argv)
{
    static const struct route_group groups[] = {{.prefix = "", .routes = routes}, {0}};
    struct ctx *cx = ctx_new(MIB(4), clock_system(), NULL);
    struct journal *journal = NULL;
    struct http_server *server = NULL;
    struct journal_stats stats;
    struct journal_options jo = {0};
    char byte;

    if (argc < 2) {
        (void)fprintf(stderr, "usage: bench_intake DIR [POOL_THREADS]\n");
        return 2;
    }
    jo.dir = argv[1];
    check(cx, journal_open(cx, &jo, &journal));
    check(cx,
          http_start(cx,
                     &(struct http_options){
                         .groups = groups,
                         .app = journal,
                         .clock = clock_system(),
                         .pool_threads = argc > 2 ? (int)strtol(argv[2], NULL, 10) : POOL_THREADS,
                         .pool_queue = 1000,
                     },
                     &server));
    (void)printf("%d\n", http_port(server));
    (void)fflush(stdout);
    while (read(STDIN_FILENO, &byte, 1) > 0) {
    }
    http_stop(server, 2000);
    journal_stats(journal, &stats);
    (void)printf("%lld appended in %lld groups\n", (long long)stats.appended,
                 (long long)stats.groups);
    journal_close(journal);
    ctx_free(cx);
    return 0;
}
