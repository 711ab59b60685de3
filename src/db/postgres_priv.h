/* postgres_priv.h -- what the files of the PostgreSQL engine share. */
#ifndef PRACA_DB_POSTGRES_PRIV_H
#define PRACA_DB_POSTGRES_PRIV_H

#include "db/db_priv.h"

#include <libpq-fe.h>

struct pg {
    struct db base;
    PGconn *conn;
    int names;   /* given to prepared statements so far */
    bool piped;  /* the connection is in pipeline mode */
    int pending; /* statements sent, answers not read */
};

struct pg_stmt {
    struct db_stmt base;
    struct pg_stmt *self; /* not const, for what a reader of columns must keep */
    const char *text;
    char name[16];
    bool prepared;
    int count, row;
    Oid types[DB_PARAMS_MAX], prepared_types[DB_PARAMS_MAX];
    const char *values[DB_PARAMS_MAX];
    int lengths[DB_PARAMS_MAX], formats[DB_PARAMS_MAX];
    char numbers[DB_PARAMS_MAX][8];
    PGresult *result;
    unsigned char *blob;
};

/* The failure behind an answer (NULL: there was none). */
enum err pg_fail(struct ctx *cx, struct pg *g, const PGresult *r, const char *what);
enum err pg_ready(struct ctx *cx, struct pg_stmt *s);

/* postgres_pipeline.c */
enum err pg_send(struct ctx *cx, struct pg *g, struct pg_stmt *s, int count);
enum err pg_flush(struct ctx *cx, struct db *db);
/* Read all answers and go back to question and answer. */
enum err pg_leave_pipeline(struct ctx *cx, struct pg *g);
/* The same when answers no longer matter. */
void pg_abandon_pipeline(struct pg *g);

#endif
