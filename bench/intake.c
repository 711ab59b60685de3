/* intake.c -- a server with two doors, to be driven from outside: one answers 202 at once, the other is the door for events of
 * pages, which answers when what came is in the journal and on disk.
 *
 *     bench_intake DIR [http threads]
 *
 * Its port and the site's key stand on the first line of its output; it ends when its input ends, and then says how many were
 * taken in how many groups, and how many the door refused.
 */
#include "web/intake.h"
#include "access/site.h"
#include "access/site_key.h"
#include "db/migrations.h"
#include "facts/journal.h"
#include "measure/measured_site.h"
#include "web/web.h"
#include "work/secret.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static enum err at_once(struct request *r, struct response *ret)
{
    (void)r;
    ret->status = 202;
    return OK;
}

static const struct route routes[] = {
    {"POST", "/now", 0, INTAKE_BODY_MAX, at_once, ROUTE_INLINE | ROUTE_PUBLIC, 0},
    {0},
};

static void check(const struct ctx *cx, enum err e)
{
    if (!e)
        return;
    (void)fprintf(stderr, "%s %s\n", cx->fault.key, cx->fault.detail ? cx->fault.detail : "");
    exit(1);
}

static enum err site_in(struct ctx *cx, struct db *db, void *arg)
{
    static const char *const hosts[] = {"acme.example"};
    struct site s = {
        .name = "Acme", .locale = "pt-BR", .currency = "BRL", .time_zone = "America/Sao_Paulo"};
    enum err e = site_add(cx, db, &s);

    cx->site = s.id;
    if (!e)
        e = measured_hosts_set(cx, db, hosts, COUNT_OF(hosts));
    return e ? e : site_key_get(cx, db, s.id, arg);
}

int main(int argc, char **argv)
{
    static const struct route_group groups[] = {
        {.prefix = "", .routes = routes}, {.prefix = "/m", .routes = intake_routes}, {0}};
    struct ctx *cx = ctx_new(MIB(16), clock_system(), id_source_new(1));
    struct db_pool *pool = NULL;
    struct journal *journal = NULL;
    struct http_server *server = NULL;
    struct web web = {0};
    struct intake_stats taken;
    struct journal_stats stats;
    struct journal_options jo = {0};
    const char *key = NULL;
    int applied = 0;
    char byte;

    if (argc < 2) {
        (void)fprintf(stderr, "usage: bench_intake DIR [http threads]\n");
        return 2;
    }
    jo.dir = argv[1];
    check(cx, journal_open(cx, &jo, &journal));
    check(cx, db_pool_open(cx,
                           &(struct db_options){
                               .url = arena_print(cx->arena, "sqlite:%s/praca.db", argv[1])},
                           &pool));
    check(cx, db_migrate(cx, pool, praca_migrations, praca_migration_count, &applied));
    check(cx, secrets_make(cx, pool));
    check(cx, db_write(cx, pool, site_in, &key));
    check(cx,
          intake_new(cx,
                     &(struct intake_options){
                         .pool = pool, .journal = journal, .clock = clock_system(), .ids = cx->ids},
                     &web.intake));
    check(cx, http_start(cx,
                         &(struct http_options){.groups = groups,
                                                .more = &web,
                                                .clock = clock_system(),
                                                .ids = cx->ids,
                                                .loop_threads =
                                                    argc > 2 ? (int)strtol(argv[2], NULL, 10) : 0},
                         &server));
    (void)printf("%d %s\n", http_port(server), key);
    (void)fflush(stdout);
    while (read(STDIN_FILENO, &byte, 1) > 0) {
    }
    http_stop(server, 2000);
    intake_stats(web.intake, &taken);
    intake_free(web.intake);
    journal_stats(journal, &stats);
    (void)printf("%lld appended in %lld groups, %lld refused\n", (long long)stats.appended,
                 (long long)stats.groups, (long long)(taken.refused + taken.unknown));
    journal_close(journal);
    db_pool_close(pool);
    id_source_free(cx->ids);
    ctx_free(cx);
    return 0;
}
