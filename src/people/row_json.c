/* row_json.c -- rows as JSON, by each engine's own words for it. */
#include "people/row_json.h"

#include "merge_sql.h"

/* Each column as each says, with the name for "@". */
static enum err columns_as(struct ctx *cx, struct db *db, const char *table, const char *each,
                           struct buf *ret)
{
    size_t before = ret->len;
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_table_columns, &st);

    if (e)
        goto out;
    db_bind_text(st, "name", table);
    while (!(e = db_step(cx, st, &row)) && row) {
        buf_add_text(ret, ret->len > before ? ", " : "");
        for (const char *p = each; *p; p++)
            if (*p == '@')
                buf_add_text(ret, db_text(st, 0));
            else
                buf_add_char(ret, *p);
    }
    if (!e && ret->len == before)
        e = fail_detail(cx, ERR_BROKEN, "db.broken", table);
out:
    db_done(st);
    return e;
}

enum err row_json_column(struct ctx *cx, struct db *db, const char *table, struct buf *sql)
{
    enum err e = OK;

    if (db_engine_of(db) == DB_SQLITE) {
        buf_add_text(sql, "json_object(");
        e = columns_as(cx, db, table, "'@', t.@", sql);
        buf_add_char(sql, ')');
    } else {
        buf_add_text(sql, "cast(to_jsonb(t) as text)");
    }
    return e ? e : buf_ok(sql) ? OK : fail_memory(cx);
}

struct put_row {
    const char *table, *json;
};

static enum err put_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct put_row *p = arg;
    struct buf b = buf_in(cx->arena);
    struct db_stmt *st = NULL;
    enum err e = OK;

    buf_print(&b, "insert into %s ", p->table);
    if (db_engine_of(db) == DB_SQLITE) {
        buf_add_char(&b, '(');
        e = columns_as(cx, db, p->table, "@", &b);
        buf_add_text(&b, ") select ");
        if (!e)
            e = columns_as(cx, db, p->table, "json_extract(?1, '$.@')", &b);
    } else {
        buf_print(&b, "select * from jsonb_populate_record(cast(null as %s), cast($1 as jsonb))",
                  p->table);
    }
    if (!e)
        e = buf_ok(&b) ? db_begin_text(cx, db, buf_text(&b), &st) : fail_memory(cx);
    if (e)
        return e;
    db_bind_text_at(st, 1, p->json);
    e = db_run(cx, st);
    db_done(st);
    return e;
}

enum err row_json_return(struct ctx *cx, struct db *db, const char *table, const char *json,
                         bool *ret_put)
{
    struct put_row p = {table, json};
    enum err e = db_try(cx, db, put_in, &p);

    *ret_put = !e;
    if (e == ERR_CONFLICT || e == ERR_INVALID) {
        fault_clear(cx);
        e = OK;
    }
    return e;
}
