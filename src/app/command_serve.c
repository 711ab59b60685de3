/* command_serve.c -- praca serve: the server in the foreground, until it is told to end.
 *
 * Its address stands alone on the first line of its output, so that whoever started it with port 0 can read
 * where it is. A data directory that is not there is made, and the first visit begins the set-up.
 */
#include "app/command.h"

#include "app/server.h"

#include <signal.h>
#include <stdio.h>

/* Before any thread starts: they inherit it, and only server_wait() takes these signals. */
static void block_signals(void)
{
    sigset_t ends;

    must(sigemptyset(&ends) == 0);
    must(sigaddset(&ends, SIGTERM) == 0);
    must(sigaddset(&ends, SIGINT) == 0);
    must(sigprocmask(SIG_BLOCK, &ends, NULL) == 0);
    must(signal(SIGPIPE, SIG_IGN) != SIG_ERR);
}

static void say_where(const struct instance *in, const struct server *s)
{
    const char *host = config_text(in->config, "http.host");
    bool v6 = host[0] == ':' || (host[0] && host[1] == ':');

    (void)printf(v6 ? "http://[%s]:%d\n" : "http://%s:%d\n", host, server_port(s));
    (void)fflush(stdout);
}

enum err command_serve(struct ctx *cx, const struct args *a)
{
    struct server *server = NULL;
    struct instance in = {0};
    enum err e;

    block_signals();
    e = instance_open(cx, a, INSTANCE_CREATE | INSTANCE_MIGRATE, &in);
    if (e)
        return e;
    e = server_start(cx, &in, &server);
    if (!e) {
        say_where(&in, server);
        log_line(in.log, LOG_INFO, "serve.started", "dir", in.dir, NULL);
        server_wait(server);
        log_line(in.log, LOG_INFO, "serve.stopping", NULL);
        server_stop(server);
    }
    instance_close(cx, &in);
    return e;
}
