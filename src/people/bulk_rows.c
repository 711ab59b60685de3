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
#include "people/row_json.h"

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

static enum err save_table(struct ctx *cx, struct db *db, const struct people_ref *r,
                           int64_t record, struct json_writer *w)
{
    const char *mark = db_engine_of(db) == DB_SQLITE ? "?" : "$";
    struct buf b = buf_in(cx->arena);
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e;

    buf_add_text(&b, "select ");
    e = row_json_column(cx, db, r->table, &b);
    if (e)
        return e;
    buf_print(&b, " from %s t where t.site = %s1 and t.%s = %s2", r->table, mark, r->column, mark);
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

enum err bulk_rows_return(struct ctx *cx, struct db *db, const struct model *m,
                          const struct json *rows)
{
    enum err e = OK;

    for (const struct json *j = rows ? rows->first : NULL; j && !e; j = j->next) {
        const struct people_ref *r = people_refs;
        bool put = false; /* not where it is there, or its list is gone */
        while (r->table &&
               !(goes_along(r, m) && text_equal(r->table, json_text(json_get(j, "table"), ""))))
            r++;
        if (r->table)
            e = row_json_return(cx, db, r->table, json_text(json_get(j, "row"), ""), &put);
    }
    return e;
}
