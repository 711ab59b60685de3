/* rights_request.c -- see rights_request.h. */
#include "people/rights_request.h"

#include "base/id.h"
#include "base/text.h"
#include "base/time.h"

#include "rights_request_sql.h"

static void read_row(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct rights_request *)row = (struct rights_request){.id = db_int(st, 0),
                                                            .contact = db_int(st, 1),
                                                            .kind = db_text_dup(cx, st, 2),
                                                            .state = db_text_dup(cx, st, 3),
                                                            .created_at = db_int(st, 4),
                                                            .due_at = db_int(st, 5),
                                                            .note = db_text_dup(cx, st, 6)};
}

enum err rights_requests_of(struct ctx *cx, struct db *db, int64_t contact,
                            struct rights_request **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_rights_requests_of, &st);

    if (e)
        goto out;
    db_bind_int(st, "contact", contact);
    e = db_collect(cx, st, sizeof(**ret), read_row, ret, ret_n);
out:
    db_done(st);
    return e;
}

static enum err add(struct ctx *cx, struct db *db, const struct rights_request *q)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_rights_request_add, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", q->id);
    db_bind_int(st, "contact", q->contact);
    db_bind_text(st, "kind", q->kind);
    db_bind_int(st, "due_at", q->due_at);
    db_bind_text(st, "note", q->note);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err rights_request_open(struct ctx *cx, struct db *db, int64_t contact, const char *kind,
                             const char *note, struct rights_request *ret)
{
    struct rights_request *open = NULL, q = {.id = id_next(cx),
                                             .contact = contact,
                                             .kind = kind,
                                             .state = "open",
                                             .created_at = ctx_now(cx),
                                             .due_at = ctx_now(cx) + DAYS_MS(RIGHTS_DAYS),
                                             .note = note};
    size_t n = 0;
    enum err e;

    if (!text_equal(kind, "access") && !text_equal(kind, "erase"))
        return fail_field(cx, "kind", "field.choice", NULL);
    e = rights_requests_of(cx, db, contact, &open, &n);
    for (size_t i = 0; i < n && !e; i++)
        if (text_equal(open[i].kind, kind)) {
            *ret = open[i];
            return OK;
        }
    if (!e)
        e = add(cx, db, &q);
    if (!e)
        *ret = q;
    return e;
}
