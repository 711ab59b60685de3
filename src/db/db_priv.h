/* db_priv.h -- what the port and its engines share.
 *
 * An engine is a table of functions (struct db_ops) and two structs of its own that begin with
 * struct db and struct db_stmt. Everything that is the same on both engines (queues for
 * connections, statement caches, names to positions, transactions and their repetition) is written
 * once, above the engines.
 */
#ifndef PRACA_DB_DB_PRIV_H
#define PRACA_DB_DB_PRIV_H

#include "db/db.h"

#include <pthread.h>

enum { STMT_BUCKETS = 128, STMTS_MAX = 256, THINGS_MAX = 128, CONFLICT_MAX = 256 };
/* TRIES_MEEK: after so many a writer that always met another lets nobody begin until it is done. */
enum { TRIES_MAX = 24, TRIES_MEEK = 4 };

struct db_ops {
    enum db_engine engine;
    const char *begin_text, *begin_soon_text;
    const char *snapshot_text;
    enum err (*open)(struct ctx *cx, struct db_pool *p, bool writer, struct db **ret);
    void (*close)(struct db *db);
    /* Whether a connection that lay idle is still good. */
    bool (*alive)(struct db *db);
    /* Before a transaction begins; NULL when nothing is to be set. */
    enum err (*mood)(struct ctx *cx, struct db *db, bool soon);
    /* Before a connection is asked for, to commit and wait for the disk; NULL when nothing is to be done. */
    void (*settle)(struct db_pool *p);
    /* One or many statements without parameters. */
    enum err (*exec)(struct ctx *cx, struct db *db, const char *text);
    void (*rollback)(struct db *db);
    /* text lives as long as the statement. */
    enum err (*prepare)(struct ctx *cx, struct db *db, const char *text, struct db_stmt **ret);
    enum err (*check)(struct ctx *cx, struct db *db, const struct db_query *q);
    void (*finalize)(struct db_stmt *st);
    /* n counts from 1. False: not possible (no such parameter, no memory). */
    bool (*bind_int)(struct db_stmt *st, int n, int64_t v);
    bool (*bind_real)(struct db_stmt *st, int n, double v);
    bool (*bind_text)(struct db_stmt *st, int n, const char *v);
    bool (*bind_blob)(struct db_stmt *st, int n, const void *bytes, size_t size);
    enum err (*step)(struct ctx *cx, struct db_stmt *st, bool *ret_row);
    /* Runs to the end; rows are dropped. */
    enum err (*run)(struct ctx *cx, struct db_stmt *st);
    void (*reset)(struct db_stmt *st);
    bool (*is_null)(const struct db_stmt *st, int column);
    int64_t (*column_int)(const struct db_stmt *st, int column);
    double (*column_real)(const struct db_stmt *st, int column);
    const char *(*column_text)(const struct db_stmt *st, int column);
    const void *(*column_blob)(const struct db_stmt *st, int column, size_t *ret_n);
    int (*columns)(const struct db_stmt *st);
    const char *(*column_name)(const struct db_stmt *st, int column);
    enum err (*pipeline)(struct ctx *cx, struct db *db);
    enum err (*flush)(struct ctx *cx, struct db *db);
    /* What the whole pool needs besides its connections; NULL when nothing. */
    enum err (*pool_start)(struct ctx *cx, struct db_pool *p);
    void (*pool_stop)(struct db_pool *p);
};

extern const struct db_ops db_sqlite_ops, db_postgres_ops;

struct db_thing;

struct db {
    const struct db_ops *ops;
    struct db_pool *pool;
    struct db *next_idle;
    struct db_stmt *buckets[STMT_BUCKETS];
    int stmt_count;
    uint64_t tick;
    struct db_thing *things; /* db_keep(), newest use first */
    int depth;               /* of db_try() */
    bool writer, writing, begun, pipelined;
    bool snapshot; /* of a reader: a transaction is open */
    bool failed;   /* a statement of this transaction failed: nothing but an end helps */
    bool retry;    /* ... because of another writer: from the start, please */
    bool lost;     /* the server is gone, and this connection with it */
    char conflict[CONFLICT_MAX];
};

/* Which parameters; they count from 1. */
struct params {
    int most; /* the highest */
    uint64_t words[(DB_PARAMS_MAX + 63) / 64];
};

static inline void params_add(struct params *p, int n)
{
    p->words[(n - 1) / 64] |= UINT64_C(1) << (n - 1) % 64;
    p->most = n > p->most ? n : p->most;
}

static inline bool params_has(const struct params *p, int n)
{
    return p->words[(n - 1) / 64] >> (n - 1) % 64 & 1;
}

struct db_stmt {
    struct db *db;
    struct db_stmt *next;         /* in its bucket */
    const struct db_query *query; /* NULL: by text */
    char *text;                   /* owned copy, by text only */
    uint64_t hash, tick;
    struct params bound;
    int wanted; /* parameters 1 to this one must be bound; text on PostgreSQL does not tell */
    int param_count, hint;
    int site_at, now_at; /* 0: not named */
    int64_t changes;
    int64_t effort;  /* db_effort(); 0: without end */
    const char *bad; /* the name of a parameter that could not be bound */
    bool in_use, cached, running, done, has_row, tired;
};

/* A queue of connections of one kind, in the order of asking. */
struct waiter;
struct lane {
    struct db *idle;
    struct waiter *first, *last;
    int open, max;
};

struct db_pool {
    const struct db_ops *ops;
    char *where; /* SQLite: the file; PostgreSQL: the URL */
    struct db_options options;
    pthread_mutex_t lock;
    struct lane lanes[2]; /* reading, writing */
    void *engine_data;
    int bulk;    /* how many write much just now */
    bool behind; /* something was committed that may not be on the disk */
    bool turn;   /* a writer that lost too often goes alone */
    pthread_cond_t turn_over;
};

enum err db_borrow(struct ctx *cx, struct db_pool *p, bool writer, struct db **ret);
/* Waits while another goes alone; with take it then goes alone itself. False, and on all the same, when that took too long. */
bool db_turn_wait(struct db_pool *p, bool take);
void db_turn_end(struct db_pool *p);
/* Put back or forget every statement of a connection. */
void db_stmts_reset(struct db *db);
void db_stmts_drop(struct db *db);
void db_things_drop(struct db *db);
const char *db_stmt_name(const struct db_stmt *st);

#endif
