/* command_log_mail.c -- praca log-mail < MESSAGE: what a mail server's pipe calls for a copy sent to registro+TOKEN@... */
#include "app/command.h"

#include "access/site.h"
#include "app/instance.h"
#include "people/mail_log.h"

#include <stdio.h>

struct log_run {
    struct buf in;
    struct mail_logged done;
};

static enum err log_in(struct ctx *cx, struct db *db, void *arg)
{
    struct log_run *l = arg;

    return mail_log(cx, db, l->in.bytes, l->in.len, &l->done);
}

static enum err read_all(struct ctx *cx, struct buf *to)
{
    char piece[16384];
    size_t n;

    while ((n = fread(piece, 1, sizeof(piece), stdin)) > 0 && to->len <= MAIL_BYTES_MAX)
        buf_add(to, piece, n);
    return buf_ok(to) ? OK : fail_memory(cx);
}

enum err command_log_mail(struct ctx *cx, const struct args *a)
{
    struct log_run *l = arena_alloc(cx->arena, sizeof(*l));
    struct instance in = {0};
    struct site site;
    int fresh = 0;
    enum err e;

    if (!l)
        return fail_memory(cx);
    l->in = buf_in(cx->arena);
    e = instance_open(cx, a, 0, &in);
    if (e)
        return e;
    e = instance_site(cx, &in, a, &site);
    if (!e)
        e = read_all(cx, &l->in);
    if (!e)
        e = db_write(cx, in.pool, log_in, l);
    for (size_t i = 0; i < l->done.count && !e; i++)
        fresh += !l->done.items[i].again;
    if (!e)
        say(cx, "cli.log_mail_done", "count", arena_print(cx->arena, "%d", fresh), "again",
            arena_print(cx->arena, "%d", (int)l->done.count - fresh), "unknown",
            arena_print(cx->arena, "%zu", l->done.unknown_count), NULL);
    instance_close(cx, &in);
    return e;
}
