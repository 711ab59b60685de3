/* bulk_rows.c -- what belongs to a person or company and goes with it when it is deleted: addresses, lists, stamps.
 *
 * The rows are found by refs.h, kept as JSON by the engine itself, and put back the same way. What did not go (the ledger of consent)
 * is there already when the record comes back, and stays as it is.
 */
#include "people/bulk_priv.h"

#include "base/text.h"
#include "people/account.h"
#include "people/contact.h"
#include "people/refs.h"

#include "merge_sql.h"

#include <string.h>

/* Rows that follow from others are worked out again; history stays by itself; records of their own do not go. */
static bool goes_along(const struct people_ref *r, const struct model *m)
{
    bool is_record = !strcmp(r->table, "contacts") || !strcmp(r->table, "accounts") ||
                     !strcmp(r->table, "deals");

    return !is_record && !r->when && (r->merge == REF_MOVES || r->merge == REF_JOINS) &&
           r->to == (m == &contact_model ? REF_CONTACT : REF_ACCOUNT) &&
           (m == &contact_model || m == &account_model);
}

/* Each column as each says, with the name for "@". */
static enum err columns_as(struct ctx *cx, struct db *db, const char *table, const char *each,
                           struct buf *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_table_columns, &st);

    if (e)
        goto out;
    db_bind_text(st, "name", table);
    while (!(e = db_step(cx, st, &row)) && row) {
        buf_add_text(ret, ret->len ? ", " : "");
        for (const char *p = each; *p; p++)
            if (*p == '@')
                buf_add_text(ret, db_text(st, 0));
            else
                buf_add_char(ret, *p);
    }
    if (!e && !buf_ok(ret))
        e = fail_memory(cx);
out:
    db_done(st);
    return e;
}

static enum err save_table(struct ctx *cx, struct db *db, const struct people_ref *r,
                           int64_t record, struct json_writer *w)
{
    struct buf b = buf_in(cx->arena), members = buf_in(cx->arena);
    bool lite = db_engine_of(db) == DB_SQLITE, row = false;
    struct db_stmt *st = NULL;
    enum err e = lite ? columns_as(cx, db, r->table, "'@', t.@", &members) : OK;

    if (e)
        return e;
    if (lite)
        buf_print(&b, "select json_object(%s) from %s t where t.site = ?1 and t.%s = ?2",
                  buf_text(&members), r->table, r->column);
    else
        buf_print(&b, "select cast(to_jsonb(t) as text) from %s t where t.site = $1 and t.%s = $2",
                  r->table, r->column);
    e = buf_ok(&b) ? db_begin_text(cx, db, buf_text(&b), &st) : fail_memory(cx);
    if (e)
        return e;
    db_bind_int_at(st, 1, cx->site);
    db_bind_int_at(st, 2, record);
    while (!(e = db_step(cx, st, &row)) && row) {
        json_open_object(w);
        json_text_member(w, "table", r->table);
        json_text_member(w, "row", db_text(st, 0));
        json_close_object(w);
    }
    db_done(st);
    return e;
}

enum err bulk_rows_save(struct ctx *cx, struct db *db, const struct model *m, int64_t record,
                        struct json_writer *w)
{
    enum err e = OK;

    json_open_list(w);
    for (const struct people_ref *r = people_refs; r->table && !e; r++)
        if (goes_along(r, m))
            e = save_table(cx, db, r, record, w);
    json_close_list(w);
    return e;
}

struct put_row {
    const char *table, *json;
};

static enum err put_row_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct put_row *p = arg;
    struct buf b = buf_in(cx->arena), names = buf_in(cx->arena), values = buf_in(cx->arena);
    struct db_stmt *st = NULL;
    enum err e = OK;

    if (db_engine_of(db) == DB_SQLITE) {
        e = columns_as(cx, db, p->table, "@", &names);
        if (!e)
            e = columns_as(cx, db, p->table, "json_extract(?1, '$.@')", &values);
        if (!e)
            buf_print(&b, "insert into %s (%s) select %s", p->table, buf_text(&names),
                      buf_text(&values));
    } else {
        buf_print(&b,
                  "insert into %s select * from jsonb_populate_record(cast(null as %s), cast($1 as "
                  "jsonb))",
                  p->table, p->table);
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

enum err bulk_rows_return(struct ctx *cx, struct db *db, const struct model *m,
                          const struct json *rows)
{
    enum err e = OK;

    for (const struct json *j = rows ? rows->first : NULL; j && !e; j = j->next) {
        struct put_row p = {json_text(json_get(j, "table"), ""), json_text(json_get(j, "row"), "")};
        const struct people_ref *r = people_refs;
        while (r->table && !(goes_along(r, m) && text_equal(r->table, p.table)))
            r++;
        if (!r->table)
            continue;
        p.table = r->table;
        e = db_try(cx, db, put_row_in, &p);
        if (e == ERR_CONFLICT || e == ERR_INVALID) { /* it is there, or its list is gone */
            fault_clear(cx);
            e = OK;
        }
    }
    return e;
}
