/* command_backup.c -- praca backup and praca restore: a data directory in another place, and back.
 *
 * A backup may be made while the server runs. The order matters: the event store first, the journal after it, so that the
 * store never stands further than the journal reaches; what the journal has more is loaded again, once. The copy is
 * opened before its list is written: what cannot be opened is no backup. */
#include "app/command.h"

#include "app/copy.h"
#include "app/health.h"
#include "app/instance.h"
#include "base/text.h"
#include "facts/store.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static enum err copy_facts(struct ctx *cx, const struct instance *in, const char *to)
{
    static const char *const names[] = {"facts/facts.duckdb", "facts/facts.duckdb.wal", NULL};
    const char *file = instance_path(cx, in, names[0]),
               *folder = arena_print(cx->arena, "%s/facts", to);
    enum err e = OK;

    if (!file || !folder)
        return fail_memory(cx);
    if (!copy_is_there(file))
        return OK;
    e = copy_dir_make(cx, folder);
    return e ? e : copy_still(cx, in->dir, to, names);
}

static enum err copy_all(struct ctx *cx, const struct instance *in, const char *to)
{
    static const char *const locks[] = {"lock", NULL};
    static const char *const files[] = {"praca.conf", "demo-login.txt"};
    const char *db = arena_print(cx->arena, "%s/praca.db", to);
    enum err e = db ? db_backup(cx, in->pool, db) : fail_memory(cx);

    if (!e)
        e = copy_facts(cx, in, to);
    if (!e)
        e = copy_folder(cx, in->dir, to, "journal", locks);
    if (!e)
        e = copy_folder(cx, in->dir, to, "uploads", NULL);
    for (size_t i = 0; i < COUNT_OF(files) && !e; i++)
        e = copy_file(cx, in->dir, to, files[i], NULL);
    return e;
}

static void say_list(struct ctx *cx, const char *key, const char *dir, int64_t files, int64_t bytes)
{
    char count[24], size[32];

    (void)snprintf(count, sizeof(count), "%lld", (long long)files);
    (void)snprintf(size, sizeof(size), "%.1f", (double)bytes / 1e6);
    say(cx, key, "dir", dir, "count", count, "size", size, NULL);
}

enum err command_backup(struct ctx *cx, const struct args *a)
{
    struct instance in = {0};
    const char *to = NULL;
    int64_t files = 0, bytes = 0;
    enum err e = args_need(cx, a, "to", &to);

    if (!e)
        e = instance_open(cx, a, INSTANCE_BARE, &in);
    if (e)
        return e;
    if (db_pool_engine(in.pool) != DB_SQLITE)
        e = fail(cx, ERR_INVALID, "db.backup_engine", NULL);
    if (!e)
        e = health_schema(cx, in.pool, in.dir, true);
    if (!e)
        e = copy_dir_make(cx, to);
    if (!e)
        e = copy_all(cx, &in, to);
    if (!e)
        e = health_open(cx, to);
    if (!e)
        e = copy_list_write(cx, to, PRACA_VERSION, &files, &bytes);
    if (!e)
        say_list(cx, "cli.backup_done", to, files, bytes);
    instance_close(cx, &in);
    return e;
}

/* Beside the target until all of it is there and right: a killed restore leaves no data directory. */
static enum err restore_into(struct ctx *cx, const char *from, const char *part, const char *to,
                             const struct json *list)
{
    enum err e = copy_is_there(part) ? copy_remove(cx, part) : OK;

    if (!e)
        e = copy_dir_make(cx, part);
    if (!e)
        e = copy_by_list(cx, from, part, list);
    if (!e)
        e = health_open(cx, part);
    if (!e && rmdir(to) != 0 && errno != ENOENT)
        e = fail(cx, ERR_CONFLICT, "copy.not_empty", "dir", to, NULL);
    if (!e && rename(part, to) != 0)
        e = fail(cx, ERR_BROKEN, "copy.write", "file", to, "reason", strerror(errno), NULL);
    return e;
}

enum err command_restore(struct ctx *cx, const struct args *a)
{
    const char *from = NULL, *to = NULL, *part = NULL;
    const struct json *list = NULL;
    int64_t bytes = 0;
    enum err e = args_need(cx, a, "from", &from);

    if (!e)
        e = args_need(cx, a, "data", &to);
    if (!e)
        e = copy_list_read(cx, from, &list);
    if (!e && copy_is_there(to))
        e = copy_dir_make(cx, to);
    if (e)
        return e;
    part = arena_print(cx->arena, "%s.restoring", to);
    e = part ? restore_into(cx, from, part, to, list) : fail_memory(cx);
    if (e) {
        struct fault first = cx->fault;
        if (part)
            (void)!copy_remove(cx, part);
        cx->fault = first;
        return e;
    }
    for (const struct json *x = json_get(list, "files")->first; x; x = x->next)
        bytes += json_int(json_get(x, "bytes"), 0);
    say_list(cx, "cli.restore_done", to, (int64_t)json_get(list, "files")->count, bytes);
    return OK;
}
