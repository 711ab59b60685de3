/* sqlite_backup.c -- a copy of the embedded database while it is used.
 *
 * SQLite's own copier starts from the beginning whenever somebody writes between two steps; here it runs
 * inside one reading transaction, so that it copies the state of one moment, and writers go on into the
 * log meanwhile. The copy has another name until it is complete and on disk.
 */
#include "db/sqlite_priv.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static enum err disk(struct ctx *cx, const char *what)
{
    int number = errno;

    if (number == ENOSPC || number == EDQUOT)
        return fail(cx, ERR_BROKEN, "db.full", NULL);
    if (number == EEXIST)
        return fail(cx, ERR_CONFLICT, "db.backup_exists", NULL);
    return fail_detail(cx, ERR_BROKEN, "db.broken",
                       arena_print(cx->arena, "backup: %s: %s", what, strerror(number)));
}

static enum err sync_file(struct ctx *cx, const char *file, int flags)
{
    int fd = open(file, flags | O_CLOEXEC);
    enum err e = OK;

    if (fd < 0)
        return disk(cx, "open");
    if (fsync(fd) != 0)
        e = disk(cx, "fsync");
    (void)close(fd);
    return e;
}

static enum err copy(struct ctx *cx, struct lite *from, sqlite3 *to)
{
    sqlite3_backup *b;
    int rc =
        sqlite3_exec(from->handle, "begin; select count(*) from sqlite_schema", NULL, NULL, NULL);

    if (rc)
        return lite_fail(cx, from, rc, "backup");
    b = sqlite3_backup_init(to, "main", from->handle, "main");
    rc = b ? sqlite3_backup_step(b, -1) : sqlite3_extended_errcode(to);
    (void)sqlite3_backup_finish(b);
    (void)sqlite3_exec(from->handle, "commit", NULL, NULL, NULL);
    return rc == SQLITE_DONE ? OK : lite_fail(cx, NULL, rc, "backup");
}

static enum err copy_to(struct ctx *cx, struct db *db, const char *file)
{
    int fd = open(file, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    sqlite3 *to = NULL;
    enum err e;
    int rc;

    if (fd < 0)
        return disk(cx, "create");
    (void)close(fd);
    rc = sqlite3_open_v2(file, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    e = rc ? lite_fail(cx, NULL, rc, "backup") : copy(cx, (struct lite *)db, to);
    rc = sqlite3_close(to);
    if (!e && rc)
        e = lite_fail(cx, NULL, rc, "backup");
    return e ? e : sync_file(cx, file, O_RDONLY);
}

/* Never over what came meanwhile, where the file system can say so. */
static int give_name(const char *part, const char *name)
{
    int rc = link(part, name);

    if (rc != 0 && (errno == EPERM || errno == ENOTSUP || errno == ENOSYS))
        rc = rename(part, name);
    return rc;
}

static const char *folder_of(struct ctx *cx, const char *file)
{
    const char *slash = strrchr(file, '/');

    if (!slash)
        return ".";
    return slash == file ? "/" : arena_dup_n(cx->arena, file, (size_t)(slash - file));
}

enum err db_backup(struct ctx *cx, struct db_pool *p, const char *to_file)
{
    const char *part, *folder;
    struct db *db = NULL;
    enum err e;

    if (db_pool_engine(p) != DB_SQLITE)
        return fail(cx, ERR_INVALID, "db.backup_engine", NULL);
    part = arena_print(cx->arena, "%s.part-%ld", to_file, (long)getpid());
    folder = folder_of(cx, to_file);
    if (!part || !folder)
        return fail_memory(cx);
    if (access(to_file, F_OK) == 0)
        return fail(cx, ERR_CONFLICT, "db.backup_exists", NULL);
    e = db_read(cx, p, &db);
    if (e)
        return e;
    e = copy_to(cx, db, part);
    db_return(db);
    if (!e && give_name(part, to_file) != 0)
        e = disk(cx, "rename");
    (void)unlink(part);
    return e ? e : sync_file(cx, folder, O_RDONLY | O_DIRECTORY);
}
