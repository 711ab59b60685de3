/* postgres.c -- the server engine: libpq, one connection a borrow.
 *
 * Surprising:
 *  - A statement is prepared at its first run, not at db_begin(): the type of a parameter is that
 * of the function that bound it (bigint, double precision, text, bytea). Left to itself the server
 * would take the parameter of "$1 - 5" for a 32-bit integer. The same statement bound in two ways
 * is prepared anew.
 *  - In pipeline mode (postgres_pipeline.c) answers are read every so many statements; whatever
 * needs an answer at once leaves the mode first.
 *  - A result comes whole, so that a statement may run inside the loop over another's rows, as on
 * SQLite.
 *
 * Source: PostgreSQL 15 manual, chapters 34 (libpq) and appendix A (SQLSTATE).
 */
#include "db/postgres_priv.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Object ids of pg_type.h, fixed for ever. */
enum { OID_BYTEA = 17, OID_INT8 = 20, OID_TEXT = 25, OID_FLOAT8 = 701 };

static struct pg *pg_of(struct db *db)
{
    return (struct pg *)db;
}

static struct pg_stmt *stmt_of(struct db_stmt *st)
{
    return (struct pg_stmt *)st;
}

static const struct pg_stmt *const_stmt_of(const struct db_stmt *st)
{
    return (const struct pg_stmt *)st;
}

static bool is_class(const char *state, const char *class)
{
    return strncmp(state, class, 2) == 0;
}

/* A plan that a migration made stale: prepared anew, it works. */
static bool is_stale(const PGresult *r)
{
    const char *state = PQresultErrorField(r, PG_DIAG_SQLSTATE);

    return state && strcmp(state, "0A000") == 0;
}

static enum err away(struct ctx *cx, struct pg *g)
{
    g->base.lost = true;
    return fail_detail(cx, ERR_BUSY, "db.away", PQerrorMessage(g->conn));
}

/* Text of the server can quote values, so only messages about the statement itself go to the log.
 */
static enum err broken(struct ctx *cx, const char *state, const PGresult *r, const char *what)
{
    const char *message =
        is_class(state, "42") ? PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY) : "";

    return fail_detail(
        cx, ERR_BROKEN, "db.broken",
        arena_print(cx->arena, "postgres %s: %s: %s", state, what, message ? message : ""));
}

enum err pg_fail(struct ctx *cx, struct pg *g, const PGresult *r, const char *what)
{
    const char *state = r ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : NULL;
    const char *constraint = r ? PQresultErrorField(r, PG_DIAG_CONSTRAINT_NAME) : NULL;

    if (PQstatus(g->conn) != CONNECTION_OK)
        return away(cx, g);
    if (!state)
        return fail_detail(cx, ERR_BROKEN, "db.broken",
                           arena_print(cx->arena, "%s: %s", what, PQerrorMessage(g->conn)));
    /* A table or type that two make at once is met as a double entry of the catalogue or, later, by name. */
    if (strcmp(state, "23505") == 0 || strcmp(state, "42710") == 0 || strcmp(state, "42P07") == 0) {
        (void)snprintf(g->base.conflict, sizeof(g->base.conflict), "%s",
                       constraint ? constraint : "");
        return fail_detail(cx, ERR_CONFLICT, "db.unique", g->base.conflict);
    }
    if (strcmp(state, "23503") == 0)
        return fail_detail(cx, ERR_INVALID, "db.reference", constraint);
    if (is_class(state, "23"))
        return fail_detail(cx, ERR_INVALID, "db.check", constraint);
    if (is_class(state, "40") || is_stale(r)) {
        g->base.retry = g->base.writing;
        return fail_detail(cx, ERR_BUSY, "db.busy", state);
    }
    if (strcmp(state, "55P03") == 0 || strcmp(state, "57014") == 0 || strcmp(state, "53300") == 0)
        return fail_detail(cx, ERR_BUSY, "db.busy", state);
    if (strcmp(state, "53100") == 0)
        return fail(cx, ERR_BROKEN, "db.full", NULL);
    if (is_class(state, "57") || is_class(state, "08"))
        return away(cx, g);
    return broken(cx, state, r, what);
}

/* Of an answer without rows; frees it. */
static enum err done_with(struct ctx *cx, struct pg *g, PGresult *r, const char *what)
{
    const ExecStatusType s = PQresultStatus(r);
    enum err e = OK;

    if (s != PGRES_COMMAND_OK && s != PGRES_TUPLES_OK && s != PGRES_EMPTY_QUERY)
        e = pg_fail(cx, g, r, what);
    PQclear(r);
    return e;
}

static enum err pg_exec(struct ctx *cx, struct db *db, const char *text)
{
    struct pg *g = pg_of(db);
    enum err e = pg_leave_pipeline(cx, g);

    return e ? e : done_with(cx, g, PQexec(g->conn, text), "exec");
}

static void pg_rollback(struct db *db)
{
    struct pg *g = pg_of(db);

    pg_abandon_pipeline(g);
    if (PQstatus(g->conn) != CONNECTION_OK) {
        db->lost = true;
        return;
    }
    if (PQtransactionStatus(g->conn) != PQTRANS_IDLE)
        PQclear(PQexec(g->conn, "rollback"));
    if (PQtransactionStatus(g->conn) != PQTRANS_IDLE)
        db->lost = true;
}

static void pg_close(struct db *db)
{
    if (!db)
        return;
    db->lost = true; /* no need to tell the server of each statement */
    db_stmts_drop(db);
    db_things_drop(db);
    PQfinish(pg_of(db)->conn);
    free(db);
}

static PGconn *dial(const char *url)
{
    /* What the URL says comes later and wins. */
    const char *const names[] = {"connect_timeout",
                                 "keepalives_idle",
                                 "tcp_user_timeout",
                                 "fallback_application_name",
                                 "client_encoding",
                                 "dbname",
                                 NULL};
    const char *const values[] = {"5", "30", "15000", "praca", "UTF8", url, NULL};

    return PQconnectdbParams(names, values, 1);
}

static enum err pg_open(struct ctx *cx, struct db_pool *p, bool writer, struct db **ret)
{
    struct pg *g = calloc(1, sizeof(*g));
    char text[512];
    enum err e;

    if (!g)
        return fail_memory(cx);
    g->base.ops = &db_postgres_ops;
    g->base.pool = p;
    g->base.writer = writer;
    g->conn = dial(p->where);
    (void)snprintf(text, sizeof(text),
                   "set client_min_messages = error; set lock_timeout = %lld; set timezone = 'UTC';"
                   "set bytea_output = hex; set extra_float_digits = 1;"
                   "set default_transaction_read_only = %s;"
                   /* Work whose asker died is given up, and its locks with it. */
                   "select set_config(name, '5s', false) from pg_settings"
                   " where name = 'client_connection_check_interval'",
                   (long long)p->options.wait_ms, writer ? "off" : "on");
    if (!g->conn)
        e = fail_memory(cx);
    else if (PQstatus(g->conn) != CONNECTION_OK)
        e = away(cx, g);
    else
        e = pg_exec(cx, &g->base, text);
    if (e) {
        pg_close(&g->base);
        return e;
    }
    *ret = &g->base;
    return OK;
}

/* What the server said meanwhile (that it stops, say) is read without waiting. */
static bool pg_alive(struct db *db)
{
    PGconn *c = pg_of(db)->conn;

    /* The first read finds what was said, the second that nothing more can be. */
    for (int i = 0; i < 2; i++)
        if (!PQconsumeInput(c))
            return false;
    return PQstatus(c) == CONNECTION_OK && PQtransactionStatus(c) == PQTRANS_IDLE;
}

static enum err pg_prepare(struct ctx *cx, struct db *db, const char *text, struct db_stmt **ret)
{
    struct pg_stmt *s = calloc(1, sizeof(*s));

    (void)db;
    if (!s)
        return fail_memory(cx);
    s->text = text;
    s->self = s;
    s->row = -1;
    *ret = &s->base;
    return OK;
}

static void forget_result(struct pg_stmt *s)
{
    PQclear(s->result);
    PQfreemem(s->blob);
    s->result = NULL;
    s->blob = NULL;
    s->row = -1;
}

/* Drop the server's half of a statement. Inside a failed transaction the server refuses; the name
 * is not used again, so that does no harm. */
static void unprepare(struct pg_stmt *s)
{
    struct pg *g = pg_of(s->base.db);
    char text[64];

    if (s->prepared && !g->base.lost && !g->piped) {
        (void)snprintf(text, sizeof(text), "deallocate %s", s->name);
        PQclear(PQexec(g->conn, text));
    }
    s->prepared = false;
}

static void pg_finalize(struct db_stmt *st)
{
    forget_result(stmt_of(st));
    unprepare(stmt_of(st));
    free(st);
}

static int count_of(const struct pg_stmt *s)
{
    return s->base.query ? s->base.param_count : s->count;
}

/* See to it that the server has the statement with these types. */
enum err pg_ready(struct ctx *cx, struct pg_stmt *s)
{
    struct pg *g = pg_of(s->base.db);
    int n = count_of(s);
    enum err e;

    if (s->prepared && memcmp(s->types, s->prepared_types, sizeof(s->types)) == 0)
        return OK;
    e = pg_leave_pipeline(cx, g);
    if (e)
        return e;
    unprepare(s);
    (void)snprintf(s->name, sizeof(s->name), "q%d", ++g->names);
    e = done_with(cx, g, PQprepare(g->conn, s->name, s->text, n, s->types), db_stmt_name(&s->base));
    if (e)
        return e;
    memcpy(s->prepared_types, s->types, sizeof(s->types));
    s->prepared = true;
    return OK;
}

/* Place n takes a value of a type; the value itself is still to be set. */
static struct pg_stmt *place(struct db_stmt *st, int n, Oid type, int format)
{
    struct pg_stmt *s = stmt_of(st);

    s->types[n - 1] = type;
    s->formats[n - 1] = format;
    s->lengths[n - 1] = 8;
    s->values[n - 1] = NULL;
    if (n > s->count)
        s->count = n;
    return s;
}

static void put_big_endian(char *to, uint64_t v)
{
    for (int i = 0; i < 8; i++)
        to[i] = (char)(unsigned char)(v >> (56 - 8 * i));
}

static bool pg_bind_int(struct db_stmt *st, int n, int64_t v)
{
    struct pg_stmt *s = place(st, n, OID_INT8, 1);

    if (v != NIL) {
        put_big_endian(s->numbers[n - 1], (uint64_t)v);
        s->values[n - 1] = s->numbers[n - 1];
    }
    return true;
}

static bool pg_bind_real(struct db_stmt *st, int n, double v)
{
    struct pg_stmt *s = place(st, n, OID_FLOAT8, 1);
    uint64_t bits;

    if (!isnan(v)) {
        memcpy(&bits, &v, sizeof(bits));
        put_big_endian(s->numbers[n - 1], bits);
        s->values[n - 1] = s->numbers[n - 1];
    }
    return true;
}

static bool pg_bind_text(struct db_stmt *st, int n, const char *v)
{
    place(st, n, OID_TEXT, 0)->values[n - 1] = v;
    return true;
}

static bool pg_bind_blob(struct db_stmt *st, int n, const void *bytes, size_t size)
{
    struct pg_stmt *s = place(st, n, OID_BYTEA, 1);

    if (size > INT32_MAX)
        return false;
    s->values[n - 1] = bytes;
    s->lengths[n - 1] = (int)size;
    return true;
}

/* Send it and have the whole answer in s->result. */
static enum err ask(struct ctx *cx, struct pg_stmt *s)
{
    struct pg *g = pg_of(s->base.db);
    enum err e = pg_leave_pipeline(cx, g);

    for (int tries = 0; !e && tries < 2; tries++) {
        ExecStatusType status;
        bool again;
        e = pg_ready(cx, s);
        if (e)
            break;
        s->result =
            PQexecPrepared(g->conn, s->name, count_of(s), s->values, s->lengths, s->formats, 0);
        status = PQresultStatus(s->result);
        if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) {
            s->base.changes = strtoll(PQcmdTuples(s->result), NULL, 10);
            s->row = -1;
            return OK;
        }
        again = is_stale(s->result) && !g->base.writing && tries == 0;
        if (!again)
            e = pg_fail(cx, g, s->result, db_stmt_name(&s->base));
        if (is_stale(s->result))
            s->prepared = false; /* under a new name next time */
        forget_result(s);
    }
    return e;
}

static enum err pg_step(struct ctx *cx, struct db_stmt *st, bool *ret_row)
{
    struct pg_stmt *s = stmt_of(st);
    enum err e;

    *ret_row = false;
    if (!s->result) {
        e = ask(cx, s);
        if (e)
            return e;
    }
    if (s->blob) {
        PQfreemem(s->blob);
        s->blob = NULL;
    }
    *ret_row = ++s->row < PQntuples(s->result);
    return OK;
}

static enum err pg_run(struct ctx *cx, struct db_stmt *st)
{
    struct pg_stmt *s = stmt_of(st);
    enum err e;

    if (st->db->pipelined)
        return pg_send(cx, pg_of(st->db), s, count_of(s));
    e = ask(cx, s);
    forget_result(s);
    return e;
}

static void pg_reset(struct db_stmt *st)
{
    forget_result(stmt_of(st));
}

static bool pg_is_null(const struct db_stmt *st, int column)
{
    return PQgetisnull(const_stmt_of(st)->result, const_stmt_of(st)->row, column);
}

static const char *pg_column_text(const struct db_stmt *st, int column)
{
    return PQgetvalue(const_stmt_of(st)->result, const_stmt_of(st)->row, column);
}

static int64_t pg_column_int(const struct db_stmt *st, int column)
{
    const char *text = pg_column_text(st, column);

    if (*text == 't' || *text == 'f') /* boolean */
        return *text == 't';
    return strtoll(text, NULL, 10);
}

static double pg_column_real(const struct db_stmt *st, int column)
{
    return strtod(pg_column_text(st, column), NULL);
}

static const void *pg_column_blob(const struct db_stmt *st, int column, size_t *ret_n)
{
    struct pg_stmt *s = const_stmt_of(st)->self;

    PQfreemem(s->blob);
    s->blob = PQunescapeBytea((const unsigned char *)pg_column_text(st, column), ret_n);
    return s->blob;
}

static int pg_columns(const struct db_stmt *st)
{
    return PQnfields(const_stmt_of(st)->result);
}

static const char *pg_column_name(const struct db_stmt *st, int column)
{
    return PQfname(const_stmt_of(st)->result, column);
}

/* Without values there are no types: the server says of which parameter it cannot tell; that one is
 * text. */
static enum err pg_check(struct ctx *cx, struct db *db, const struct db_query *q)
{
    PGconn *c = pg_of(db)->conn;
    Oid types[DB_PARAMS_MAX] = {0};
    PGresult *r = NULL;
    enum err e;

    for (int tries = 0; tries <= DB_PARAMS_MAX; tries++) {
        const char *state, *at;
        long n;
        PQclear(r);
        r = PQprepare(c, "", q->text[DB_POSTGRES], DB_PARAMS_MAX, types);
        state = PQresultErrorField(r, PG_DIAG_SQLSTATE);
        if (!state || strcmp(state, "42P18") != 0)
            break;
        at = strrchr(PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY), '$');
        n = at ? strtol(at + 1, NULL, 10) : 0;
        if (n < 1 || n > DB_PARAMS_MAX || types[n - 1])
            break;
        types[n - 1] = OID_TEXT;
    }
    e = done_with(cx, pg_of(db), r, q->name);
    return e;
}

const struct db_ops db_postgres_ops = {
    .engine = DB_POSTGRES,
    .begin_text = "begin isolation level repeatable read",
    .begin_soon_text = "begin isolation level repeatable read; set local synchronous_commit to off",
    .snapshot_text = "begin isolation level repeatable read read only",
    .open = pg_open,
    .close = pg_close,
    .alive = pg_alive,
    .exec = pg_exec,
    .rollback = pg_rollback,
    .prepare = pg_prepare,
    .check = pg_check,
    .finalize = pg_finalize,
    .bind_int = pg_bind_int,
    .bind_real = pg_bind_real,
    .bind_text = pg_bind_text,
    .bind_blob = pg_bind_blob,
    .step = pg_step,
    .run = pg_run,
    .reset = pg_reset,
    .is_null = pg_is_null,
    .column_int = pg_column_int,
    .column_real = pg_column_real,
    .column_text = pg_column_text,
    .column_blob = pg_column_blob,
    .columns = pg_columns,
    .column_name = pg_column_name,
    .flush = pg_flush,
};
