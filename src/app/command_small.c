/* command_small.c -- the commands that are a few lines each: version, migrate, backup, attribute. */
#include "app/command.h"

#include "app/instance.h"
#include "base/message.h"
#include "base/text.h"
#include "db/migrations.h"
#include "measure/attribute.h"

#include <stdio.h>

enum err command_version(struct ctx *cx, const struct args *a)
{
    (void)cx;
    (void)a;
    (void)printf("praca %s\n", PRACA_VERSION);
    return OK;
}

enum err command_migrate(struct ctx *cx, const struct args *a)
{
    struct instance in = {0};
    int applied = 0;
    char count[16];
    enum err e = instance_open(cx, a, INSTANCE_BARE, &in);

    if (e)
        return e;
    e = db_migrate(cx, in.pool, praca_migrations, praca_migration_count, &applied);
    (void)snprintf(count, sizeof(count), "%d", applied);
    if (!e)
        say(cx, applied ? "cli.migrated" : "cli.migrated_none", "count", count, NULL);
    instance_close(cx, &in);
    return e;
}
