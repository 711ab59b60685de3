/* rights_request.c -- see rights_request.h. */
#include "people/rights_request.h"

#include "base/id.h"
#include "base/text.h"
#include "base/time.h"
#include "model/audit.h"
#include "people/contact.h"
#include "strategy/owner.h"

#include "rights_request_sql.h"

#include <string.h>

enum { PAGE = 50, OPEN_MAX = 500, SOON_DAYS = 3, ANSWER_MAX = 4000 };

const char *const rights_kinds[] = {"access",    "portability", "correction",
                                    "objection", "erase",       NULL};

const struct setting rights_settings[] = {
    {"rights.due_days", SETTING_INT, 1, 30, "15", "days"},
    {0},
};

static void read_row(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct rights_request *)row = (struct rights_request){.id = db_int(st, 0),
                                                            .contact = db_int(st, 1),
                                                            .kind = db_text_dup(cx, st, 2),
                                                            .state = db_text_dup(cx, st, 3),
                                                            .created_at = db_int(st, 4),
                                                            .due_at = db_int(st, 5),
                                                            .note = db_text_dup(cx, st, 6),
                                                            .channel = db_text_dup(cx, st, 7),
                                                            .assigned = db_int(st, 8),
                                                            .actor = db_int(st, 9),
                                                            .answer = db_text_dup(cx, st, 10),
                                                            .closed_at = db_int(st, 11),
                                                            .closed_by = db_int(st, 12),
                                                            .erasure = db_int(st, 13),
                                                            .name = db_text_dup(cx, st, 14),
                                                            .email = db_text_dup(cx, st, 15)};
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

enum err rights_request_get(struct ctx *cx, struct db *db, int64_t id, struct rights_request *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_rights_request_get, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", id);
    e = db_step(cx, st, &row);
    if (!e && row)
        read_row(cx, st, ret);
    else if (!e)
        e = fail(cx, ERR_NOTFOUND, "rights.missing", NULL);
out:
    db_done(st);
    return e;
}

enum err rights_requests(struct ctx *cx, struct db *db, const struct rights_query *q,
                         struct rights_request **ret, size_t *ret_n, int64_t *ret_next)
{
    int limit = q->open ? OPEN_MAX : q->limit > 0 ? q->limit : PAGE;
    struct db_stmt *st = NULL;
    enum err e =
        db_begin(cx, db, q->open ? &SQL_rights_requests_open : &SQL_rights_requests_ended, &st);

    if (e)
        goto out;
    db_bind_int(st, "contact", q->contact);
    db_bind_int(st, "anybody", q->contact == 0);
    db_bind_int(st, "limit", limit);
    if (!q->open)
        db_bind_int(st, "before", q->after ? q->after : INT64_MAX);
    e = db_collect(cx, st, sizeof(**ret), read_row, ret, ret_n);
    if (!e)
        *ret_next = !q->open && *ret_n == (size_t)limit ? (*ret)[*ret_n - 1].id : 0;
out:
    db_done(st);
    return e;
}

/* --- asking */

static enum err due_days(struct ctx *cx, struct db *db, int64_t *ret)
{
    static const struct setting *const tables[] = {rights_settings, NULL};
    struct settings *set = NULL;
    enum err e = settings_load(cx, db, tables, cx->site, &set);

    if (!e)
        *ret = setting_int(set, "rights.due_days");
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
    db_bind_text(st, "channel", q->channel);
    db_bind_int(st, "actor", q->actor);
    e = db_run(cx, st);
out:
    db_done(st);
    return e ? e : audit_add(cx, db, "rights_request", q->id, "add", NULL);
}

static bool is_kind(const char *kind)
{
    for (size_t i = 0; rights_kinds[i]; i++)
        if (text_equal(rights_kinds[i], kind))
            return true;
    return false;
}

enum err rights_request_open(struct ctx *cx, struct db *db, int64_t contact, const char *kind,
                             const char *note, struct rights_request *ret)
{
    struct rights_request *open = NULL, q = {.id = id_next(cx),
                                             .contact = contact,
                                             .kind = kind,
                                             .state = "open",
                                             .created_at = ctx_now(cx),
                                             .note = note,
                                             .assigned = NIL,
                                             .actor = cx->actor ? cx->actor : NIL,
                                             .closed_at = NIL,
                                             .closed_by = NIL,
                                             .erasure = NIL};
    void *record = NULL;
    int64_t days = 0;
    size_t n = 0;
    enum err e;

    if (!is_kind(kind))
        return fail_choice(cx, "kind", rights_kinds);
    q.channel = text_equal(cx->origin, "web") ? "page" : cx->actor ? "office" : "api";
    e = model_get(cx, db, &contact_model, contact, &record);
    if (!e && ((struct contact *)record)->erased_at != NIL)
        e = fail(cx, ERR_CONFLICT, "erasure.twice", NULL);
    if (!e)
        e = rights_requests_of(cx, db, contact, &open, &n);
    for (size_t i = 0; i < n && !e; i++)
        if (text_equal(open[i].kind, kind)) {
            *ret = open[i];
            return OK;
        }
    if (!e)
        e = due_days(cx, db, &days);
    q.due_at = q.created_at + DAYS_MS(days);
    if (!e)
        e = add(cx, db, &q);
    if (!e)
        *ret = q;
    return e;
}

/* --- answering */

static enum err read_open(struct ctx *cx, struct db *db, int64_t id, struct rights_request *ret)
{
    enum err e = rights_request_get(cx, db, id, ret);

    return e || text_equal(ret->state, "open") ? e : fail(cx, ERR_CONFLICT, "rights.closed", NULL);
}

enum err rights_request_assign(struct ctx *cx, struct db *db, int64_t id, int64_t user)
{
    struct rights_request q;
    struct db_stmt *st = NULL;
    enum err e = read_open(cx, db, id, &q);

    if (!e)
        e = owner_check(cx, db, q.assigned, user, OK);
    if (e)
        return e;
    e = db_begin(cx, db, &SQL_rights_request_assign, &st);
    if (e)
        goto out;
    db_bind_int(st, "id", id);
    db_bind_int(st, "assigned", user);
    e = db_run(cx, st);
out:
    db_done(st);
    return e ? e : audit_add(cx, db, "rights_request", id, "assign", NULL);
}

static enum err check_ending(struct ctx *cx, const struct rights_request *q, const char *how,
                             const char *answer)
{
    bool refused = text_equal(how, "refused");

    if (!refused && !text_equal(how, "done"))
        return fail_field(cx, "how", "field.choice", "choices", "done, refused", NULL);
    if (refused && text_empty(answer))
        return fail_field(cx, "answer", "rights.reason_needed", NULL);
    if (answer && text_chars(answer) > ANSWER_MAX)
        return fail_too_long(cx, "answer", ANSWER_MAX, text_chars(answer));
    if (!refused && text_equal(q->kind, "erase"))
        return fail(cx, ERR_CONFLICT, "rights.erase_first", NULL);
    return OK;
}

enum err rights_request_close(struct ctx *cx, struct db *db, int64_t id, const char *how,
                              const char *answer)
{
    struct rights_request q;
    struct db_stmt *st = NULL;
    enum err e = read_open(cx, db, id, &q);

    if (!e)
        e = check_ending(cx, &q, how, answer);
    if (e)
        return e;
    e = db_begin(cx, db, &SQL_rights_request_close, &st);
    if (e)
        goto out;
    db_bind_int(st, "id", id);
    db_bind_text(st, "state", how);
    db_bind_text(st, "answer", text_empty(answer) ? NULL : answer);
    db_bind_int(st, "closed_by", cx->actor ? cx->actor : NIL);
    e = db_run(cx, st);
out:
    db_done(st);
    return e ? e : audit_add(cx, db, "rights_request", id, how, NULL);
}

enum err rights_due(struct ctx *cx, struct db *db, int64_t *ret_late, int64_t *ret_soon)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_rights_requests_due, &st);

    if (e)
        goto out;
    db_bind_int(st, "soon", ctx_now(cx) + DAYS_MS(SOON_DAYS));
    e = db_step(cx, st, &row);
    if (!e && row) {
        *ret_late = db_int(st, 0);
        *ret_soon = db_int(st, 1);
    }
out:
    db_done(st);
    return e;
}
