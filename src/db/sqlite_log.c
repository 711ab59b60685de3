/* sqlite_log.c -- the writer's frames of the write-ahead log, written many at a time.
 *
 * SQLite writes each page of a transaction as a frame of its own, with two calls of the system, which is a quarter of the time of
 * an import. Here frames that follow one another are gathered, and written when the last one of a transaction is among them, when
 * there is no more room, or before anything else is done with the log. So only frames of a transaction that is not committed
 * are ever held, and those nobody looks at: who reads is told of a commit after its last frame was written, and a write that fails
 * fails that commit.
 *
 * Commits that did not wait leave much to bring to the disk, and the next one that waits would hold the writer meanwhile. So it is
 * brought there before, by the file's name: a sync is of a file, whoever asks for it.
 */
#include "db/sqlite_priv.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A file takes no longer write than the longest page has. */
enum { HEADER = 24, GATHERED_MAX = 65536, PATH_MOST = 4096 };

struct log_file {
    sqlite3_file base;
    unsigned char
        *held; /* GATHERED_MAX bytes, from `from` on; NULL: there was no memory, nothing is held */
    size_t n;
    sqlite3_int64 from;
    sqlite3_int64 end; /* where the last write ended */
    bool commits;      /* that write was the header of a transaction's last frame */
    /* the file below follows */
};

static struct log_file *log_of(sqlite3_file *f)
{
    return (struct log_file *)(void *)f;
}

static sqlite3_file *below(struct log_file *f)
{
    return (sqlite3_file *)(void *)(f + 1);
}

/* What cannot be written is let go: its transaction fails. */
static int write_held(struct log_file *f)
{
    size_t n = f->n;
    int rc;

    if (!n)
        return SQLITE_OK;
    f->n = 0;
    rc = below(f)->pMethods->xWrite(below(f), f->held, (int)n, f->from);
    if (rc)
        f->end = -1;
    return rc;
}

/* A frame's header holds how many pages the database has then, if the frame ends a transaction, or else 0. */
static bool ends_transaction(const unsigned char *header)
{
    return header[4] || header[5] || header[6] || header[7];
}

static int log_write(sqlite3_file *file, const void *bytes, int len, sqlite3_int64 at)
{
    struct log_file *f = log_of(file);
    bool follows = at == f->end && f->held, last = f->commits && at == f->end;
    int rc = SQLITE_OK;

    if (!follows || f->n + (size_t)len > GATHERED_MAX)
        rc = write_held(f);
    if (rc)
        return rc;
    f->end = at + len;
    f->commits = len == HEADER && ends_transaction(bytes);
    if (!follows || len > GATHERED_MAX)
        return below(f)->pMethods->xWrite(below(f), bytes, len, at);
    if (!f->n)
        f->from = at;
    memcpy(f->held + f->n, bytes, (size_t)len);
    f->n += (size_t)len;
    return last ? write_held(f) : SQLITE_OK;
}

static int log_read(sqlite3_file *file, void *bytes, int len, sqlite3_int64 at)
{
    struct log_file *f = log_of(file);
    int rc = write_held(f);

    return rc ? rc : below(f)->pMethods->xRead(below(f), bytes, len, at);
}

static int log_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    struct log_file *f = log_of(file);
    int rc = write_held(f);

    return rc ? rc : below(f)->pMethods->xTruncate(below(f), size);
}

static int log_sync(sqlite3_file *file, int flags)
{
    struct log_file *f = log_of(file);
    int rc = write_held(f);

    return rc ? rc : below(f)->pMethods->xSync(below(f), flags);
}

static int log_size(sqlite3_file *file, sqlite3_int64 *ret)
{
    struct log_file *f = log_of(file);
    int rc = write_held(f);

    return rc ? rc : below(f)->pMethods->xFileSize(below(f), ret);
}

static int log_close(sqlite3_file *file)
{
    struct log_file *f = log_of(file);
    int held = write_held(f), rc = below(f)->pMethods->xClose(below(f));

    free(f->held);
    f->held = NULL;
    return rc ? rc : held;
}

static int log_lock(sqlite3_file *file, int level)
{
    return below(log_of(file))->pMethods->xLock(below(log_of(file)), level);
}

static int log_unlock(sqlite3_file *file, int level)
{
    return below(log_of(file))->pMethods->xUnlock(below(log_of(file)), level);
}

static int log_reserved(sqlite3_file *file, int *ret)
{
    return below(log_of(file))->pMethods->xCheckReservedLock(below(log_of(file)), ret);
}

static int log_control(sqlite3_file *file, int what, void *arg)
{
    return below(log_of(file))->pMethods->xFileControl(below(log_of(file)), what, arg);
}

static int log_sector(sqlite3_file *file)
{
    return below(log_of(file))->pMethods->xSectorSize(below(log_of(file)));
}

static int log_traits(sqlite3_file *file)
{
    return below(log_of(file))->pMethods->xDeviceCharacteristics(below(log_of(file)));
}

static const sqlite3_io_methods log_methods = {
    .iVersion = 1,
    .xClose = log_close,
    .xRead = log_read,
    .xWrite = log_write,
    .xTruncate = log_truncate,
    .xSync = log_sync,
    .xFileSize = log_size,
    .xLock = log_lock,
    .xUnlock = log_unlock,
    .xCheckReservedLock = log_reserved,
    .xFileControl = log_control,
    .xSectorSize = log_sector,
    .xDeviceCharacteristics = log_traits,
};

/* --- the file system of it: SQLite's own, but for the log */

struct log_vfs {
    sqlite3_vfs vfs; /* pAppData: SQLite's own */
    char name[32];
};

static int open_file(sqlite3_vfs *v, const char *name, sqlite3_file *file, int flags,
                     int *ret_flags)
{
    sqlite3_vfs *own = v->pAppData;
    struct log_file *f = log_of(file);
    int rc;

    if (!(flags & SQLITE_OPEN_WAL))
        return own->xOpen(own, name, file, flags, ret_flags);
    memset(f, 0, sizeof(*f));
    rc = own->xOpen(own, name, below(f), flags, ret_flags);
    if (below(f)->pMethods)
        f->base.pMethods = &log_methods;
    f->held = rc ? NULL : malloc(GATHERED_MAX);
    f->end = -1;
    return rc;
}

struct log_vfs *sqlite_log_make(const char **ret_name)
{
    sqlite3_vfs *own = sqlite3_vfs_find(NULL);
    struct log_vfs *v = own ? calloc(1, sizeof(*v)) : NULL;

    if (!v)
        return NULL;
    v->vfs = *own;
    v->vfs.pNext = NULL;
    v->vfs.szOsFile = own->szOsFile + (int)sizeof(struct log_file);
    v->vfs.pAppData = own;
    v->vfs.xOpen = open_file;
    /* Connections of this process find it by its name, so that each has one of its own. */
    (void)snprintf(v->name, sizeof(v->name), "log-%p", (void *)v);
    v->vfs.zName = v->name;
    if (sqlite3_vfs_register(&v->vfs, 0)) {
        free(v);
        return NULL;
    }
    *ret_name = v->name;
    return v;
}

void sqlite_log_free(struct log_vfs *v)
{
    if (!v)
        return;
    (void)sqlite3_vfs_unregister(&v->vfs);
    free(v);
}

/* A failure is no matter here: the commit that follows syncs the same file and is told of it too. */
void sqlite_log_settle(struct db_pool *p)
{
    char path[PATH_MOST];
    bool behind;
    int fd;

    must(pthread_mutex_lock(&p->lock) == 0);
    behind = p->behind;
    p->behind = false;
    must(pthread_mutex_unlock(&p->lock) == 0);
    if (!behind || snprintf(path, sizeof(path), "%s-wal", p->where) >= (int)sizeof(path))
        return;
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return;
    (void)fdatasync(fd);
    (void)close(fd);
}
