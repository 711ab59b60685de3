/* postgres_pipeline.c -- many statements on the way, one wait for their answers.
 *
 * Answers are read after every BATCH statements: few enough that they fit in the socket's buffers,
 * so that client and server never wait for each other to read. The first failure is the one
 * reported; the server skips what follows it up to the next synchronisation.
 *
 * Source: PostgreSQL 15 manual, 34.5 "Pipeline Mode".
 */
#include "db/postgres_priv.h"

enum { BATCH = 128 };

/* Ask for all that is missing and read it. */
static enum err drain(struct ctx *cx, struct pg *g)
{
    enum err e = OK;

    if (!g->pending)
        return OK;
    g->pending = 0;
    if (!PQpipelineSync(g->conn))
        return cx ? pg_fail(cx, g, NULL, "pipeline") : OK;
    for (;;) {
        PGresult *r = PQgetResult(g->conn);
        const ExecStatusType s = r ? PQresultStatus(r) : PGRES_EMPTY_QUERY;
        if (PQstatus(g->conn) != CONNECTION_OK || s == PGRES_FATAL_ERROR) {
            if (cx && !e)
                e = pg_fail(cx, g, r, "pipeline");
        }
        PQclear(r);
        if (s == PGRES_PIPELINE_SYNC || PQstatus(g->conn) != CONNECTION_OK)
            return e;
    }
}

static enum err failed_in_pipe(struct pg *g, enum err e)
{
    if (e && g->base.writing)
        g->base.failed = true;
    return e;
}

enum err pg_leave_pipeline(struct ctx *cx, struct pg *g)
{
    enum err e;

    if (!g->piped)
        return OK;
    e = drain(cx, g);
    if (PQexitPipelineMode(g->conn))
        g->piped = false;
    else if (!e)
        e = pg_fail(cx, g, NULL, "pipeline");
    return failed_in_pipe(g, e);
}

void pg_abandon_pipeline(struct pg *g)
{
    if (!g->piped)
        return;
    (void)drain(NULL, g);
    if (PQexitPipelineMode(g->conn))
        g->piped = false;
    else
        g->base.lost = true;
}

enum err pg_send(struct ctx *cx, struct pg *g, struct pg_stmt *s, int count)
{
    enum err e = pg_ready(cx, s);

    if (e)
        return e;
    if (!g->piped) {
        if (!PQenterPipelineMode(g->conn))
            return pg_fail(cx, g, NULL, "pipeline");
        g->piped = true;
    }
    if (!PQsendQueryPrepared(g->conn, s->name, count, s->values, s->lengths, s->formats, 0))
        return pg_fail(cx, g, NULL, db_stmt_name(&s->base));
    s->base.changes = -1;
    return ++g->pending < BATCH ? OK : drain(cx, g);
}

enum err pg_flush(struct ctx *cx, struct db *db)
{
    return pg_leave_pipeline(cx, (struct pg *)db);
}
